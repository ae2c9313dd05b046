import { CreateWebhookInput } from '@/lib/contract/webhooks'
import { LIMITS } from '@/lib/core/limits'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { createWebhook as create } from '@/lib/core/webhook'
import { countWebhooks, lockWebhookNumber } from '@/lib/db/webhooks'
import { newWebhookSecret } from '@/lib/operations/new-webhook-secret'
import { change } from '@/lib/operations/operation'
import { allowWebhookAddress } from '@/lib/operations/webhook-address-allowed'

/** Adds an address that is told of happenings, and makes what its messages are signed with: shown this once, kept sealed. */
export const createWebhook = change({
  input: CreateWebhookInput,
  async run({ tx, actor, now, newId, keks, settings, commit }, wanted) {
    const { organizationId } = actor
    if (!may(actor, 'webhook.manage', {})) return fail('not_permitted')
    const allowed = allowWebhookAddress(wanted.url, settings.outboundAllow)
    if (!allowed.ok) return allowed
    await lockWebhookNumber(tx, organizationId)
    if ((await countWebhooks(tx, organizationId)) >= LIMITS.webhooks)
      return fail('webhook_limit', { params: { limit: LIMITS.webhooks } })
    const { next, event } = create(wanted, actor, newId, now)
    const { secret, kept } = await newWebhookSecret({ organizationId, newId, now, keks }, next.id)
    await commit({ insert: { webhook: next, webhookSecret: kept }, event })
    return ok({ id: next.id, secret })
  },
})
