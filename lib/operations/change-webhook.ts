import { ChangeWebhookInput } from '@/lib/contract/webhooks'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { changeWebhook as decide } from '@/lib/core/webhook'
import { lockWebhook } from '@/lib/db/webhooks'
import { change } from '@/lib/operations/operation'
import { allowWebhookAddress } from '@/lib/operations/webhook-address-allowed'

export const changeWebhook = change({
  input: ChangeWebhookInput,
  async run({ tx, actor, now, settings, commit }, { webhookEndpointId, changedAt, ...wanted }) {
    if (!may(actor, 'webhook.manage', {})) return fail('not_permitted')
    const endpoint = await lockWebhook(tx, actor.organizationId, webhookEndpointId)
    if (!endpoint) return fail('webhook_not_found')
    if (endpoint.changedAt.getTime() !== new Date(changedAt).getTime()) return fail('webhook_changed_meanwhile')
    const allowed = allowWebhookAddress(wanted.url, settings.outboundAllow)
    if (!allowed.ok) return allowed
    const { next, event } = decide(endpoint, wanted, now)
    await commit({ update: { webhook: next }, event })
    return ok({ id: next.id })
  },
})
