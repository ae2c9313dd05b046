/**
 * Of a process of a gateway: `serving`, and up to date; `behind`, serving while it applies what is new; `silent`, serving from what it knows
 * while the portal hears nothing; `refusing`, past the end of its lease.
 */
export type InstanceState = 'serving' | 'behind' | 'silent' | 'refusing'

export interface InstanceFacts {
  readonly renewedAt: Date | null
  readonly leaseEndsAt: Date | null
  readonly appliedSeq: number
}

/** One renewal may be late and one may be lost; with the third it is silence. */
const MISSED_RENEWALS = 3

export function instanceStateOf(
  { renewedAt, leaseEndsAt, appliedSeq }: InstanceFacts,
  portal: { readonly headSeq: number; readonly renewSeconds: number; readonly now: Date },
): InstanceState {
  if (!leaseEndsAt || leaseEndsAt <= portal.now) return 'refusing'
  const unheardMilliseconds = portal.now.getTime() - (renewedAt?.getTime() ?? 0)
  if (unheardMilliseconds > MISSED_RENEWALS * portal.renewSeconds * 1000) return 'silent'
  return appliedSeq < portal.headSeq ? 'behind' : 'serving'
}

/** A gateway is heard of as long as one of its processes is. */
export const isHeardOf = (states: readonly InstanceState[]): boolean =>
  states.some((state) => state === 'serving' || state === 'behind')

/** A clock that is further off, in milliseconds, is an alarm: whoever else reads it judges expiry badly. */
export const CLOCK_ALARM_MILLISECONDS = 5_000
