import type { OrganizationPolicy } from '@/lib/core/policy'
import { fail, ok, type Result } from '@/lib/core/result'

/** N days are N times 24 hours, and a year is 365 of them, so that a change of clocks never moves the moment. */
export const EXPIRATION_DAYS = { '7d': 7, '30d': 30, '60d': 60, '90d': 90, '1y': 365 } as const
export type ExpirationPreset = keyof typeof EXPIRATION_DAYS

export type Expiration =
  | { readonly kind: 'preset'; readonly preset: ExpirationPreset }
  /** The end of that calendar day in the account's time zone, worked out by the caller, who knows time zones. */
  | { readonly kind: 'moment'; readonly at: Date }
  | { readonly kind: 'none' }

const DAY_MILLISECONDS = 86_400_000

/** The moment a key stops, in whole seconds as a JWT's `exp` has them (RFC 7519 §4.1.4); null for no expiration. */
export function expiresAt(wanted: Expiration, policy: OrganizationPolicy, now: Date): Result<Date | null> {
  if (wanted.kind === 'none') {
    return policy.noExpirationAllowed && policy.maximumLifetimeDays === null
      ? ok(null)
      : fail('expiration_required', { field: 'expiration' })
  }
  const at =
    wanted.kind === 'preset' ? new Date(now.getTime() + EXPIRATION_DAYS[wanted.preset] * DAY_MILLISECONDS) : wanted.at
  const moment = new Date(Math.floor(at.getTime() / 1000) * 1000)
  // Asked this way round, a date that is none has passed as well.
  if (!(moment > now)) return fail('expiration_past', { field: 'expiration' })
  const days = policy.maximumLifetimeDays
  if (days !== null && moment.getTime() - now.getTime() > days * DAY_MILLISECONDS) {
    return fail('expiration_too_late', { field: 'expiration', params: { days } })
  }
  return ok(moment)
}

/** A key is "expiring soon" in its last 7 days. This is shown, and is no state. */
export function expiresSoon(expiresAt: Date | null, now: Date): boolean {
  return expiresAt !== null && expiresAt > now && expiresAt.getTime() - now.getTime() <= 7 * DAY_MILLISECONDS
}
