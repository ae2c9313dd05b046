import type { Result } from '@/lib/core/result'
import { fail, ok } from '@/lib/core/result'
import { findInvitationByToken, type Invitation } from '@/lib/db/invitations'
import { findMembership, type NamedMembership } from '@/lib/db/memberships'
import { invitesStill } from '@/lib/operations/invites-still'
import type { AccountContext } from '@/lib/operations/operation'

/** What a link offers now, without locks: for who looks at it, and before work that a dead link is not worth. */
export async function offeredMembership(
  { tx, now }: Pick<AccountContext, 'tx' | 'now'>,
  tokenHash: Uint8Array,
): Promise<Result<{ readonly invitation: Invitation; readonly sender: NamedMembership | null }>> {
  const invitation = await findInvitationByToken(tx, tokenHash, now)
  if (!invitation) return fail('link_not_valid')
  const { organizationId, senderId } = invitation
  const sender = senderId ? await findMembership(tx, organizationId, senderId) : null
  return invitesStill(invitation, sender) ? ok({ invitation, sender }) : fail('link_not_valid')
}
