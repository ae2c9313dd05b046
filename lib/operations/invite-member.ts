import { InviteMemberInput, type SentInvitationView } from '@/lib/contract/members'
import { isMemberActor } from '@/lib/core/actor'
import { LIMITS } from '@/lib/core/limits'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { countInvitations, findInvitationByEmail, type Invitation, lockInviting } from '@/lib/db/invitations'
import { findMembershipOfUser } from '@/lib/db/memberships'
import { findUserByEmail } from '@/lib/db/users'
import { invitationLink } from '@/lib/operations/invitation-link'
import { mayInvite } from '@/lib/operations/invites-still'
import { change } from '@/lib/operations/operation'

/** Offers a membership to whoever reads the mail of an address. A person who was removed may be invited back; one who is suspended is reactivated. */
export const inviteMember = change({
  input: InviteMemberInput,
  async run({ tx, actor, now, newId, settings, commit }, { email, role }) {
    const { organizationId } = actor
    if (!may(actor, 'member.invite', { role })) return fail('not_permitted', { field: 'role' })
    await lockInviting(tx, organizationId)
    const account = await findUserByEmail(tx, email)
    const membership = account && (await findMembershipOfUser(tx, organizationId, account.id))
    if (membership?.state === 'active') return fail('member_exists', { field: 'email' })
    if (membership?.state === 'suspended') return fail('member_suspended', { field: 'email' })
    if (!mayInvite(actor, role, membership)) return fail('not_permitted', { field: 'email' })
    if (await findInvitationByEmail(tx, organizationId, email)) return fail('invitation_open', { field: 'email' })
    if ((await countInvitations(tx, organizationId)) >= LIMITS.openInvitations)
      return fail('invitation_limit', { params: { limit: LIMITS.openInvitations } })
    const { tokenHash, url, expiresAt } = invitationLink(settings, now)
    const invitation: Invitation = {
      id: newId('invitation'),
      organizationId,
      email,
      role,
      senderId: isMemberActor(actor) ? actor.membershipId : null,
      createdAt: now,
      expiresAt,
    }
    await commit({
      insert: { invitation: { invitation, tokenHash } },
      event: { type: 'invitation.sent', invitationId: invitation.id, after: { email, role } },
    })
    const sent: SentInvitationView = { email, url, expiresAt: expiresAt.toISOString(), mailed: settings.sendsMail }
    return ok(sent)
  },
})
