import { RevokeApiKeyInput } from '@/lib/contract/api-keys'
import { revoke, statusOf } from '@/lib/core/api-key'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockApiKey } from '@/lib/db/api-keys'
import { change } from '@/lib/operations/operation'
import { statusChange } from '@/lib/operations/status-change'

/** Final. The receipt is read afterwards, by `seq`: nobody can acknowledge before the commit. */
export const revokeApiKey = change({
  input: RevokeApiKeyInput,
  async run({ tx, actor, now, commit }, { apiKeyId, reason }) {
    const key = await lockApiKey(tx, actor.organizationId, apiKeyId)
    if (!key) return fail('api_key_not_found')
    const status = statusOf(key, now)
    if (!may(actor, 'api_key.revoke', { key, status })) {
      return fail(status === 'orphaned' ? 'orphaned_key_needs_owner' : 'not_permitted')
    }
    const revocation = revoke(key, actor, reason || null, now)
    if (!revocation.ok) return revocation
    const { next, event } = revocation.value
    return ok({ seq: await commit({ update: { apiKey: next }, event, changes: [statusChange([next], now)] }) })
  },
})
