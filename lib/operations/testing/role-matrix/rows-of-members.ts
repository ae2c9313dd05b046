import { UNSEEN } from '@/lib/core/impact'
import type { Role } from '@/lib/core/roles'
import { addMember } from '@/lib/operations/add-member'
import { changeMemberRole } from '@/lib/operations/change-member-role'
import { inviteMember } from '@/lib/operations/invite-member'
import { listInvitations } from '@/lib/operations/list-invitations'
import { listMembers } from '@/lib/operations/list-members'
import { previewImpact } from '@/lib/operations/preview-impact'
import { reactivateMember } from '@/lib/operations/reactivate-member'
import { removeMember } from '@/lib/operations/remove-member'
import { renewInvitation } from '@/lib/operations/renew-invitation'
import { suspendMember } from '@/lib/operations/suspend-member'
import { type Row, row } from '@/lib/operations/testing/role-matrix/row'
import type { Things } from '@/lib/operations/testing/role-matrix/things'
import { withdrawInvitation } from '@/lib/operations/withdraw-invitation'

const OWNER_ALONE = 'yes no no no no no'
const AND_ADMINISTRATOR = 'yes no yes no no no'
const NAMES = {
  owner: 'an Owner',
  aura_owner: 'an Aura Owner',
  user_administrator: 'a User Administrator',
  developer: 'a Developer',
  reader: 'a Reader',
} as const satisfies Record<Role, string>

/** Whose membership it is, or what they are to become, decides who may. */
const WHO_GOVERNS: Readonly<Record<Role, string>> = {
  owner: OWNER_ALONE,
  aura_owner: OWNER_ALONE,
  user_administrator: OWNER_ALONE,
  developer: AND_ADMINISTRATOR,
  reader: AND_ADMINISTRATOR,
}
const roles = Object.keys(WHO_GOVERNS) as Role[]

export function rowsOfMembers({ memberOf, invitationOf, someone }: Things): readonly Row[] {
  return [
    row('see the members', 'yes yes yes yes yes yes', listMembers, () => ({})),
    row('see the invitations', AND_ADMINISTRATOR, listInvitations, () => ({})),
    row('add a member with a password', 'no no no no no no', addMember, () => ({
      email: someone(),
      name: 'x',
      role: 'reader',
      password: 'not used at all',
    })),
    ...roles.flatMap((role) => [
      row(`invite ${NAMES[role]}`, WHO_GOVERNS[role], inviteMember, () => ({ email: someone(), role })),
      row(`remove ${NAMES[role]}`, WHO_GOVERNS[role], removeMember, async (org) => ({
        membershipId: (await memberOf(org, role)).membershipId,
        impact: UNSEEN,
      })),
      row(`suspend ${NAMES[role]}`, WHO_GOVERNS[role], suspendMember, async (org) => ({
        membershipId: (await memberOf(org, role)).membershipId,
        impact: UNSEEN,
      })),
      row(`reactivate ${NAMES[role]}`, WHO_GOVERNS[role], reactivateMember, async (org) => ({
        membershipId: (await memberOf(org, role, 'suspended')).membershipId,
      })),
      row(`give ${NAMES[role]} another role`, WHO_GOVERNS[role], changeMemberRole, async (org) => ({
        membershipId: (await memberOf(org, role)).membershipId,
        role: role === 'reader' ? 'developer' : 'reader',
        impact: UNSEEN,
      })),
    ]),
    // What was sent, and what is looked at beforehand, ask the same of the role: one from each side of the line will do.
    ...(['user_administrator', 'developer'] as const).flatMap((role) => [
      row(`send the invitation of ${NAMES[role]} again`, WHO_GOVERNS[role], renewInvitation, (org) =>
        invitationOf(org, role),
      ),
      row(`withdraw the invitation of ${NAMES[role]}`, WHO_GOVERNS[role], withdrawInvitation, (org) =>
        invitationOf(org, role),
      ),
      row(`see what removing ${NAMES[role]} would stop`, WHO_GOVERNS[role], previewImpact, async (org) => ({
        action: { kind: 'remove_member', membershipId: (await memberOf(org, role)).membershipId },
      })),
    ]),
    ...roles.map((role) =>
      row(`make ${NAMES[role]} of somebody else`, WHO_GOVERNS[role], changeMemberRole, async (org) => ({
        membershipId: (await memberOf(org, role === 'developer' ? 'reader' : 'developer')).membershipId,
        role,
        impact: UNSEEN,
      })),
    ),
  ]
}
