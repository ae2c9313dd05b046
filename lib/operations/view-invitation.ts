import { InvitationLinkInput, type OfferedMembershipView } from '@/lib/contract/members'
import { ok } from '@/lib/core/result'
import { sha256 } from '@/lib/crypto/hashes'
import { getOrganization } from '@/lib/db/organizations'
import { findUserByEmail } from '@/lib/db/users'
import { offeredMembership } from '@/lib/operations/offered-membership'
import { accountOperation } from '@/lib/operations/operation'

/** What a link invites to, without using it up: GET shows, POST consumes. */
export const viewInvitation = accountOperation({
  input: InvitationLinkInput,
  async run(context, { token }) {
    const offered = await offeredMembership(context, sha256(token))
    if (!offered.ok) return offered
    const { invitation, sender } = offered.value
    const view: OfferedMembershipView = {
      organization: (await getOrganization(context.tx, invitation.organizationId)).name,
      email: invitation.email,
      role: invitation.role,
      sender: sender?.name ?? null,
      hasAccount: (await findUserByEmail(context.tx, invitation.email)) !== null,
    }
    return ok(view)
  },
})
