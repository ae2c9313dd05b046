import { z } from 'zod'
import { emailAddress, givenName, idOf, linkToken, newPassword, timeZone } from '@/lib/contract/fields'
import { DecisionInput } from '@/lib/contract/impact'
import type { DeliveryState } from '@/lib/core/delivery'
import type { InvitationId, MembershipId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'
import { MEMBERSHIP_STATES, type MembershipState } from '@/lib/core/membership'
import { mayHoldKeys, ROLES, type Role } from '@/lib/core/roles'

const membershipId = idOf('membership')

export const RemoveMemberInput = z.object({ membershipId, impact: DecisionInput })
export const SuspendMemberInput = z.object({ membershipId, impact: DecisionInput })
export const ReactivateMemberInput = z.object({ membershipId })

export const ChangeMemberRoleInput = z
  .object({
    membershipId,
    role: z.enum(ROLES),
    /** What is to happen to the member's keys. Needed for a role that can't hold any. */
    impact: DecisionInput.optional(),
  })
  .refine(({ role, impact }) => mayHoldKeys(role) || impact !== undefined, {
    error: 'Say what is to happen to the keys.',
    path: ['impact'],
  })

export const ListMembersInput = z.object({
  text: z
    .string()
    .max(LIMITS.searchLength)
    // Postgres has no NUL in its text.
    .transform((text) => text.replaceAll('\0', ''))
    .default(''),
  role: z.enum(ROLES).optional(),
  /** Without it: whoever has not been removed. */
  state: z.enum(MEMBERSHIP_STATES).optional(),
  cursor: z.string().max(1_000).optional(),
})

export const InviteMemberInput = z.object({ email: emailAddress, role: z.enum(ROLES, 'Choose a role.') })

export const InvitationInput = z.object({ invitationId: idOf('invitation') })

export const InvitationLinkInput = z.object({ token: linkToken })

/** By somebody new, who chooses a name and a password. */
export const JoinInput = z.object({
  token: linkToken,
  name: givenName('your name'),
  password: newPassword,
  timeZone: timeZone.optional().catch(undefined),
})

/** What the viewer may do with a member: what they may not, they do not see. */
export interface MemberRights {
  /** Other roles that the viewer may give. */
  readonly roles: readonly Role[]
  readonly suspend: boolean
  readonly reactivate: boolean
  readonly remove: boolean
}

export interface ListedMemberView {
  readonly id: MembershipId
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly state: MembershipState
  readonly isOwn: boolean
  readonly joinedAt: string
  readonly lastSignInAt: string | null
  /** Keys that they answer for, and those that nobody answers for since they can't; not counted beyond 1,001. */
  readonly keys: { readonly active: number; readonly orphaned: number }
  /** Who is away, and would find keys again in a role that may hold them: how many, and until when. */
  readonly returning: { readonly keys: number; readonly until: string } | null
  readonly can: MemberRights
}

export interface MembersView {
  readonly members: readonly ListedMemberView[]
  readonly nextCursor: string | null
  readonly can: {
    /** Roles to which the viewer may invite; none for who may not. */
    readonly invite: readonly Role[]
    /** The list of every key of a member. */
    readonly inventory: boolean
  }
  /** Open invitations; null for who may not invite. */
  readonly invitations: number | null
  readonly now: string
}

export interface InvitationView {
  readonly id: InvitationId
  readonly email: string
  readonly role: Role
  /** Null for an operator. */
  readonly sender: string | null
  readonly sentAt: string
  readonly expiresAt: string
  /** Past its days, or of a sender who may not invite to that role any more: its link leads nowhere. */
  readonly state: 'open' | 'expired' | 'void'
  /** What became of its mail, and what was wrong the last time; null where none was made. */
  readonly mail: { readonly state: DeliveryState; readonly error: string | null } | null
  readonly can: { readonly manage: boolean }
}

export interface InvitationsView {
  readonly invitations: readonly InvitationView[]
  readonly now: string
}

/** The link is known to whoever sees this answer, and to nobody afterwards. */
export interface SentInvitationView {
  readonly email: string
  readonly url: string
  readonly expiresAt: string
  /** Whether a mail with a link of its own is on its way to them. */
  readonly mailed: boolean
}

/** What an invitation shows to whoever follows its link. */
export interface OfferedMembershipView {
  readonly organization: string
  readonly email: string
  readonly role: Role
  readonly sender: string | null
  /** There is an account with that address: one signs in instead of choosing a password. */
  readonly hasAccount: boolean
}
