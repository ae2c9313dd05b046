import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { fail, ok } from '@/lib/core/result'
import { listOrganizationsOfUser } from '@/lib/db/organizations'
import { findLiveSession } from '@/lib/db/sessions'
import { accountOperation } from '@/lib/operations/operation'

/** Whose session it is, and what it opens: looked up at every request. */
export const viewSession = accountOperation({
  input: z.object({ sessionId: idOf('session') }),
  async run({ tx }, { sessionId }) {
    const person = await findLiveSession(tx, sessionId)
    if (!person) return fail('not_signed_in')
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
