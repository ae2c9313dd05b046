import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { ok } from '@/lib/core/result'
import type { Role } from '@/lib/core/roles'
import { lockInvitation, setMailedLink } from '@/lib/db/invitations'
import { findMembership } from '@/lib/db/memberships'
import { getOrganization } from '@/lib/db/organizations'
import { invitationLink } from '@/lib/operations/invitation-link'
import { invitesStill } from '@/lib/operations/invites-still'
import { accountOperation } from '@/lib/operations/operation'

export interface InvitationToMail {
  readonly email: string
  readonly url: string
  readonly organization: string
  readonly role: Role
  /** Null for an operator. */
  readonly sender: string | null
  readonly expiresAt: Date
  /** When it was sent, or sent again: of which of these its mail is. */
  readonly sentAt: Date
}

/**
 * Run by the worker when it sends: makes the link that is mailed, so that it stands in no row and no job. Null when the invitation was
 * accepted or withdrawn meanwhile, is over, or stands on a right that its sender has no more.
 */
export const beginInvitationMail = accountOperation({
  input: z.object({ organizationId: idOf('organization'), invitationId: idOf('invitation') }),
  async run({ tx, now, settings }, { organizationId, invitationId }) {
    const invitation = await lockInvitation(tx, organizationId, invitationId)
    if (!invitation || invitation.expiresAt <= now) return ok<InvitationToMail | null>(null)
    const { email, role, senderId, expiresAt, createdAt: sentAt } = invitation
    const sender = senderId ? await findMembership(tx, organizationId, senderId) : null
    if (!invitesStill(invitation, sender)) return ok<InvitationToMail | null>(null)
    const { tokenHash, url } = invitationLink(settings, now)
    await setMailedLink(tx, invitation, tokenHash)
    const { name: organization } = await getOrganization(tx, organizationId)
    return ok<InvitationToMail | null>({
      email,
      url,
      organization,
      role,
      sender: sender?.name ?? null,
      expiresAt,
      sentAt,
    })
  },
})
