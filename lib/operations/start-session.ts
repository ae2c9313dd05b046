import { z } from 'zod'
import { idOf, timeZone } from '@/lib/contract/fields'
import type { Actor } from '@/lib/core/actor'
import type { DomainEvent } from '@/lib/core/events'
import type { OrganizationId, UserId } from '@/lib/core/identifiers'
import { fail, ok } from '@/lib/core/result'
import { listMembershipsOfUser } from '@/lib/db/memberships'
import { listOrganizationsOfUser } from '@/lib/db/organizations'
import { insertSession } from '@/lib/db/sessions'
import { adoptTimeZone, findUser } from '@/lib/db/users'
import { type AccountContext, accountOperation } from '@/lib/operations/operation'

/** How long a session lasts, whatever is done with it. */
export const SESSION_HOURS = 12

/** A new session, with an id that was never used before, for someone whose password was just verified. */
export const startSession = accountOperation({
  input: z.object({ userId: idOf('user'), timeZone: timeZone.optional() }),
  async run(context, { userId, timeZone }) {
    const { tx, now, newId, origin } = context
    const user = await findUser(tx, userId)
    if (!user) return fail('wrong_credentials')
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
    await recordForEveryOrganization(context, userId, { type: 'session.started', userId })
    const home = (await listOrganizationsOfUser(tx, userId, null)).find(({ opens }) => opens)
    return ok({ sessionId: id, userId, expiresAt, organizationSlug: home?.slug ?? null })
  },
})

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
  const memberships = await listMembershipsOfUser(context.tx, userId)
  const active = memberships
    .filter(({ state, organizationId }) => state === 'active' && organizationId === (confinedTo ?? organizationId))
    .sort((a, b) => (a.organizationId < b.organizationId ? -1 : 1))
  for (const { organizationId, id: membershipId, role } of active) {
    const actor: Actor = { kind: 'member', organizationId, membershipId, userId, role }
    await context.commit(organizationId, actor, { event: { ...event, membershipId } })
  }
}
