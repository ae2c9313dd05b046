import type { DomainEvent } from '@/lib/core/events'
import { LIMITS } from '@/lib/core/limits'
import { fail, ok, type Result } from '@/lib/core/result'

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

export type AbsencePolicy = Pick<OrganizationPolicy, 'graceDays' | 'revokeOrphansAfterDays'>

/** Within the grace period the keys are promised to whoever left, so nothing revokes them by itself before it is over. */
export function changeAbsencePolicy(
  policy: OrganizationPolicy,
  wanted: AbsencePolicy,
): Result<{ readonly next: OrganizationPolicy; readonly event: DomainEvent }> {
  const { graceDays, revokeOrphansAfterDays } = wanted
  if (revokeOrphansAfterDays !== null && revokeOrphansAfterDays < graceDays)
    return fail('orphans_within_grace', { field: 'revokeOrphansAfterDays', params: { days: graceDays } })
  const before = { graceDays: policy.graceDays, revokeOrphansAfterDays: policy.revokeOrphansAfterDays }
  if (before.graceDays === graceDays && before.revokeOrphansAfterDays === revokeOrphansAfterDays)
    return fail('policy_unchanged')
  return ok({
    next: { ...policy, ...wanted },
    event: { type: 'organization.policy_changed', before, after: { graceDays, revokeOrphansAfterDays } },
  })
}

const DAY_MILLISECONDS = 86_400_000

/** When the portal itself revokes an orphaned key: so many days after the first of the two facts that it is orphaned by; null for never. */
export function revocationOfOrphan(
  { appDeletedAt }: { readonly appDeletedAt: Date | null },
  leftSince: Date | null,
  { revokeOrphansAfterDays }: Pick<OrganizationPolicy, 'revokeOrphansAfterDays'>,
): Date | null {
  const [since] = [leftSince, appDeletedAt].filter((at) => at !== null).sort((a, b) => a.getTime() - b.getTime())
  if (!since || revokeOrphansAfterDays === null) return null
  return new Date(since.getTime() + revokeOrphansAfterDays * DAY_MILLISECONDS)
}
