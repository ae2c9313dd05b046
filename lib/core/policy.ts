import { LIMITS } from '@/lib/core/limits'

/** What an organization asks of its keys. Defaults apply until an Owner changes them. */
export interface OrganizationPolicy {
  readonly serverKeysPerApp: number
  readonly userKeysPerPerson: number
  readonly noExpirationAllowed: boolean
  /** Longest life of a key in days of 24 hours; null is no bound. */
  readonly maximumLifetimeDays: number | null
  /** How long a departed member can come back and find the keys again, in days. */
  readonly graceDays: number
  /** How many days after they stopped orphaned keys are revoked by the portal itself, never before the grace period is over; null for never. */
  readonly revokeOrphansAfterDays: number | null
}

export const DEFAULT_POLICY: OrganizationPolicy = {
  serverKeysPerApp: LIMITS.serverKeysPerApp,
  userKeysPerPerson: LIMITS.userKeysPerPerson,
  noExpirationAllowed: true,
  maximumLifetimeDays: null,
  graceDays: 30,
  revokeOrphansAfterDays: null,
}
