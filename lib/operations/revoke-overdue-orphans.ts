import { z } from 'zod'
import { ok } from '@/lib/core/result'
import { setRevoked } from '@/lib/db/concerned-keys'
import { lockOrganization } from '@/lib/db/organizations'
import { findOverdueOrphans, lockOrphansSince } from '@/lib/db/orphans'
import { accountOperation } from '@/lib/operations/operation'
import { statusChange } from '@/lib/operations/status-change'

/** Keys that are revoked in one transaction. */
const BATCH = 500
const DAY_MILLISECONDS = 86_400_000

/**
 * Run by the worker until it finds none: revokes keys that have been orphaned for longer than their organization lets them be. They open
 * nothing as it is; from now on nobody can bring them back. A worker that is killed has revoked whole batches, and the next one goes on.
 */
export const revokeOverdueOrphans = accountOperation({
  input: z.object({ most: z.number().int().positive().default(BATCH) }),
  async run({ tx, now, commit }, { most }) {
    const found = await findOverdueOrphans(tx, now)
    if (!found) return ok({ found: false, keys: 0 })
    const { organizationId, days } = found
    await lockOrganization(tx, organizationId)
    const since = new Date(now.getTime() - days * DAY_MILLISECONDS)
    const keys = await lockOrphansSince(tx, organizationId, since, now, most)
    // Somebody else has dealt with them meanwhile.
    if (keys.length === 0) return ok({ found: true, keys: 0 })
    const reason = `Orphaned for ${days} ${days === 1 ? 'day' : 'days'}`
    await setRevoked(tx, organizationId, keys, { at: now, byId: null, reason })
    await commit(
      organizationId,
      { kind: 'portal', organizationId },
      {
        event: { type: 'organization.orphans_revoked', after: { keys: keys.length, afterDays: days } },
        furtherEvents: keys.map(({ id, appId }) => ({
          type: 'api_key.revoked' as const,
          appId,
          apiKeyId: id,
          before: { status: 'orphaned' },
          after: { status: 'revoked' },
          reason,
        })),
        changes: [
          statusChange(
            keys.map((key) => ({ ...key, revokedAt: now })),
            now,
          ),
        ],
      },
    )
    return ok({ found: true, keys: keys.length })
  },
})
