import type { DepartureId, MembershipId, NewId, OrganizationId, UserId } from '@/lib/core/identifiers'
import { mayHoldKeys, type Role } from '@/lib/core/roles'

export const MEMBERSHIP_STATES = ['active', 'suspended', 'removed'] as const
export type MembershipState = (typeof MEMBERSHIP_STATES)[number]

export interface Membership {
  readonly id: MembershipId
  readonly organizationId: OrganizationId
  readonly userId: UserId
  readonly role: Role
  readonly state: MembershipState
  readonly createdAt: Date
}

export const DEPARTURE_CAUSES = ['removed', 'suspended', 'deprovisioned', 'lost_right'] as const
export type DepartureCause = (typeof DEPARTURE_CAUSES)[number]

/**
 * An absence: the time in which a member can't answer for keys. It is one, however many steps it has: who is suspended and then removed is away
 * since the suspension, and the latest step says why and by whom.
 */
export interface Departure {
  readonly id: DepartureId
  readonly organizationId: OrganizationId
  readonly membershipId: MembershipId
  readonly cause: DepartureCause
  readonly byMembershipId: MembershipId | null
  readonly at: Date
  /** When the keys stopped. The grace period runs from here, so that no further step makes a dead key's time longer. */
  readonly since: Date
  /** When the member came back and got the keys back. */
  readonly endedAt: Date | null
  /** When the member came back too late for the keys. */
  readonly lapsedAt: Date | null
}

export function answersForKeys(member: Pick<Membership, 'state' | 'role'>): boolean {
  return member.state === 'active' && mayHoldKeys(member.role)
}

/** Why someone who can't answer for keys can't. */
export function causeOfAbsence({ state }: Pick<Membership, 'state'>): DepartureCause {
  return state === 'active' ? 'lost_right' : state
}

interface Step {
  readonly cause: DepartureCause
  readonly byMembershipId: MembershipId | null
  readonly at: Date
}

/** A further step of an absence adopts what the earlier ones took: it is the same absence. One for the reason that it has already is none. */
export function nextStep(open: Departure, step: Step): Departure {
  return open.cause === step.cause ? open : { ...open, ...step }
}

/** The first step of an absence. */
export function depart(
  { organizationId, id: membershipId }: Pick<Membership, 'id' | 'organizationId'>,
  step: Step,
  newId: NewId,
): Departure {
  return {
    id: newId('departure'),
    organizationId,
    membershipId,
    ...step,
    since: step.at,
    endedAt: null,
    lapsedAt: null,
  }
}

const DAY_MILLISECONDS = 86_400_000

/** Whether someone who comes back now finds the keys again. */
export function isWithinGrace({ since }: Pick<Departure, 'since'>, graceDays: number, now: Date): boolean {
  return now < graceEndsAt({ since }, graceDays)
}

/** From that moment on keys do not come back with whoever does. */
export function graceEndsAt({ since }: Pick<Departure, 'since'>, graceDays: number): Date {
  return new Date(since.getTime() + graceDays * DAY_MILLISECONDS)
}
