import { randomBytes } from 'node:crypto'

/** As Standard Webhooks asks: the prefix, then base64 of 24 to 64 random bytes. */
const PREFIX = 'whsec_'
const BYTES = 32

/**
 * What messages to an endpoint are signed with, at the moment of its making. Printing, logging or serializing it shows nothing; it leaves
 * by `reveal()`, called where it is sealed and where it is handed to the person who asked for it.
 */
export class WebhookSigningSecret {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  static make(): WebhookSigningSecret {
    return new WebhookSigningSecret(PREFIX + randomBytes(BYTES).toString('base64'))
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return 'WebhookSigningSecret(…)'
  }

  toJSON(): string {
    return this.toString()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}
