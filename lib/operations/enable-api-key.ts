import { ApiKeyInput } from '@/lib/contract/api-keys'
import { enable, statusOf } from '@/lib/core/api-key'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockApiKey } from '@/lib/db/api-keys'
import { change } from '@/lib/operations/operation'
import { statusChange } from '@/lib/operations/status-change'

export const enableApiKey = change({
  input: ApiKeyInput,
  async run({ tx, actor, now, commit }, { apiKeyId }) {
    const key = await lockApiKey(tx, actor.organizationId, apiKeyId)
    if (!key) return fail('api_key_not_found')
    if (!may(actor, 'api_key.manage', { key, status: statusOf(key, now) })) return fail('not_permitted')
    const transition = enable(key, now)
    if (!transition.ok) return transition
    const { next, event } = transition.value
    return ok({ seq: await commit({ update: { apiKey: next }, event, changes: [statusChange([next], now)] }) })
  },
})
