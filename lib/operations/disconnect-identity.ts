import { DisconnectInput } from '@/lib/contract/account'
import { fail, ok } from '@/lib/core/result'
import { findIdentityOfMember, listSignOnsOf, lockIdentityProvider } from '@/lib/db/identity-providers'
import { findMembershipOfUser, lockMemberships } from '@/lib/db/memberships'
import { findOrganizationBySlug, lockOrganization } from '@/lib/db/organizations'
import { endSessionsOfProvider, findLiveSession } from '@/lib/db/sessions'
import { lockUser } from '@/lib/db/users'
import { accountOperation } from '@/lib/operations/operation'
import { ownAccount } from '@/lib/operations/own-account'

/**
 * One's own account and an organization's provider know each other no longer, and the sessions that came by it end. Not when nothing else lets
 * the person in: the account is locked for that, so that of its last two connections one stays. The membership is locked as by whoever signs in, so
 * a session that is made meanwhile is ended too, or never made.
 */
export const disconnectIdentity = accountOperation({
  input: DisconnectInput,
  async run(context, { sessionId, organization: slug }) {
    const { tx, now, commit } = context
    const own = await ownAccount(context, sessionId)
    if (!own.ok) return own
    const { confinedTo } = own.value
    const { id: userId } = own.value.user
    const organization = await findOrganizationBySlug(tx, slug)
    const known = organization && (await findMembershipOfUser(tx, organization.id, userId))
    if (!organization || !known || organization.id !== (confinedTo ?? organization.id)) return fail('sso_not_connected')
    const { id: organizationId } = organization
    await lockOrganization(tx, organizationId)
    const user = await lockUser(tx, userId)
    const member = (await lockMemberships(tx, organizationId, { read: [], change: [known.id] })).get(known.id)
    const provider = await lockIdentityProvider(tx, organizationId, 'share')
    if (member?.state !== 'active' || !provider?.enabled) return fail('sso_not_connected')
    const identity = await findIdentityOfMember(tx, organizationId, member.id, provider.issuer)
    if (!identity) return fail('sso_not_connected')
    const elsewhere = (await listSignOnsOf(tx, userId)).some((each) => each.slug !== slug)
    if (!user?.passwordHash && !elsewhere) return fail('sso_only_way_in')
    const endedSessions = await endSessionsOfProvider(tx, organizationId, provider.id, now, userId)
    const { id: membershipId, role } = member
    const { issuer, subject } = identity
    await commit(
      organizationId,
      { kind: 'member', organizationId, membershipId, userId, role },
      {
        delete: { identity },
        event: {
          type: 'identity.disconnected',
          membershipId,
          userId,
          before: { issuer, subject },
          after: { endedSessions },
        },
      },
    )
    return ok({ endedSessions, signedOut: (await findLiveSession(tx, own.value.sessionId)) === null })
  },
})
