import { fail, ok, type Result } from '@/lib/core/result'
import { createLimiter, type Limit } from '@/lib/db/rate-limits'
import type { Platform } from '@/lib/operations/perform'

/** What somebody has the portal send elsewhere by a press, and how often. A person at a screen stays far below; a loop does not. */
const CALLS = {
  /** Of an organization, to all its webhooks together. */
  'webhook ping': { points: 20, windowSeconds: 60 },
  /** Of a session. */
  'tried call': { points: 60, windowSeconds: 60 },
} as const satisfies Readonly<Record<string, Limit>>

/**
 * Counts a call that is about to be made. Asked outside of any transaction, and after it was asked who may: who may not counts for nothing.
 */
export async function limitCalls(
  { database }: Platform,
  call: keyof typeof CALLS,
  caller: string,
): Promise<Result<Record<string, never>>> {
  const seconds = await createLimiter(database, call, CALLS[call]).consume(caller)
  return seconds > 0 ? fail('too_many_attempts', { params: { minutes: Math.ceil(seconds / 60) } }) : ok({})
}
