import type { Actor } from '@/lib/core/actor'
import type { Membership } from '@/lib/core/membership'
import { may } from '@/lib/core/permissions'
import type { Role } from '@/lib/core/roles'
import type { Invitation } from '@/lib/db/invitations'

/**
 * Who may invite to a role, somebody who was removed from one among them: to bring back is to undo that, which is for whoever could have done
 * it. So no User Administrator gives an Owner's keys back that another Owner took.
 */
export const mayInvite = (actor: Actor, role: Role, before: Membership | null): boolean =>
  may(actor, 'member.invite', { role }) && (!before || may(actor, 'member.govern', { target: before }))

/**
 * An invitation stands on the right of who sent it, as it is now: it dies with that. An operator's stands by itself. `before` is the membership
 * that it would bring back.
 */
export function invitesStill(
  { senderId, role }: Pick<Invitation, 'senderId' | 'role'>,
  sender: Membership | null,
  before: Membership | null = null,
) {
  if (!senderId) return true
  if (sender?.state !== 'active') return false
  const { organizationId, id: membershipId, userId } = sender
  return mayInvite({ kind: 'member', organizationId, membershipId, userId, role: sender.role }, role, before)
}
