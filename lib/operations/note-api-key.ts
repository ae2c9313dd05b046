import { NoteApiKeyInput } from '@/lib/contract/api-keys'
import { annotate, statusOf } from '@/lib/core/api-key'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockApiKey } from '@/lib/db/api-keys'
import { change } from '@/lib/operations/operation'

/** Also for a key that is dead: why it was, is what one wants to read later. */
export const noteApiKey = change({
  input: NoteApiKeyInput,
  async run({ tx, actor, now, commit }, { apiKeyId, note }) {
    const key = await lockApiKey(tx, actor.organizationId, apiKeyId)
    if (!key) return fail('api_key_not_found')
    if (!may(actor, 'api_key.manage', { key, status: statusOf(key, now) })) return fail('not_permitted')
    const transition = annotate(key, note || null)
    if (!transition.ok) return transition
    const { next, event } = transition.value
    await commit({ update: { apiKey: next }, event })
    return ok({ note: next.note })
  },
})
