import type { Membership } from '@/lib/core/membership'
import { may } from '@/lib/core/permissions'
import type { Invitation } from '@/lib/db/invitations'

/** An invitation stands on the right of who sent it, as it is now: it dies with that. An operator's stands by itself. */
export function invitesStill({ senderId, role }: Pick<Invitation, 'senderId' | 'role'>, sender: Membership | null) {
  if (!senderId) return true
  if (sender?.state !== 'active') return false
  const { organizationId, id: membershipId, userId } = sender
  return may({ kind: 'member', organizationId, membershipId, userId, role: sender.role }, 'member.invite', { role })
}
