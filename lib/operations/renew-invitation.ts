import { InvitationInput, type SentInvitationView } from '@/lib/contract/members'
import { isMemberActor } from '@/lib/core/actor'
import { fail, ok } from '@/lib/core/result'
import { lockInvitation } from '@/lib/db/invitations'
import { findMembershipOfUser } from '@/lib/db/memberships'
import { findUserByEmail } from '@/lib/db/users'
import { invitationLink } from '@/lib/operations/invitation-link'
import { mayInvite } from '@/lib/operations/invites-still'
import { change } from '@/lib/operations/operation'

/** A new link, and days anew; the link before is worth nothing. From then on it stands on the right of whoever sent it again. */
export const renewInvitation = change({
  input: InvitationInput,
  async run({ tx, actor, now, settings, commit }, { invitationId }) {
    const before = await lockInvitation(tx, actor.organizationId, invitationId)
    if (!before) return fail('invitation_not_found')
    const { email, role } = before
    const account = await findUserByEmail(tx, email)
    const known = account && (await findMembershipOfUser(tx, actor.organizationId, account.id))
    if (!mayInvite(actor, role, known)) return fail('not_permitted')
    const { tokenHash, url, expiresAt } = invitationLink(settings, now)
    const invitation = {
      ...before,
      senderId: isMemberActor(actor) ? actor.membershipId : null,
      createdAt: now,
      expiresAt,
    }
    await commit({
      update: { invitation: { invitation, tokenHash } },
      event: { type: 'invitation.renewed', invitationId, after: { email, role } },
    })
    const sent: SentInvitationView = { email, url, expiresAt: expiresAt.toISOString(), mailed: settings.sendsMail }
    return ok(sent)
  },
})
