import { RenameApiKeyInput } from '@/lib/contract/api-keys'
import { rename, statusOf } from '@/lib/core/api-key'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { findApiKey, isNameHeld, lockApiKey, recordExpiries } from '@/lib/db/api-keys'
import { lockApp } from '@/lib/db/apps'
import { change } from '@/lib/operations/operation'

/** A name is for people and no part of the token, so whatever uses the key goes on. */
export const renameApiKey = change({
  input: RenameApiKeyInput,
  async run({ tx, actor, now, commit }, { apiKeyId, name }) {
    const { organizationId } = actor
    const known = await findApiKey(tx, organizationId, apiKeyId)
    // Names are given out under the app's lock.
    const app = known && (await lockApp(tx, organizationId, known.appId))
    if (!app) return fail('api_key_not_found')
    // Before the key is read, for it may be one of those that have expired.
    await recordExpiries(tx, organizationId, app.id, now)
    const key = await lockApiKey(tx, organizationId, apiKeyId)
    if (!key) return fail('api_key_not_found')
    const status = statusOf(key, now)
    if (status === 'orphaned') return fail('api_key_not_renamable', { params: { status } })
    if (!may(actor, 'api_key.manage', { key, status })) return fail('not_permitted')
    const transition = rename(key, name, now)
    if (!transition.ok) return transition
    // A key that was replaced has given its place up, and takes no name from anyone.
    if (!key.successorId && (await isNameHeld(tx, organizationId, app.id, name)))
      return fail('api_key_name_taken', { field: 'name', params: { name } })
    const { next, event } = transition.value
    await commit({ update: { apiKey: next }, event })
    return ok({ name })
  },
})
