import { z } from 'zod'
import { LIMITS } from '@/lib/core/limits'

const wholeDays = 'Enter a number of whole days.'
const days = (least: number, most: number) =>
  z.number({ error: wholeDays }).int(wholeDays).min(least, `At least ${least}.`).max(most, `At most ${most}.`)

export const ChangeAbsencePolicyInput = z.object({
  graceDays: days(0, LIMITS.graceDays),
  revokeOrphansAfterDays: days(1, LIMITS.orphanDays).nullable(),
  /** As they were when they were edited: a change made meanwhile is not written over. */
  known: z.object({ graceDays: z.number(), revokeOrphansAfterDays: z.number().nullable() }),
})

export interface PoliciesView {
  readonly graceDays: number
  readonly revokeOrphansAfterDays: number | null
  /** How many keys have been orphaned for how many whole days: what a number of days would revoke. */
  readonly orphans: readonly { readonly days: number; readonly keys: number }[]
}
