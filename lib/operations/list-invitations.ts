import { z } from 'zod'
import type { InvitationsView } from '@/lib/contract/members'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { listInvitations as readInvitations } from '@/lib/db/invitations'
import { findMemberships } from '@/lib/db/memberships'
import { invitesStill } from '@/lib/operations/invites-still'
import { read } from '@/lib/operations/operation'

/** Invitations that nobody has accepted, the newest first; for who may invite anybody. */
export const listInvitations = read({
  input: z.object({}),
  async run({ tx, actor, now }) {
    if (!may(actor, 'member.invite', { role: 'reader' })) return fail('not_permitted')
    const invitations = await readInvitations(tx, actor.organizationId)
    const senders = await findMemberships(
      tx,
      actor.organizationId,
      invitations.flatMap(({ senderId }) => senderId ?? []),
    )
    const view: InvitationsView = {
      invitations: invitations.map((invitation) => {
        const { id, email, role, senderId, createdAt, expiresAt, mail } = invitation
        const sender = senderId && (senders.get(senderId) ?? null)
        return {
          id,
          email,
          role,
          sender: sender ? sender.name : null,
          sentAt: createdAt.toISOString(),
          expiresAt: expiresAt.toISOString(),
          state: expiresAt <= now ? 'expired' : invitesStill(invitation, sender) ? 'open' : 'void',
          mail,
          can: { manage: may(actor, 'member.invite', { role }) },
        }
      }),
      now: now.toISOString(),
    }
    return ok(view)
  },
})
