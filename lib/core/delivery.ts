import { LIMITS } from '@/lib/core/limits'

/** `dropped`: there was nobody left to send it to. */
export const DELIVERY_STATES = ['pending', 'sent', 'failed', 'dropped'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** What came of one attempt. `refused` is final: another attempt would hear the same. `error` is a sentence for people. */
export type Attempt =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'failed' | 'refused' | 'dropped'; readonly error: string }

const FIRST_MILLISECONDS = 30_000
const LONGEST_MILLISECONDS = 3_600_000

/**
 * How long after so many attempts that failed the next one begins, in milliseconds; null when that was the last. Half a minute, then twice
 * as long each time, and never longer than an hour, so that a server which is back is heard of soon; about a day in all.
 */
export function retryMilliseconds(attempts: number): number | null {
  if (attempts >= LIMITS.deliveryAttempts) return null
  return Math.min(LONGEST_MILLISECONDS, FIRST_MILLISECONDS * 2 ** (attempts - 1))
}

/** What a delivery is after an attempt, and when it is tried again. */
export function afterAttempt(
  attempts: number,
  attempt: Attempt,
  now: Date,
): { readonly state: DeliveryState; readonly error: string | null; readonly nextAttemptAt: Date | null } {
  if (attempt.outcome === 'sent') return { state: 'sent', error: null, nextAttemptAt: null }
  const { outcome, error } = attempt
  if (outcome === 'dropped') return { state: 'dropped', error, nextAttemptAt: null }
  const wait = outcome === 'refused' ? null : retryMilliseconds(attempts)
  if (wait === null) return { state: 'failed', error, nextAttemptAt: null }
  return { state: 'pending', error, nextAttemptAt: new Date(now.getTime() + wait) }
}

/** An attempt that has said nothing for so long is lost with whoever made it, in milliseconds. Longer than any attempt can take. */
export const ATTEMPT_MILLISECONDS = 180_000
