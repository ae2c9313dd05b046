import type { SessionId } from '@/lib/core/identifiers'
import { fail, ok } from '@/lib/core/result'
import { findLiveSession } from '@/lib/db/sessions'
import { findUser } from '@/lib/db/users'
import type { AccountContext } from '@/lib/operations/operation'

/**
 * The account behind the session that asks. A session that an organization's provider began speaks for that organization alone: where the
 * person has a password, name and password are theirs, and no provider's to change.
 */
export async function ownAccount({ tx }: Pick<AccountContext, 'tx'>, sessionId: SessionId | undefined) {
  const person = sessionId ? await findLiveSession(tx, sessionId) : null
  const user = person && (await findUser(tx, person.userId))
  if (!sessionId || !person || !user) return fail('not_signed_in')
  const { confinedTo } = person
  const hasPassword = user.passwordHash !== null
  const can = { change: !confinedTo || !hasPassword, changePassword: !confinedTo && hasPassword }
  return ok({ sessionId, user, confinedTo, can })
}
