import { randomToken } from '@/lib/crypto/hashes'

/** What every upstream secret begins with, so that a scanner or a person knows one. */
const PREFIX = 'aus_'

/**
 * What the gateway shows to an app, at the moment of its making. Printing, logging or serializing it shows nothing; it leaves by
 * `reveal()`, called where it is sealed and where it is handed to the person who asked for it.
 */
export class UpstreamSecret {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  static make(): UpstreamSecret {
    return new UpstreamSecret(randomToken(PREFIX))
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return 'UpstreamSecret(…)'
  }

  toJSON(): string {
    return this.toString()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}
