import { z } from 'zod'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { end } from '@/lib/core/key-rotation'
import { ok } from '@/lib/core/result'
import { findNextEnding, lockUnstampedEnding } from '@/lib/db/key-endings'
import { accountOperation } from '@/lib/operations/operation'
import { statusChange } from '@/lib/operations/status-change'

interface Stamped {
  /** The key that was stamped; null when there is none left. */
  readonly ended: ApiKeyId | null
  readonly nextEnding: Date | null
}

/**
 * Run by the worker until it finds none: stamps a replaced key whose ending has come, so that status lists, counts and the audit log say what
 * gateways have held since that second. Nothing that is accepted or refused waits for it.
 */
export const endReplacedKey = accountOperation({
  input: z.object({}),
  async run({ tx, now, commit }) {
    const key = await lockUnstampedEnding(tx, now)
    const ending = key && end(key, now)
    if (!ending) return ok<Stamped>({ ended: null, nextEnding: await findNextEnding(tx, now) })
    const { organizationId } = key
    await commit(
      organizationId,
      { kind: 'portal', organizationId },
      { update: { apiKey: ending.next }, event: ending.event, changes: [statusChange([ending.next], now)] },
    )
    return ok<Stamped>({ ended: key.id, nextEnding: null })
  },
})
