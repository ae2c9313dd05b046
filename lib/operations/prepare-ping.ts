import { WebhookInput } from '@/lib/contract/webhooks'
import { may } from '@/lib/core/permissions'
import { fail } from '@/lib/core/result'
import { pingBody } from '@/lib/core/webhook-messages'
import { getOrganization } from '@/lib/db/organizations'
import { lockWebhook } from '@/lib/db/webhooks'
import { change } from '@/lib/operations/operation'
import { signWebhookMessage } from '@/lib/operations/sign-webhook-message'

/** A ping that is ready to be sent, outside of any transaction. Who lets the portal call somewhere is written down. */
export const preparePing = change({
  input: WebhookInput,
  async run({ tx, actor, now, newId, keks, commit }, { webhookEndpointId }) {
    const { organizationId } = actor
    if (!may(actor, 'webhook.manage', {})) return fail('not_permitted')
    const endpoint = await lockWebhook(tx, organizationId, webhookEndpointId)
    if (!endpoint) return fail('webhook_not_found')
    const body = pingBody(await getOrganization(tx, organizationId), now)
    const signed = await signWebhookMessage({ tx, organizationId, keks, now }, endpoint, {
      id: newId('delivery'),
      body,
    })
    if (!signed.ok) return signed
    await commit({ event: { type: 'webhook.pinged', webhookEndpointId: endpoint.id } })
    return signed
  },
})
