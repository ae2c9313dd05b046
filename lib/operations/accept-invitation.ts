import { idOf } from '@/lib/contract/fields'
import { InvitationLinkInput, JoinInput } from '@/lib/contract/members'
import type { OrganizationId, UserId } from '@/lib/core/identifiers'
import { fail, ok } from '@/lib/core/result'
import { sha256 } from '@/lib/crypto/hashes'
import { hashPassword } from '@/lib/crypto/passwords'
import { findInvitationByToken, lockInvitation } from '@/lib/db/invitations'
import { findMembershipOfUser, lockMemberships } from '@/lib/db/memberships'
import { getOrganization, lockOrganization } from '@/lib/db/organizations'
import { findLiveSession } from '@/lib/db/sessions'
import { findUserByEmail, insertUser, lockAccount } from '@/lib/db/users'
import { acceptedInvitation } from '@/lib/operations/accepted-invitation'
import { invitesStill } from '@/lib/operations/invites-still'
import { offeredMembership } from '@/lib/operations/offered-membership'
import { type AccountContext, accountOperation } from '@/lib/operations/operation'

/** Somebody new follows the link, and chooses a name and a password. */
export const joinWithNewAccount = accountOperation({
  input: JoinInput,
  async run(context, { token, name, password, timeZone }) {
    const { tx, now, newId } = context
    const tokenHash = sha256(token)
    const offered = await offeredMembership(context, tokenHash)
    if (!offered.ok) return offered
    const { organizationId, email } = offered.value.invitation
    if (await findUserByEmail(tx, email)) return fail('invitation_needs_sign_in', { params: { email } })
    // Before anything is locked: it takes a while, and may have to wait for others.
    const passwordHash = await hashPassword(password)
    await lockOrganization(tx, organizationId)
    await lockAccount(tx, email)
    // Made meanwhile, by an invitation to another organization.
    if (await findUserByEmail(tx, email)) return fail('invitation_needs_sign_in', { params: { email } })
    const userId = newId('user')
    await insertUser(tx, { id: userId, email, name, passwordHash, timeZone: timeZone ?? null }, now)
    return admit(context, tokenHash, organizationId, userId)
  },
})

/** Whoever is signed in as the account of that address follows the link. */
export const joinWithOwnAccount = accountOperation({
  input: InvitationLinkInput.extend({ sessionId: idOf('session').optional() }),
  async run(context, { token, sessionId }) {
    const { tx } = context
    const person = sessionId ? await findLiveSession(tx, sessionId) : null
    // A provider's word about an address opens its own organization, and joins no other.
    if (!person || person.confinedTo) return fail('not_signed_in')
    const tokenHash = sha256(token)
    const offered = await offeredMembership(context, tokenHash)
    if (!offered.ok) return offered
    const { organizationId, email } = offered.value.invitation
    if (person.email !== email) return fail('invitation_for_another', { params: { email, own: person.email } })
    await lockOrganization(tx, organizationId)
    await lockAccount(tx, email)
    return admit(context, tokenHash, organizationId, person.userId)
  },
})

/**
 * Makes the member, and uses the link up, under the lock of the invitation: of two who follow it at once the second finds it gone. The
 * sender is locked too, so that nobody comes in on a right that is being taken away. Somebody who was removed is the same member again.
 */
async function admit(context: AccountContext, tokenHash: Uint8Array, organizationId: OrganizationId, userId: UserId) {
  const { tx, now, commit } = context
  const found = await findInvitationByToken(tx, tokenHash, now)
  if (!found) return fail('link_not_valid')
  const known = await findMembershipOfUser(tx, organizationId, userId)
  const memberships = await lockMemberships(tx, organizationId, {
    read: found.senderId ? [found.senderId] : [],
    change: known ? [known.id] : [],
  })
  await lockInvitation(tx, organizationId, found.id)
  const invitation = await findInvitationByToken(tx, tokenHash, now)
  if (!invitation) return fail('link_not_valid')
  const { senderId } = invitation
  const { name: organization, slug: organizationSlug } = await getOrganization(tx, organizationId)
  const before = (known && memberships.get(known.id)) ?? null
  if (before?.state === 'active') return fail('already_member', { params: { organization } })
  // Suspended meanwhile: an invitation lifts nothing.
  if (before?.state === 'suspended') return fail('link_not_valid')
  if (!invitesStill(invitation, (senderId && memberships.get(senderId)) || null, before)) return fail('link_not_valid')

  const { actor, saving } = await acceptedInvitation(context, invitation, { userId, before })
  await commit(organizationId, actor, saving)
  return ok({ userId, organizationSlug })
}
