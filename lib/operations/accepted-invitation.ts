import type { MemberActor } from '@/lib/core/actor'
import type { UserId } from '@/lib/core/identifiers'
import type { Membership } from '@/lib/core/membership'
import type { Invitation } from '@/lib/db/invitations'
import type { NamedMembership } from '@/lib/db/memberships'
import type { AccountContext } from '@/lib/operations/operation'
import { returnMember, tellOfReturn } from '@/lib/operations/return-member'

/**
 * What is saved when an invitation is accepted, whose row is locked, as is the membership that it brings back. Somebody who was removed is the
 * same member again, and gets back what that absence took.
 */
export async function acceptedInvitation(
  { tx, now, newId }: Pick<AccountContext, 'tx' | 'now' | 'newId'>,
  invitation: Invitation,
  { userId, before, by }: { userId: UserId; before: NamedMembership | null; by?: 'single_sign_on' },
) {
  const { organizationId, id: invitationId, email, role, senderId } = invitation
  const membership: Membership = {
    id: before?.id ?? newId('membership'),
    organizationId,
    userId,
    role,
    state: 'active',
    createdAt: before?.createdAt ?? now,
  }
  const actor: MemberActor = { kind: 'member', organizationId, membershipId: membership.id, userId, role }
  const back = before && (await returnMember(tx, membership, senderId, now))
  return {
    membership,
    actor,
    saving: {
      ...(before ? { update: { membership } } : { insert: { membership } }),
      delete: { invitation },
      event: {
        type: 'invitation.accepted',
        invitationId,
        membershipId: membership.id,
        userId,
        after: {
          email,
          role,
          ...(by ? { by } : {}),
          ...(back ? { restoredKeys: back.restoredKeys, orphanedKeys: back.orphanedKeys } : {}),
        },
      },
      ...(before && back ? { changes: back.changes, happenings: await tellOfReturn(tx, actor, before, back) } : {}),
    },
  } as const
}
