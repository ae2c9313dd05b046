import { EXPIRATION_DAYS, type ExpirationPreset } from '@/lib/core/expiration'
import { dayIn } from './day-in'
import type { Lifetime } from './expiration-field'

const DAY_MILLISECONDS = 86_400_000

/** What gives a new key the lifetime that the old one was given: a preset, or the day on which so many days are over. */
export function sameLifetime(
  key: { readonly createdAt: string; readonly expiresAt: string | null },
  clock: Date,
  timeZone: string,
): Lifetime {
  if (!key.expiresAt) return { expiration: 'none', day: '' }
  const lifetime = Date.parse(key.expiresAt) - Date.parse(key.createdAt)
  const days = Math.max(1, Math.round(lifetime / DAY_MILLISECONDS))
  const preset = (Object.keys(EXPIRATION_DAYS) as ExpirationPreset[]).find((known) => EXPIRATION_DAYS[known] === days)
  // A key that was made for a last day lived until the end of it: some hours more than its days.
  const isWhole = Math.abs(lifetime - days * DAY_MILLISECONDS) < 60_000
  if (preset && isWhole) return { expiration: preset, day: '' }
  return { expiration: 'custom', day: dayIn(new Date(clock.getTime() + lifetime), timeZone) }
}
