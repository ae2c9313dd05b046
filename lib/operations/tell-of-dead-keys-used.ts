import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { listKeys } from '@/lib/core/happenings'
import { ok } from '@/lib/core/result'
import { lastDeadKeyNotice, listUsedDeadKeys, lockNotices, recordDeadKeyNotices } from '@/lib/db/notices'
import { accountOperation } from '@/lib/operations/operation'

/** Of one key it is told once in so long, and in one organization at most once in so long, all keys together; in milliseconds. */
const PER_KEY_MILLISECONDS = 86_400_000
const PER_ORGANIZATION_MILLISECONDS = 3_600_000
const AT_ONCE = 1_000

/** Run by the worker every few minutes, for each organization: a dead key that someone still presents is told to who governs. */
export const tellOfDeadKeysUsed = accountOperation({
  input: z.object({ organizationId: idOf('organization') }),
  async run({ tx, now, tell }, { organizationId }) {
    await lockNotices(tx, organizationId, 'dead keys')
    const last = await lastDeadKeyNotice(tx, organizationId)
    if (last && now.getTime() - last.getTime() < PER_ORGANIZATION_MILLISECONDS) return ok({ keys: 0 })
    const since = new Date(now.getTime() - PER_KEY_MILLISECONDS)
    const keys = await listUsedDeadKeys(tx, organizationId, { since, now, limit: AT_ONCE })
    if (keys.length === 0) return ok({ keys: 0 })
    await recordDeadKeyNotices(
      tx,
      organizationId,
      keys.map(({ id }) => id),
      now,
    )
    await tell(organizationId, [{ kind: 'dead_keys_used', facts: { keys: listKeys(keys) } }])
    return ok({ keys: keys.length })
  },
})
