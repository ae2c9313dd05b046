import { ApiKeyInput, type KeyLineageView } from '@/lib/contract/api-keys'
import type { MembershipId } from '@/lib/core/identifiers'
import { fail, ok } from '@/lib/core/result'
import { readRows } from '@/lib/db/api-keys'
import { listCallersSince, listLineage } from '@/lib/db/key-lineage'
import { namesOfMembers } from '@/lib/db/names-of-members'
import { read } from '@/lib/operations/operation'
import { apiKeyView } from '@/lib/operations/views'

const SHOWN_EACH_WAY = 20
const DAY_MILLISECONDS = 86_400_000

/** The keys that took each other's place, and who still uses the old ones. */
export const viewKeyLineage = read({
  input: ApiKeyInput,
  async run({ tx, actor, now }, { apiKeyId }) {
    const { organizationId } = actor
    const ids = await listLineage(tx, organizationId, apiKeyId, SHOWN_EACH_WAY)
    if (ids.length === 0) return fail('api_key_not_found')
    const rows = await readRows(tx, organizationId, ids, now)
    const callers = await listCallersSince(tx, organizationId, ids, new Date(now.getTime() - DAY_MILLISECONDS))
    const makers = await namesOfMembers(
      tx,
      organizationId,
      rows.flatMap(({ key }) => (key.createdById ? [key.createdById as MembershipId] : [])),
    )
    const view: KeyLineageView = {
      keys: rows.map((row) => {
        const { id, createdById, ownerId } = row.key
        return {
          key: apiKeyView(row, actor, now),
          callers: callers
            .filter((caller) => caller.apiKeyId === id)
            .map(({ address, agent, lastSeenAt }) => ({ address, agent, lastSeenAt: lastSeenAt.toISOString() })),
          createdBy: createdById && createdById !== ownerId ? (makers.get(createdById) ?? null) : null,
        }
      }),
      now: now.toISOString(),
    }
    return ok(view)
  },
})
