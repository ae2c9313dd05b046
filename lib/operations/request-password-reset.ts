import { RequestPasswordResetInput } from '@/lib/contract/accounts'
import type { Origin } from '@/lib/core/events'
import { fail, ok, type Result } from '@/lib/core/result'
import { mailPasswordReset } from '@/lib/db/account-mails'
import { createLimiter } from '@/lib/db/rate-limits'
import { accountOperation } from '@/lib/operations/operation'
import { parseInput } from '@/lib/operations/parse-input'
import { type Platform, performForAccount } from '@/lib/operations/perform'
import { networkOf } from '@/lib/operations/sign-in'

/** Mails in an hour: nobody's mailbox is filled by a stranger, and nobody sends to many of them. */
const WINDOW_SECONDS = 3_600
const PER_ADDRESS = 20
const PER_ACCOUNT = 5

const leaveJob = accountOperation({
  input: RequestPasswordResetInput,
  async run({ tx, origin }, { email }) {
    await mailPasswordReset(tx, email, origin)
    return ok({})
  },
})

/** Somebody forgot a password. What is answered, counted and done here is the same whether or not an account has that address. */
export async function requestPasswordReset(
  platform: Platform,
  origin: Origin,
  input: unknown,
): Promise<Result<Record<string, never>>> {
  if (!platform.settings.sendsMail) return fail('mail_not_set_up')
  const parsed = parseInput(RequestPasswordResetInput, input)
  if (!parsed.ok) return parsed
  const limiter = (name: string, points: number) =>
    createLimiter(platform.database, name, { points, windowSeconds: WINDOW_SECONDS })
  const wait =
    (await limiter('reset address', PER_ADDRESS).consume(networkOf(origin.address))) ||
    (await limiter('reset account', PER_ACCOUNT).consume(parsed.value.email))
  if (wait > 0) return fail('too_many_attempts', { params: { minutes: Math.ceil(wait / 60) } })
  return performForAccount(platform, leaveJob, origin, parsed.value)
}
