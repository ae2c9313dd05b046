import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import type { DeliveryId } from '@/lib/core/identifiers'
import { ok } from '@/lib/core/result'
import { LOST_MILLISECONDS } from '@/lib/core/webhook-answer'
import { webhookBody } from '@/lib/core/webhook-messages'
import { getOrganization } from '@/lib/db/organizations'
import { lockNextDelivery, updateWebhookDelivery } from '@/lib/db/webhook-deliveries'
import { lockWebhook, markSending, wakeWebhooks } from '@/lib/db/webhooks'
import { accountOperation } from '@/lib/operations/operation'
import { signWebhookMessage } from '@/lib/operations/sign-webhook-message'
import type { PostedMessage } from '@/lib/outbound/post-message'

export interface BegunAttempt {
  readonly deliveryId: DeliveryId
  readonly attempt: number
  /** Null when nothing could be signed. */
  readonly message: PostedMessage | null
}

/**
 * Run by the worker before each attempt: takes the oldest message that is due for a webhook, and signs it. The attempt counts from here on. A
 * worker that is killed afterwards leaves a message that is due again when its time is over; another one sends it a second time, under the
 * same id. Nothing begins while another message is under way to the webhook, so that a slow one holds up nobody but itself.
 */
export const beginWebhookAttempt = accountOperation({
  input: z.object({ organizationId: idOf('organization'), webhookEndpointId: idOf('webhookEndpoint') }),
  async run({ tx, now, keks }, { organizationId, webhookEndpointId }) {
    const endpoint = await lockWebhook(tx, organizationId, webhookEndpointId)
    if (!endpoint || endpoint.disabledAt) return ok<BegunAttempt | null>(null)
    if (endpoint.sendingUntil && endpoint.sendingUntil > now) return ok<BegunAttempt | null>(null)
    const next = await lockNextDelivery(tx, organizationId, endpoint.id, now)
    if (next === null || next instanceof Date) {
      if (next) await wakeWebhooks(tx, organizationId, [endpoint.id], next, 'later')
      return ok<BegunAttempt | null>(null)
    }
    const attempt = next.attempts + 1
    const until = new Date(now.getTime() + LOST_MILLISECONDS)
    await markSending(tx, endpoint, until)
    await updateWebhookDelivery(tx, { ...next, attempts: attempt, nextAttemptAt: until }, null)
    const body = webhookBody(next.happening, await getOrganization(tx, organizationId))
    const signed = await signWebhookMessage({ tx, organizationId, keks, now }, endpoint, { id: next.id, body })
    return ok<BegunAttempt | null>({ deliveryId: next.id, attempt, message: signed.ok ? signed.value : null })
  },
})
