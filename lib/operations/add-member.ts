import { z } from 'zod'
import { emailAddress, givenName, newPassword, timeZone } from '@/lib/contract/fields'
import type { Membership } from '@/lib/core/membership'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { ROLES } from '@/lib/core/roles'
import { hashPassword } from '@/lib/crypto/passwords'
import { findMembershipOfUser } from '@/lib/db/memberships'
import { findUserByEmail, insertUser, lockAccount } from '@/lib/db/users'
import { change } from '@/lib/operations/operation'

/** Adds a person with a password that the caller chose: for operators, who set up sample data. People invite instead. */
export const addMember = change({
  input: z.object({
    email: emailAddress,
    name: givenName('a name'),
    role: z.enum(ROLES),
    password: newPassword,
    timeZone: timeZone.optional(),
  }),
  async run({ tx, actor, now, newId, commit }, { email, name, role, password, timeZone }) {
    const { organizationId } = actor
    if (actor.kind !== 'operator' || !may(actor, 'member.invite', { role })) return fail('not_permitted')
    await lockAccount(tx, email)
    const known = await findUserByEmail(tx, email)
    if (known && (await findMembershipOfUser(tx, organizationId, known.id)))
      return fail('member_exists', { field: 'email' })
    const userId = known?.id ?? newId('user')
    if (!known) {
      await insertUser(
        tx,
        { id: userId, email, name, passwordHash: await hashPassword(password), timeZone: timeZone ?? null },
        now,
      )
    }
    const membership: Membership = {
      id: newId('membership'),
      organizationId,
      userId,
      role,
      state: 'active',
      createdAt: now,
    }
    await commit({
      insert: { membership },
      event: { type: 'member.added', membershipId: membership.id, userId, after: { role, email } },
    })
    return ok({ membershipId: membership.id, userId })
  },
})
