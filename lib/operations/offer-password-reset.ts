import { z } from 'zod'
import { emailAddress } from '@/lib/contract/fields'
import { fail, ok } from '@/lib/core/result'
import { findUserByEmail } from '@/lib/db/users'
import { accountOperation } from '@/lib/operations/operation'
import { passwordResetLink } from '@/lib/operations/password-reset-link'

/** A link that lets one account choose a new password: for operators, who print it. */
export const offerPasswordReset = accountOperation({
  input: z.object({ email: emailAddress }),
  async run(context, { email }) {
    const user = await findUserByEmail(context.tx, email)
    return user ? ok(await passwordResetLink(context, user)) : fail('member_not_found')
  },
})
