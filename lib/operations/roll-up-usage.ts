import { z } from 'zod'
import { ok } from '@/lib/core/result'
import { USAGE_LIMITS } from '@/lib/core/usage'
import { rollUpUsage as rollUp } from '@/lib/db/usage'
import { accountOperation } from '@/lib/operations/operation'

const DAY_MILLISECONDS = 86_400_000
/** A gateway that was away for longer than this delivers what it kept a second time at worst. */
const BATCHES_KEPT_DAYS = 60

/** Run once a day by the worker: old hours become days, old days are forgotten. */
export const rollUpUsage = accountOperation({
  input: z.object({}),
  async run({ tx, now }) {
    const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MILLISECONDS)
    const rows = await rollUp(
      tx,
      daysAgo(USAGE_LIMITS.hoursKeptDays),
      daysAgo(USAGE_LIMITS.daysKeptDays),
      daysAgo(BATCHES_KEPT_DAYS),
    )
    return ok({ rows })
  },
})
