import { Webhook } from 'standardwebhooks'

/** The one place that knows standardwebhooks. Secrets are as they were shown: `whsec_…`. */

/**
 * The headers of one attempt, by Standard Webhooks: the id is the same at every attempt, the moment is the attempt's, and there is one
 * signature for each secret that signs now, so that a receiver may change from the old one to the new one at any moment of the overlap.
 */
export function signedHeaders(
  message: { readonly id: string; readonly body: string },
  secrets: readonly string[],
  at: Date,
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(message.id, at, message.body)).join(' '),
  }
}
