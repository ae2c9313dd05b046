import type { GatewayId, MembershipId, OrganizationId, UserId } from '@/lib/core/identifiers'
import type { Role } from '@/lib/core/roles'

/** A person acting in one organization, with the role that the membership has now, read under its lock. */
export interface MemberActor {
  readonly kind: 'member'
  readonly organizationId: OrganizationId
  readonly membershipId: MembershipId
  readonly userId: UserId
  readonly role: Role
  /** Their session comes from the organization’s identity provider, and opens nothing else. */
  readonly confined?: true
}

/** Someone with a shell on the portal's machine: the commands `create-organization`, `reset-password`, the demo's seed. */
export interface OperatorActor {
  readonly kind: 'operator'
  readonly organizationId: OrganizationId
}

/** A registered gateway, known by its token. It may use the feed and nothing else. */
export interface GatewayActor {
  readonly kind: 'gateway'
  readonly organizationId: OrganizationId
  readonly gatewayId: GatewayId
}

/** The portal itself, when the time for something has come: a job of the worker that nobody asked for at that moment. */
export interface PortalActor {
  readonly kind: 'portal'
  readonly organizationId: OrganizationId
}

export type Actor = MemberActor | OperatorActor | GatewayActor | PortalActor

export const isMemberActor = (actor: Actor): actor is MemberActor => actor.kind === 'member'
