import { z } from 'zod'
import { Flow, VerifiedClaims } from '@/lib/contract/identity-provider'
import type { MemberActor } from '@/lib/core/actor'
import type { FailureCode } from '@/lib/core/failures'
import type { MembershipId, UserId } from '@/lib/core/identifiers'
import { type Identity, type IdentityProvider, newcomer } from '@/lib/core/identity-provider'
import type { Membership } from '@/lib/core/membership'
import { fail, ok, type Result } from '@/lib/core/result'
import { findIdentity, lockIdentityProvider, lockSubject } from '@/lib/db/identity-providers'
import { findInvitationByEmail, type Invitation, lockInvitation, lockInviting } from '@/lib/db/invitations'
import { findMembership, findMembershipOfUser, lockMemberships } from '@/lib/db/memberships'
import { lockOrganization } from '@/lib/db/organizations'
import { findLiveSession, insertSession } from '@/lib/db/sessions'
import { findUserByEmail, insertUser, lockAccount } from '@/lib/db/users'
import { acceptedInvitation } from '@/lib/operations/accepted-invitation'
import { invitesStill } from '@/lib/operations/invites-still'
import { type AccountContext, accountOperation } from '@/lib/operations/operation'
import { recordSignIn, SESSION_HOURS } from '@/lib/operations/start-session'

const Completion = z.object({
  flow: Flow.pick({ organizationId: true, identityProviderId: true, issuer: true, clientId: true }),
  claims: VerifiedClaims,
})
type Flowing = z.output<typeof Completion>['flow']

/**
 * Opens a session for whom the organization's provider vouches for, in that organization alone. Who is known is known by issuer and subject.
 * Who is not gets an account of their own, when their address is verified and at one of the organization's domains; an account that has
 * that address already is never handed over on a provider's word.
 */
export const completeSingleSignOn = accountOperation({
  input: Completion,
  async run(context, { flow, claims }) {
    const { tx, now, newId, origin } = context
    const { organizationId, identityProviderId } = flow
    await lockOrganization(tx, organizationId)
    await lockSubject(tx, organizationId, claims.issuer, claims.subject)
    const identity = await findIdentity(tx, organizationId, claims.issuer, claims.subject)
    const entering = identity ? await comeBack(context, flow, identity) : await admit(context, flow, claims)
    if (!entering.ok) return entering
    const { userId } = entering.value
    const id = newId('session')
    const expiresAt = new Date(now.getTime() + SESSION_HOURS * 3_600_000)
    const { address, agent } = origin
    await insertSession(tx, {
      id,
      userId,
      organizationId,
      identityProviderId,
      createdAt: now,
      expiresAt,
      address,
      agent,
    })
    await recordSignIn(context, userId, organizationId)
    return ok({ sessionId: id, userId, expiresAt, organizationSlug: null })
  },
})

/** Connects the account that is signed in, by the session that began the flow, with whom the provider vouches for. */
export const connectIdentity = accountOperation({
  input: Completion.extend({ sessionId: Flow.shape.sessionId }),
  async run(context, { flow, claims, sessionId }) {
    const { tx, now, newId, commit } = context
    const { organizationId } = flow
    const { issuer, subject } = claims
    const person = sessionId ? await findLiveSession(tx, sessionId) : null
    if (!person || person.confinedTo) return fail('not_signed_in')
    await lockOrganization(tx, organizationId)
    await lockSubject(tx, organizationId, issuer, subject)
    const found = await findMembershipOfUser(tx, organizationId, person.userId)
    const member = found && (await lockedMember(context, flow, found.id))
    const provider = await stillThatProvider(context, flow)
    if (!provider.ok) return provider
    if (member?.state !== 'active') return fail('sso_not_offered')
    const identity = await findIdentity(tx, organizationId, issuer, subject)
    if (identity && identity.membershipId !== member.id) return fail('sso_identity_taken')
    if (!identity)
      await commit(organizationId, actorOf(member), {
        insert: {
          identity: { id: newId('identity'), organizationId, membershipId: member.id, issuer, subject, createdAt: now },
        },
        event: connected(member, claims),
      })
    return ok({})
  },
})

/** What is worth knowing of a sign-in that failed after the provider was asked: who tried, by the provider's word, and why not. */
export const recordRefusedSignOn = accountOperation({
  input: z.object({
    organizationId: Flow.shape.organizationId,
    reason: z.string(),
    claims: VerifiedClaims.optional().catch(undefined),
  }),
  async run({ commit }, { organizationId, reason, claims }) {
    const { subject, email } = claims ?? {}
    await commit(
      organizationId,
      { kind: 'portal', organizationId },
      { event: { type: 'single_sign_on.refused', reason, ...(claims ? { after: { subject, email } } : {}) } },
    )
    return ok({})
  },
})

async function lockedMember({ tx }: AccountContext, { organizationId }: Flowing, id: MembershipId) {
  // For update from the beginning: what they last signed in at is noted there.
  return (await lockMemberships(tx, organizationId, { read: [], change: [id] })).get(id)
}

/** Shared with everybody who signs in: who switches the provider off waits for these sessions, and ends them. */
async function stillThatProvider(
  { tx }: AccountContext,
  { organizationId, identityProviderId, issuer, clientId }: Flowing,
): Promise<Result<IdentityProvider>> {
  const provider = await lockIdentityProvider(tx, organizationId, 'share')
  const same =
    provider?.enabled &&
    provider.id === identityProviderId &&
    provider.issuer === issuer &&
    provider.clientId === clientId
  return same ? ok(provider) : fail('sso_not_offered')
}

/**
 * Somebody whom the organization knows, if they are still connected once their membership is locked: it may have been ended meanwhile. Whoever
 * was removed and has been invited again comes back as by the link, for which they may lack a password.
 */
async function comeBack(
  context: AccountContext,
  flow: Flowing,
  { membershipId, issuer, subject }: Identity,
): Promise<Result<Membership>> {
  const { tx, commit } = context
  const { organizationId } = flow
  const known = await findMembership(tx, organizationId, membershipId)
  const invited = known?.state === 'removed' ? known.email : null
  if (invited) await lockAccount(tx, invited)
  const offered = await lockOpenInvitation(context, flow, invited, membershipId)
  if (!offered.ok) return offered
  const { member, invitation, stands } = offered.value
  const provider = await stillThatProvider(context, flow)
  if (!provider.ok) return provider
  if (!member || !(await findIdentity(tx, organizationId, issuer, subject))) return fail('sso_account_exists')
  if (member.state === 'active') return ok(member)
  if (member.state !== 'removed' || !invitation || !stands)
    return fail('sso_membership_ended', { params: { state: member.state } })
  const by = 'single_sign_on'
  const { membership, actor, saving } = await acceptedInvitation(context, invitation, {
    userId: member.userId,
    before: member,
    by,
  })
  await commit(organizationId, actor, saving)
  return ok(membership)
}

/**
 * Somebody new: an account without a password, and a member. Whoever was invited at that address becomes what the invitation says, if its sender
 * may still give that; anybody else what the Owner chose for newcomers. The address is locked first, as it is by whoever accepts by
 * the link: of the two, one makes the account.
 */
async function admit(
  context: AccountContext,
  flow: Flowing,
  claims: VerifiedClaims,
): Promise<Result<{ readonly userId: UserId }>> {
  const { tx, now, newId, commit } = context
  const { organizationId } = flow
  if (claims.email) await lockAccount(tx, claims.email)
  const invited = await lockOpenInvitation(context, flow, claims.emailVerified ? claims.email : null)
  if (!invited.ok) return invited
  const provider = await stillThatProvider(context, flow)
  if (!provider.ok) return provider
  const asked = newcomer(claims, provider.value)
  if (!asked.ok) return fail(asked.code satisfies FailureCode)
  const { email, name } = asked
  if (await findUserByEmail(tx, email)) return fail('sso_account_exists')
  const userId = newId('user')
  await insertUser(tx, { id: userId, email, name, passwordHash: null, timeZone: null }, now)
  const { invitation, stands } = invited.value
  const role = invitation && stands ? invitation.role : provider.value.defaultRole
  const membership: Membership = {
    id: newId('membership'),
    organizationId,
    userId,
    role,
    state: 'active',
    createdAt: now,
  }
  const { issuer, subject } = claims
  const joined = {
    membershipId: membership.id,
    userId,
    after: { role, email, by: 'single_sign_on' },
  }
  await commit(organizationId, actorOf(membership), {
    insert: {
      membership,
      identity: { id: newId('identity'), organizationId, membershipId: membership.id, issuer, subject, createdAt: now },
    },
    ...(invitation ? { delete: { invitation } } : {}),
    event:
      invitation && stands
        ? { type: 'invitation.accepted', invitationId: invitation.id, ...joined }
        : { type: 'member.added', ...joined },
    furtherEvents: [
      // One that stood no more is not left to stand up again, and bring back whoever is removed.
      ...(invitation && !stands ? [lapsed(invitation)] : []),
      connected(membership, claims),
    ],
  })
  return ok({ userId })
}

/**
 * What the organization has offered to that address, and whether it stands: in time, and on a right that its sender still has, whose membership
 * is locked, so that nobody comes in on a right that is being taken away. Nobody invites the address from here on. Whoever did so, or sent
 * it again, while the sender's membership was waited for, has another one that can't be locked any more without waiting in a circle. `member` is
 * who was in the organization before, for update from the beginning: what they last signed in at is noted there.
 */
async function lockOpenInvitation(
  { tx, now }: AccountContext,
  { organizationId }: Flowing,
  email: string | null | undefined,
  memberId?: MembershipId,
) {
  const seen = email ? await findInvitationByEmail(tx, organizationId, email) : null
  const locked = await lockMemberships(tx, organizationId, {
    read: seen?.senderId ? [seen.senderId] : [],
    change: memberId ? [memberId] : [],
  })
  const member = (memberId && locked.get(memberId)) ?? null
  if (!email) return ok({ member, invitation: null, stands: false })
  await lockInviting(tx, organizationId)
  const found = await findInvitationByEmail(tx, organizationId, email)
  const invitation = found && (await lockInvitation(tx, organizationId, found.id))
  if (!invitation) return ok({ member, invitation: null, stands: false })
  const { id, senderId, expiresAt } = invitation
  if (id !== seen?.id || senderId !== seen.senderId) return fail('sso_invited_meanwhile')
  const sender = (senderId && locked.get(senderId)) || null
  return ok({ member, invitation, stands: expiresAt > now && invitesStill(invitation, sender, member) })
}

const lapsed = ({ id, email, role }: Invitation) =>
  ({
    type: 'invitation.withdrawn',
    invitationId: id,
    before: { email, role },
    after: { by: 'single_sign_on' },
  }) as const

const actorOf = ({ organizationId, id: membershipId, userId, role }: Membership): MemberActor => ({
  kind: 'member',
  organizationId,
  membershipId,
  userId,
  role,
})

const connected = (member: Membership, { issuer, subject }: VerifiedClaims) =>
  ({
    type: 'identity.connected',
    membershipId: member.id,
    userId: member.userId,
    after: { issuer, subject },
  }) as const
