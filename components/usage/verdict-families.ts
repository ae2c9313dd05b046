import { VERDICTS, type Verdict } from '@/lib/core/verdicts'

/**
 * What a verdict means for whoever looks after the key. `dead`: the key is known, and should not be presented any more. `refused`: the key
 * lives and was used where or how it may not. `unproven`: no key of this organization was shown, so nobody can be named. `gateway`: the
 * refusal says nothing about a key.
 */
export type VerdictFamily = 'accepted' | 'dead' | 'refused' | 'unproven' | 'gateway'

/** The order in which they are stacked, counted and listed. */
const FAMILY_OF = {
  accepted: 'accepted',
  revoked: 'dead',
  orphaned: 'dead',
  disabled: 'dead',
  expired: 'dead',
  insufficient_scope: 'refused',
  wrong_app: 'refused',
  wrong_address: 'refused',
  provider_off: 'refused',
  rate_limited: 'refused',
  missing: 'unproven',
  malformed: 'unproven',
  bad_signature: 'unproven',
  unknown_issuer: 'unproven',
  status_stale: 'gateway',
  unknown_app: 'gateway',
} as const satisfies Record<Verdict, VerdictFamily>

export const STACKED_VERDICTS = Object.keys(FAMILY_OF) as Verdict[]

export const familyOf = (verdict: Verdict): VerdictFamily => FAMILY_OF[verdict]

/** Its place among those of its family, which share a color: each has a pattern of its own. */
export const placeInFamily = (verdict: Verdict): number =>
  STACKED_VERDICTS.filter((other) => FAMILY_OF[other] === FAMILY_OF[verdict]).indexOf(verdict)

export const verdictTitle = (verdict: Verdict): string => VERDICTS[verdict].title

export type VerdictCounts = Readonly<Partial<Record<Verdict, number>>>

export const occurringVerdicts = (counts: VerdictCounts): Verdict[] =>
  STACKED_VERDICTS.filter((verdict) => (counts[verdict] ?? 0) > 0)

export const sumOf = (counts: VerdictCounts): number =>
  STACKED_VERDICTS.reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0)
