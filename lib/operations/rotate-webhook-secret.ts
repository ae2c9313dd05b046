import { RotateWebhookSecretInput } from '@/lib/contract/webhooks'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { supersede } from '@/lib/core/webhook'
import { listWebhookSecrets, lockWebhook } from '@/lib/db/webhooks'
import { newWebhookSecret } from '@/lib/operations/new-webhook-secret'
import { change } from '@/lib/operations/operation'

/** A new secret signs at once, and the one before it beside it for a day. The new one leaves here once, and is kept sealed. */
export const rotateWebhookSecret = change({
  input: RotateWebhookSecretInput,
  async run({ tx, actor, now, newId, keks, commit }, { webhookEndpointId, changedAt }) {
    const { organizationId } = actor
    if (!may(actor, 'webhook.manage', {})) return fail('not_permitted')
    const endpoint = await lockWebhook(tx, organizationId, webhookEndpointId)
    if (!endpoint) return fail('webhook_not_found')
    if (endpoint.changedAt.getTime() !== new Date(changedAt).getTime()) return fail('webhook_changed_meanwhile')
    const { ending, over } = supersede(await listWebhookSecrets(tx, organizationId, endpoint.id), now)
    const { secret, kept } = await newWebhookSecret({ organizationId, newId, now, keks }, endpoint.id)
    await commit({
      update: { webhook: { ...endpoint, changedAt: now }, webhookSecret: ending },
      insert: { webhookSecret: kept },
      delete: { webhookSecrets: over },
      event: {
        type: 'webhook.secret_rotated',
        webhookEndpointId: endpoint.id,
        after: { oldUntil: ending?.endsAt ?? null },
      },
    })
    return ok({ id: endpoint.id, secret })
  },
})
