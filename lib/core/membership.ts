import type { DepartureId, MembershipId, OrganizationId, UserId } from '@/lib/core/identifiers'
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

/** The moment a member stopped being able to answer for keys. Ended when the member returns within the grace period. */
export interface Departure {
  readonly id: DepartureId
  readonly organizationId: OrganizationId
  readonly membershipId: MembershipId
  readonly cause: DepartureCause
  readonly byMembershipId: MembershipId | null
  readonly at: Date
  readonly endedAt: Date | null
}

export function answersForKeys(member: Pick<Membership, 'state' | 'role'>): boolean {
  return member.state === 'active' && mayHoldKeys(member.role)
}
