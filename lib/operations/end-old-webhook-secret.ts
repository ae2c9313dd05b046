import { WebhookInput } from '@/lib/contract/webhooks'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { signingSecrets } from '@/lib/core/webhook'
import { listWebhookSecrets, lockWebhook } from '@/lib/db/webhooks'
import { change } from '@/lib/operations/operation'

/** From now on the one in force signs alone: whoever knows the old one can make no message look like ours any more. */
export const endOldWebhookSecret = change({
  input: WebhookInput,
  async run({ tx, actor, now, commit }, { webhookEndpointId }) {
    const { organizationId } = actor
    if (!may(actor, 'webhook.manage', {})) return fail('not_permitted')
    const endpoint = await lockWebhook(tx, organizationId, webhookEndpointId)
    if (!endpoint) return fail('webhook_not_found')
    const secrets = await listWebhookSecrets(tx, organizationId, endpoint.id)
    if (signingSecrets(secrets, now).length < 2) return fail('webhook_no_old_secret')
    await commit({
      update: { webhook: { ...endpoint, changedAt: now } },
      delete: { webhookSecrets: secrets.filter(({ endsAt }) => endsAt !== null) },
      event: { type: 'webhook.secret_ended', webhookEndpointId: endpoint.id },
    })
    return ok({ id: endpoint.id })
  },
})
