import { InvitationInput } from '@/lib/contract/members'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockInvitation } from '@/lib/db/invitations'
import { change } from '@/lib/operations/operation'

/** Its link leads nowhere from then on, and the address can be invited anew. */
export const withdrawInvitation = change({
  input: InvitationInput,
  async run({ tx, actor, commit }, { invitationId }) {
    const invitation = await lockInvitation(tx, actor.organizationId, invitationId)
    if (!invitation) return fail('invitation_not_found')
    const { email, role } = invitation
    if (!may(actor, 'member.invite', { role })) return fail('not_permitted')
    await commit({
      delete: { invitation },
      event: { type: 'invitation.withdrawn', invitationId, before: { email, role } },
    })
    return ok({ email })
  },
})
