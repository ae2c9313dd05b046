import { ChangeApiKeyLimitsInput } from '@/lib/contract/api-keys'
import { changeLimits, statusOf } from '@/lib/core/api-key'
import { type LoggedChange, restricts } from '@/lib/core/changes'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockApiKey } from '@/lib/db/api-keys'
import { change } from '@/lib/operations/operation'

/** Also for a key whose misuse is suspected: gateways hold it to its new limits as soon as they acknowledge, and the key goes on. */
export const changeApiKeyLimits = change({
  input: ChangeApiKeyLimitsInput,
  async run({ tx, actor, now, commit }, { apiKeyId, limits }) {
    const key = await lockApiKey(tx, actor.organizationId, apiKeyId)
    if (!key) return fail('api_key_not_found')
    if (!may(actor, 'api_key.manage', { key, status: statusOf(key, now) })) return fail('not_permitted')
    const transition = changeLimits(key, limits, now)
    if (!transition.ok) return transition
    const { next, event } = transition.value
    const limited: LoggedChange = { kind: 'key_limits', set: [{ position: key.position, limits }] }
    const seq = await commit({ update: { apiKey: next }, event, changes: [limited] })
    /** Whether there is a receipt to wait for: limits that were only lifted stop nobody. */
    return ok({ seq, restricts: restricts(limited) })
  },
})
