import { ApiKeyInput } from '@/lib/contract/api-keys'
import { fail, ok } from '@/lib/core/result'
import { findApiKeyRow } from '@/lib/db/api-keys'
import { listEventsOfKey } from '@/lib/db/events'
import { describeEvents } from '@/lib/operations/event-views'
import { read } from '@/lib/operations/operation'
import { apiKeyView } from '@/lib/operations/views'

/** A key's own page: what it is, why, and everything that happened to it. */
export const viewApiKey = read({
  input: ApiKeyInput,
  async run({ tx, actor, now }, { apiKeyId }) {
    const row = await findApiKeyRow(tx, actor.organizationId, apiKeyId, now)
    if (!row) return fail('api_key_not_found')
    const events = await describeEvents(tx, actor, await listEventsOfKey(tx, actor.organizationId, apiKeyId))
    return ok({ key: apiKeyView(row, actor, now), events, now: now.toISOString() })
  },
})
