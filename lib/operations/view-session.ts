import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { fail, ok } from '@/lib/core/result'
import { listOrganizationsOfUser } from '@/lib/db/organizations'
import { findLiveSession, noteSeen } from '@/lib/db/sessions'
import { accountOperation } from '@/lib/operations/operation'

/** When somebody was last seen is known as exactly as this, so that not every request writes. */
const SEEN_MILLISECONDS = 5 * 60_000

/** Whose session it is, and what it opens: looked up at every request. */
export const viewSession = accountOperation({
  input: z.object({ sessionId: idOf('session') }),
  async run({ tx, now }, { sessionId }) {
    const person = await findLiveSession(tx, sessionId)
    if (!person) return fail('not_signed_in')
    if (now.getTime() - person.lastSeenAt.getTime() > SEEN_MILLISECONDS) await noteSeen(tx, sessionId, now)
    const known = await listOrganizationsOfUser(tx, person.userId, person.confinedTo)
    const named = (opens: boolean) =>
      known.filter((organization) => organization.opens === opens).map(({ slug, name }) => ({ slug, name }))
    return ok({
      ...person,
      organizations: named(true),
      /** Theirs too, but opened by single sign-on alone. */
      bySingleSignOn: person.confinedTo ? [] : named(false),
    })
  },
})
