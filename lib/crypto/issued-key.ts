/**
 * A key at the moment of its making: the one thing in the portal that holds a token. Printing, logging or serializing it
 * shows the hint; the token leaves by `reveal()`, called once, where the key is handed to the person who asked for it.
 */
export class IssuedKey {
  readonly #token: string

  constructor(token: string) {
    this.#token = token
  }

  /** The last four characters: enough to tell keys apart, useless to anyone else. */
  get hint(): string {
    return this.#token.slice(-4)
  }

  reveal(): string {
    return this.#token
  }

  toString(): string {
    return `IssuedKey(…${this.hint})`
  }

  toJSON(): string {
    return this.toString()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}
