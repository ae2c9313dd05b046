import { z } from 'zod'
import { ChangePasswordInput, OwnSessionInput } from '@/lib/contract/account'
import type { Origin } from '@/lib/core/events'
import { fail, ok, type Result } from '@/lib/core/result'
import { hashPassword, PasswordWorkRefused, verifyPassword } from '@/lib/crypto/passwords'
import { createLimiter } from '@/lib/db/rate-limits'
import { consumeOpenLinks, endSessionsOfUser } from '@/lib/db/sessions'
import { lockUser, setPassword } from '@/lib/db/users'
import { accountOperation } from '@/lib/operations/operation'
import { ownAccount } from '@/lib/operations/own-account'
import { parseInput } from '@/lib/operations/parse-input'
import { type Platform, performForAccount } from '@/lib/operations/perform'
import { recordForEveryOrganization } from '@/lib/operations/start-session'

/** Whoever sits at a browser that was left open could try passwords here: as few times as at the sign-in of a browser that is known. */
const LIMIT = { points: 10, windowSeconds: 15 * 60 }

const findOwnPassword = accountOperation({
  input: OwnSessionInput,
  async run(context, { sessionId }) {
    const own = await ownAccount(context, sessionId)
    if (!own.ok) return own
    return own.value.can.changePassword ? ok(own.value.user) : fail('password_elsewhere')
  },
})

const savePassword = accountOperation({
  input: OwnSessionInput.extend({ before: z.string(), passwordHash: z.string() }),
  async run(context, { sessionId, before, passwordHash }) {
    const asking = await ownAccount(context, sessionId)
    if (!asking.ok) return asking
    // A link that was mailed to somebody else's eyes sets none any more. Before the account, as whoever follows it locks both.
    await consumeOpenLinks(context.tx, 'password_reset', asking.value.user.id, context.now)
    await lockUser(context.tx, asking.value.user.id)
    // Reset by that link meanwhile: whoever knew the one before has no say any more, and no session.
    const own = await ownAccount(context, sessionId)
    if (!own.ok) return own
    const { user } = own.value
    if (user.passwordHash !== before) return fail('wrong_password', { field: 'current' })
    await setPassword(context.tx, user.id, passwordHash)
    await endSessionsOfUser(context.tx, user.id, context.now, own.value.sessionId)
    await recordForEveryOrganization(context, user.id, { type: 'password.changed', userId: user.id })
    return ok({ email: user.email })
  },
})

/** A new password for whoever knows the one before; every other session of the account ends. Passwords are worked on outside of any transaction. */
export async function changePassword(
  platform: Platform,
  origin: Origin,
  input: unknown,
): Promise<Result<{ readonly email: string }>> {
  const parsed = parseInput(ChangePasswordInput, input)
  if (!parsed.ok) return parsed
  const { sessionId, current, password } = parsed.value
  const found = await performForAccount(platform, findOwnPassword, origin, { sessionId })
  if (!found.ok) return found
  const { id, passwordHash: before } = found.value
  const limiter = createLimiter(platform.database, 'password change', LIMIT)
  const wait = await limiter.consume(id)
  if (wait > 0) return fail('too_many_attempts', { params: { minutes: Math.ceil(wait / 60) } })
  try {
    if (!(await verifyPassword(before, current))) return fail('wrong_password', { field: 'current' })
    const passwordHash = await hashPassword(password)
    const saved = await performForAccount(platform, savePassword, origin, { sessionId, before, passwordHash })
    if (saved.ok) await limiter.forget(id)
    return saved
  } catch (error) {
    if (error instanceof PasswordWorkRefused) return fail('too_many_attempts', { params: { minutes: 1 } })
    throw error
  }
}
