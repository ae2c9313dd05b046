import { type AccountView, OwnSessionInput } from '@/lib/contract/account'
import { passwordOpens } from '@/lib/core/identity-provider'
import { ok } from '@/lib/core/result'
import { listConnectionsOf } from '@/lib/db/identity-providers'
import { listOrganizationsOfUser } from '@/lib/db/organizations'
import { listLiveSessions } from '@/lib/db/sessions'
import { accountOperation } from '@/lib/operations/operation'
import { ownAccount } from '@/lib/operations/own-account'

/** One's own account, the organizations that one is in, and the sessions that go on. */
export const viewAccount = accountOperation({
  input: OwnSessionInput,
  async run(context, { sessionId }) {
    const { tx, now } = context
    const own = await ownAccount(context, sessionId)
    if (!own.ok) return own
    const { user, confinedTo, can } = own.value
    const sessions = await listLiveSessions(tx, user.id, confinedTo, now)
    const organizations = await listOrganizationsOfUser(tx, user.id, confinedTo)
    const connections = await listConnectionsOf(tx, user.id)
    const waysIn = connections.filter(({ connectedAt }) => connectedAt).length + (user.passwordHash ? 1 : 0)
    const view: AccountView = {
      name: user.name,
      email: user.email,
      timeZone: user.timeZone ?? 'UTC',
      organizations: organizations.map(({ name, slug, role }) => ({ name, slug, role })),
      connections: connections
        .filter(({ organizationId }) => organizationId === (confinedTo ?? organizationId))
        .map(({ name, slug, role, provider, issuer, required, connectedAt }) => ({
          organization: { name, slug },
          provider,
          host: new URL(issuer).host,
          connectedAt: connectedAt?.toISOString() ?? null,
          current: confinedTo !== null,
          byPassword: user.passwordHash !== null && passwordOpens(role, required),
          // One elsewhere counts too, which a session of one organization does not see.
          can: { connect: !connectedAt && !confinedTo, disconnect: connectedAt !== null && waysIn > 1 },
        })),
      sessions: sessions.map(({ id, address, agent, createdAt, lastSeenAt, organization }) => ({
        id,
        current: id === own.value.sessionId,
        address,
        agent,
        startedAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        singleSignOnOf: organization,
      })),
      can,
      now: now.toISOString(),
    }
    return ok(view)
  },
})
