import type { Verdict } from '@/lib/core/verdicts'

/** Bounds of what is kept of one key, and for how long (PRODUCT, "Usage"). */
export const USAGE_LIMITS = {
  callersPerKey: 100,
  requestsPerKey: 1_000,
  hoursKeptDays: 90,
  daysKeptDays: 730,
  pathCharacters: 512,
  agentCharacters: 256,
} as const

/** Verdicts of a key that is dead, and is presented all the same: someone still has it. */
export const KNOCKS = ['revoked', 'orphaned', 'expired', 'disabled'] as const satisfies readonly Verdict[]
