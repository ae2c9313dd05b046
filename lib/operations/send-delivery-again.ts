import { WebhookDeliveryInput } from '@/lib/contract/webhooks'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { findWebhookDelivery, resendDeliveries } from '@/lib/db/webhook-deliveries'
import { lockWebhook } from '@/lib/db/webhooks'
import { change } from '@/lib/operations/operation'

/** Sends a message of the log once more, also one that was taken, or waits, under the same id: who knows it already passes it over. */
export const sendDeliveryAgain = change({
  input: WebhookDeliveryInput,
  async run({ tx, actor, now, commit }, { webhookEndpointId, deliveryId }) {
    const { organizationId } = actor
    if (!may(actor, 'webhook.manage', {})) return fail('not_permitted')
    const endpoint = await lockWebhook(tx, organizationId, webhookEndpointId)
    if (!endpoint) return fail('webhook_not_found')
    if (endpoint.disabledAt) return fail('webhook_disabled')
    const delivery = await findWebhookDelivery(tx, organizationId, endpoint.id, deliveryId)
    if (!delivery) return fail('webhook_delivery_not_found')
    if (delivery.state === 'pending' && endpoint.sendingUntil && endpoint.sendingUntil > now)
      return fail('webhook_delivery_pending')
    await resendDeliveries(tx, organizationId, endpoint.id, { deliveryId }, now)
    await commit({ event: { type: 'webhook.sent_again', webhookEndpointId: endpoint.id, after: { deliveryId } } })
    return ok({ id: deliveryId })
  },
})
