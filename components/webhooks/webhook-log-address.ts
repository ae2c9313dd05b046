import { type DeliveryId, isId } from '@/lib/core/identifiers'
import { WEBHOOK_LOG_FILTERS, type WebhookLogFilter } from '@/lib/core/webhook-log'

/** What of the log stands in its address, so that a colleague can be sent the view. */
export interface WebhookLogAddress {
  readonly state: WebhookLogFilter | null
  readonly after: DeliveryId | null
}

/** Anything that the log doesn't know is as if it weren't there: an address may be old, or typed. */
export function readWebhookLogAddress({
  state,
  after,
}: Readonly<Record<string, string | readonly string[] | undefined>>): WebhookLogAddress {
  return {
    state: WEBHOOK_LOG_FILTERS.find((known) => known === state) ?? null,
    after: isId('delivery', after) ? after : null,
  }
}

export function webhookLogHref(path: string, { state, after }: WebhookLogAddress): string {
  const params = new URLSearchParams({ ...(state ? { state } : {}), ...(after ? { after } : {}) })
  return params.size > 0 ? `${path}?${params}` : path
}
