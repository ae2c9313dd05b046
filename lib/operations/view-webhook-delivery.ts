import { WebhookDeliveryInput, type WebhookDeliveryPageView } from '@/lib/contract/webhooks'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { webhookBody } from '@/lib/core/webhook-messages'
import { getOrganization } from '@/lib/db/organizations'
import { findWebhookDelivery, listWebhookAttempts } from '@/lib/db/webhook-deliveries'
import { findWebhook } from '@/lib/db/webhooks'
import { read } from '@/lib/operations/operation'
import { webhookAttemptView, webhookDeliveryView, webhookView } from '@/lib/operations/webhook-views'

/** More are made only by who sends a message again and again. */
const SHOWN_ATTEMPTS = 100

/** One message, as it is sent, and what came of each attempt. */
export const viewWebhookDelivery = read({
  input: WebhookDeliveryInput,
  async run({ tx, actor, now }, { webhookEndpointId, deliveryId }) {
    const { organizationId } = actor
    if (!may(actor, 'webhook.manage', {})) return fail('not_permitted')
    const endpoint = await findWebhook(tx, organizationId, webhookEndpointId)
    const delivery = endpoint && (await findWebhookDelivery(tx, organizationId, endpoint.id, deliveryId))
    if (!delivery) return fail('webhook_delivery_not_found')
    const body = webhookBody(delivery.happening, await getOrganization(tx, organizationId))
    const view: WebhookDeliveryPageView = {
      webhook: await webhookView(tx, organizationId, endpoint),
      delivery: webhookDeliveryView(delivery, endpoint),
      message: JSON.stringify(JSON.parse(body), null, 2),
      attempts: (await listWebhookAttempts(tx, organizationId, delivery.id, SHOWN_ATTEMPTS)).map(webhookAttemptView),
      now: now.toISOString(),
    }
    return ok(view)
  },
})
