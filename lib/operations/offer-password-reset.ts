import { z } from 'zod'
import { emailAddress } from '@/lib/contract/fields'
import { LIMITS } from '@/lib/core/limits'
import { fail, ok } from '@/lib/core/result'
import { randomToken, sha256 } from '@/lib/crypto/hashes'
import { consumeOpenLinks, insertLink } from '@/lib/db/sessions'
import { findUserByEmail } from '@/lib/db/users'
import { accountOperation } from '@/lib/operations/operation'
import { recordForEveryOrganization } from '@/lib/operations/start-session'

/** A link that lets one account choose a new password. */
export const offerPasswordReset = accountOperation({
  input: z.object({ email: emailAddress }),
  async run(context, { email }) {
    const { tx, now, newId, settings } = context
    const user = await findUserByEmail(tx, email)
    if (!user) return fail('member_not_found')
    const token = randomToken('')
    await consumeOpenLinks(tx, 'password_reset', user.id, now)
    const expiresAt = new Date(now.getTime() + LIMITS.linkDays * 86_400_000)
    await insertLink(
      tx,
      { id: newId('link'), purpose: 'password_reset', userId: user.id, expiresAt },
      sha256(token),
      now,
    )
    await recordForEveryOrganization(context, user.id, { type: 'password.reset_requested', userId: user.id })
    return ok({ url: `${settings.publicUrl}/reset-password?token=${token}`, expiresAt })
  },
})
