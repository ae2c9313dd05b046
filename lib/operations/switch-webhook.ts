import { SwitchWebhookInput } from '@/lib/contract/webhooks'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { switchWebhook as decide } from '@/lib/core/webhook'
import { releaseDeliveries } from '@/lib/db/webhook-deliveries'
import { lockWebhook } from '@/lib/db/webhooks'
import { change } from '@/lib/operations/operation'

/** Disabled, it is told of nothing that happens, and what was on its way waits; enabled again, what waited is sent. */
export const switchWebhook = change({
  input: SwitchWebhookInput,
  async run({ tx, actor, now, commit }, { webhookEndpointId, enabled }) {
    const { organizationId } = actor
    if (!may(actor, 'webhook.manage', {})) return fail('not_permitted')
    const endpoint = await lockWebhook(tx, organizationId, webhookEndpointId)
    if (!endpoint) return fail('webhook_not_found')
    const switched = decide(endpoint, enabled ? { enabled } : { enabled, cause: 'member' }, now)
    if (!switched.ok) return switched
    const { next, event } = switched.value
    if (enabled) await releaseDeliveries(tx, organizationId, endpoint.id, now)
    await commit({ update: { webhook: next }, event })
    return ok({ id: endpoint.id })
  },
})
