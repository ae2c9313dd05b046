import { WebhookInput } from '@/lib/contract/webhooks'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { deleteWebhook as decide } from '@/lib/core/webhook'
import { dropDeliveries } from '@/lib/db/webhook-deliveries'
import { listWebhookSecrets, lockWebhook } from '@/lib/db/webhooks'
import { change } from '@/lib/operations/operation'

/** What waits for it is given up, and its secrets are erased. Its row stays, so that the audit log can name it. */
export const deleteWebhook = change({
  input: WebhookInput,
  async run({ tx, actor, now, commit }, { webhookEndpointId }) {
    const { organizationId } = actor
    if (!may(actor, 'webhook.manage', {})) return fail('not_permitted')
    const endpoint = await lockWebhook(tx, organizationId, webhookEndpointId)
    if (!endpoint) return fail('webhook_not_found')
    const { next, event } = decide(endpoint, now)
    await dropDeliveries(tx, organizationId, endpoint.id, now)
    await commit({
      update: { webhook: next },
      delete: { webhookSecrets: await listWebhookSecrets(tx, organizationId, endpoint.id) },
      event,
    })
    return ok({ id: endpoint.id })
  },
})
