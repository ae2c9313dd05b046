import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { ok } from '@/lib/core/result'
import { lockInvitation, setMailState } from '@/lib/db/invitations'
import { AccountMailOutcome } from '@/lib/operations/account-mail-outcome'
import { accountOperation } from '@/lib/operations/operation'

/**
 * Run by the worker after an attempt: what came of it stands beside the invitation, and whoever sent it is told of one that failed for good, as Owners are. What was
 * sent again meanwhile has an attempt of its own, and says nothing of this one.
 */
export const settleInvitationMail = accountOperation({
  input: z.object({
    organizationId: idOf('organization'),
    invitationId: idOf('invitation'),
    sentAt: z.date(),
    outcome: AccountMailOutcome,
  }),
  async run({ tx, tell }, { organizationId, invitationId, sentAt, outcome }) {
    const invitation = await lockInvitation(tx, organizationId, invitationId)
    if (!invitation || invitation.createdAt.getTime() !== sentAt.getTime()) return ok({ written: false })
    const { state, error } = outcome
    await setMailState(tx, invitation, state, error)
    if (state === 'failed')
      await tell(organizationId, [
        {
          kind: 'delivery_failed',
          facts: { channel: 'email', to: invitation.email, of: 'invitation', error },
          recipients: invitation.senderId ? [invitation.senderId] : [],
          once: `invitation_not_mailed:${invitationId}:${sentAt.toISOString()}`,
        },
      ])
    return ok({ written: true })
  },
})
