import { ResetPasswordInput } from '@/lib/contract/accounts'
import { fail, ok } from '@/lib/core/result'
import { sha256 } from '@/lib/crypto/hashes'
import { hashPassword } from '@/lib/crypto/passwords'
import { consumeLink, endSessionsOfUser, lockLink } from '@/lib/db/sessions'
import { setPassword } from '@/lib/db/users'
import { accountOperation } from '@/lib/operations/operation'
import { recordForEveryOrganization } from '@/lib/operations/start-session'

/** A new password by the link, once; every session of the account ends, also a thief's. */
export const resetPassword = accountOperation({
  input: ResetPasswordInput,
  async run(context, { token, password }) {
    const { tx, now } = context
    const link = await lockLink(tx, sha256(token))
    if (link?.purpose !== 'password_reset' || !link.userId) return fail('link_not_valid')
    await setPassword(tx, link.userId, await hashPassword(password))
    await consumeLink(tx, link.id, now)
    await endSessionsOfUser(tx, link.userId, now)
    await recordForEveryOrganization(context, link.userId, { type: 'password.changed', userId: link.userId })
    return ok({ userId: link.userId })
  },
})
