import { WebhookInput } from '@/lib/contract/webhooks'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { resendDeliveries } from '@/lib/db/webhook-deliveries'
import { lockWebhook } from '@/lib/db/webhooks'
import { change } from '@/lib/operations/operation'

/** As many as one transaction should hold; who has more presses again. */
const MOST = 1_000

/** Sends what has failed for good once more, the oldest first. */
export const sendFailedDeliveriesAgain = change({
  input: WebhookInput,
  async run({ tx, actor, now, commit }, { webhookEndpointId }) {
    const { organizationId } = actor
    if (!may(actor, 'webhook.manage', {})) return fail('not_permitted')
    const endpoint = await lockWebhook(tx, organizationId, webhookEndpointId)
    if (!endpoint) return fail('webhook_not_found')
    if (endpoint.disabledAt) return fail('webhook_disabled')
    const { length: messages } = await resendDeliveries(tx, organizationId, endpoint.id, { failedAtMost: MOST }, now)
    if (messages === 0) return fail('webhook_none_failed')
    await commit({ event: { type: 'webhook.sent_again', webhookEndpointId: endpoint.id, after: { messages } } })
    return ok({ messages })
  },
})
