import { EndOwnSessionInput, OwnSessionInput } from '@/lib/contract/account'
import type { OrganizationId, SessionId, UserId } from '@/lib/core/identifiers'
import { fail, ok } from '@/lib/core/result'
import { endSession, listLiveSessions } from '@/lib/db/sessions'
import { type AccountContext, accountOperation } from '@/lib/operations/operation'
import { ownAccount } from '@/lib/operations/own-account'
import { recordEndedSessions } from '@/lib/operations/start-session'

/** Signs another browser out, by the list of one's own sessions: nobody else's is found. */
export const endOwnSession = accountOperation({
  input: EndOwnSessionInput,
  async run(context, { sessionId, endedId }) {
    const others = await otherSessions(context, sessionId)
    if (!others.ok) return others
    const { userId, sessions } = others.value
    if (!sessions.includes(endedId)) return fail('session_not_found')
    await end(context, userId, [endedId])
    return ok({ ended: 1 })
  },
})

/** Signs every other browser out. */
export const endOtherSessions = accountOperation({
  input: OwnSessionInput,
  async run(context, { sessionId }) {
    const others = await otherSessions(context, sessionId)
    if (!others.ok) return others
    const { userId, sessions } = others.value
    await end(context, userId, sessions)
    return ok({ ended: sessions.length })
  },
})

async function otherSessions(context: AccountContext, sessionId: SessionId | undefined) {
  const own = await ownAccount(context, sessionId)
  if (!own.ok) return own
  const { user, confinedTo } = own.value
  const live = await listLiveSessions(context.tx, user.id, confinedTo, context.now)
  return ok({ userId: user.id, sessions: live.map(({ id }) => id).filter((id) => id !== sessionId) })
}

/** All rows first, then the events: heads are locked in one order, whichever organization a session opens. */
async function end(context: AccountContext, userId: UserId, sessions: readonly SessionId[]): Promise<void> {
  const ended: { readonly organizationId: OrganizationId | null }[] = []
  for (const id of [...sessions].sort()) {
    const session = await endSession(context.tx, id, context.now)
    if (session) ended.push(session)
  }
  await recordEndedSessions(context, userId, ended)
}
