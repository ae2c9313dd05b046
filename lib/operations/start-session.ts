import { z } from 'zod'
import { idOf, timeZone } from '@/lib/contract/fields'
import type { Actor } from '@/lib/core/actor'
import type { DomainEvent } from '@/lib/core/events'
import type { OrganizationId, UserId } from '@/lib/core/identifiers'
import { fail, ok } from '@/lib/core/result'
import { listMembershipsOfUser, noteSignIn } from '@/lib/db/memberships'
import { listOrganizationsOfUser } from '@/lib/db/organizations'
import { insertSession } from '@/lib/db/sessions'
import type { Tx } from '@/lib/db/tx'
import { adoptTimeZone, lockUser } from '@/lib/db/users'
import { type AccountContext, accountOperation } from '@/lib/operations/operation'

/** How long a session lasts, whatever is done with it. */
export const SESSION_HOURS = 12

/**
 * A new session, with an id that was never used before. Whoever comes by a password names the hash that it was verified against: changed or
 * reset meanwhile, it opens nothing, or a thief's session would be the one that the change does not end.
 */
export const startSession = accountOperation({
  input: z.object({ userId: idOf('user'), verified: z.string().optional(), timeZone: timeZone.optional() }),
  async run(context, { userId, verified, timeZone }) {
    const { tx, now, newId, origin } = context
    const user = await lockUser(tx, userId)
    if (!user || (verified !== undefined && verified !== user.passwordHash)) return fail('wrong_credentials')
    const id = newId('session')
    const expiresAt = new Date(now.getTime() + SESSION_HOURS * 3_600_000)
    await insertSession(tx, {
      id,
      userId,
      organizationId: null,
      identityProviderId: null,
      createdAt: now,
      expiresAt,
      address: origin.address,
      agent: origin.agent,
    })
    if (timeZone) await adoptTimeZone(tx, userId, timeZone)
    await recordSignIn(context, userId)
    const home = (await listOrganizationsOfUser(tx, userId, null)).find(({ opens }) => opens)
    return ok({ sessionId: id, userId, expiresAt, organizationSlug: home?.slug ?? null })
  },
})

/** That a session began which opens every organization of a person, or one alone. */
export async function recordSignIn(
  context: AccountContext,
  userId: UserId,
  confinedTo: OrganizationId | null = null,
): Promise<void> {
  const { tx, now } = context
  const opened = await openedMemberships(tx, userId, confinedTo)
  // Memberships before heads, which the events lock.
  await noteSignIn(
    tx,
    opened.map(({ id }) => id),
    now,
  )
  await recordForEveryOrganization(context, userId, { type: 'session.started', userId }, confinedTo)
}

/**
 * What concerns an account is in the audit log of each organization that the account opens, in the order of their ids: heads are locked so.
 * What concerns a session that opens one alone is in the log of that one.
 */
export async function recordForEveryOrganization(
  context: AccountContext,
  userId: UserId,
  event: DomainEvent,
  confinedTo: OrganizationId | null = null,
): Promise<void> {
  for (const { organizationId, id: membershipId, role } of await openedMemberships(context.tx, userId, confinedTo)) {
    const actor: Actor = { kind: 'member', organizationId, membershipId, userId, role }
    await context.commit(organizationId, actor, { event: { ...event, membershipId } })
  }
}

/** The same of several sessions that ended at once, each of them an event of its own. */
export async function recordEndedSessions(
  context: AccountContext,
  userId: UserId,
  sessions: readonly { readonly organizationId: OrganizationId | null }[],
): Promise<void> {
  for (const { organizationId, id: membershipId, role } of await openedMemberships(context.tx, userId, null)) {
    const concerned = sessions.filter((session) => (session.organizationId ?? organizationId) === organizationId)
    const [event, ...furtherEvents] = concerned.map(() => ({ type: 'session.ended' as const, userId, membershipId }))
    const actor: Actor = { kind: 'member', organizationId, membershipId, userId, role }
    if (event) await context.commit(organizationId, actor, { event, furtherEvents })
  }
}

async function openedMemberships(tx: Tx, userId: UserId, confinedTo: OrganizationId | null) {
  const memberships = await listMembershipsOfUser(tx, userId)
  return memberships
    .filter(({ state, organizationId }) => state === 'active' && organizationId === (confinedTo ?? organizationId))
    .sort((a, b) => (a.organizationId < b.organizationId ? -1 : 1))
}
