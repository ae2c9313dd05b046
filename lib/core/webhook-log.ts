/** What the log can be kept to. What waits for its webhook to be enabled is among those that wait. */
export const WEBHOOK_LOG_FILTERS = ['pending', 'sent', 'failed'] as const
export type WebhookLogFilter = (typeof WEBHOOK_LOG_FILTERS)[number]

/** Where a message stands. `held`: it waits until its webhook is enabled. */
export type WebhookLogState = WebhookLogFilter | 'held'
