import { z } from 'zod'
import { emailAddress } from '@/lib/contract/fields'
import { ok } from '@/lib/core/result'
import { listMembershipsOfUser } from '@/lib/db/memberships'
import { findUserByEmail } from '@/lib/db/users'
import { accountOperation } from '@/lib/operations/operation'

/**
 * Run by the worker when the mail for a new password has failed for good. Whoever asked was answered long ago and can't be reached; the Owners
 * of each organization that the person is active in are, and they know the address and the request already, from their members and their audit
 * log. Of an address that nobody has, nothing is told to anybody.
 */
export const reportUnsentPasswordReset = accountOperation({
  input: z.object({ email: emailAddress, error: z.string() }),
  async run({ tx, now, tell }, { email, error }) {
    const user = await findUserByEmail(tx, email)
    const memberships = user ? await listMembershipsOfUser(tx, user.id) : []
    const active = memberships.filter(({ state }) => state === 'active')
    for (const { organizationId } of active)
      await tell(organizationId, [
        {
          kind: 'delivery_failed',
          facts: { channel: 'email', to: user?.name ?? email, of: 'password_reset', error },
          // Somebody who asks again and again is told of once an hour.
          once: `password_reset_not_mailed:${user?.id}:${now.toISOString().slice(0, 13)}`,
        },
      ])
    return ok({ organizations: active.length })
  },
})
