import { InvitationInput, type SentInvitationView } from '@/lib/contract/members'
import { isMemberActor } from '@/lib/core/actor'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockInvitation } from '@/lib/db/invitations'
import { invitationLink } from '@/lib/operations/invitation-link'
import { change } from '@/lib/operations/operation'

/** A new link, and days anew; the link before is worth nothing. From then on it stands on the right of whoever sent it again. */
export const renewInvitation = change({
  input: InvitationInput,
  async run({ tx, actor, now, settings, commit }, { invitationId }) {
    const before = await lockInvitation(tx, actor.organizationId, invitationId)
    if (!before) return fail('invitation_not_found')
    const { email, role } = before
    if (!may(actor, 'member.invite', { role })) return fail('not_permitted')
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
