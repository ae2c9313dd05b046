/** What a webhook can be told of: names that stay as they are, for programs of others compare with them. docs/webhooks.md describes each. */
export const WEBHOOK_TYPES = [
  'keys.orphaned',
  'keys.restored',
  'keys.expiring',
  'key.created',
  'dead_keys.used',
  'app.deleted',
  'hand_over.offered',
  'hand_over.answered',
  'gateway.silent',
  'gateway.back',
] as const
export type WebhookType = (typeof WEBHOOK_TYPES)[number]
