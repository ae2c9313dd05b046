import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { SignInInput } from '@/lib/contract/accounts'
import { idOf } from '@/lib/contract/fields'
import type { Origin } from '@/lib/core/events'
import { fail, ok, type Result } from '@/lib/core/result'
import { PasswordWorkRefused, verifyPassword } from '@/lib/crypto/passwords'
import { createLimiter } from '@/lib/db/rate-limits'
import { findUserByEmail, type User } from '@/lib/db/users'
import { accountOperation } from '@/lib/operations/operation'
import { type Platform, performForAccount } from '@/lib/operations/perform'
import { recordForEveryOrganization, startSession } from '@/lib/operations/start-session'

/**
 * Attempts in 15 minutes. An account's own limit counts strangers together, so that guessing from many addresses is slow; a browser
 * that has signed in to the account before has a limit of its own, so that strangers who use theirs up can't lock the owner out.
 */
const WINDOW_SECONDS = 15 * 60
const PER_ADDRESS = 50
const PER_ACCOUNT = 20
const PER_KNOWN_BROWSER = 10

const findAccount = accountOperation({
  input: SignInInput,
  run: async ({ tx }, input) => ok({ account: await findUserByEmail(tx, input.email), ...input }),
})

const recordFailure = accountOperation({
  input: z.object({ userId: idOf('user') }),
  async run(context, { userId }) {
    await recordForEveryOrganization(context, userId, { type: 'sign_in.failed', userId })
    return ok({})
  },
})

/**
 * Signs in by e-mail and password. `isKnownBrowser` tells whether this browser has signed in to that account before. Words and time are
 * the same for an account that is not there: that of one which is there an attempt failed is written `afterwards`, when it has been answered.
 */
export async function signIn(
  platform: Platform,
  origin: Origin,
  isKnownBrowser: (userId: User['id']) => boolean,
  afterwards: (work: () => Promise<unknown>) => unknown,
  input: unknown,
): Promise<
  Result<{
    readonly sessionId: string
    readonly userId: User['id']
    readonly expiresAt: Date
    readonly organizationSlug: string | null
  }>
> {
  const found = await performForAccount(platform, findAccount, origin, input)
  if (!found.ok) return found
  const { account, email, password, timeZone } = found.value

  const limiter = (name: string, points: number) =>
    createLimiter(platform.database, name, { points, windowSeconds: WINDOW_SECONDS })
  const byAddress = limiter('sign-in address', PER_ADDRESS)
  const known = account !== null && isKnownBrowser(account.id)
  const byAccount = known ? limiter('sign-in browser', PER_KNOWN_BROWSER) : limiter('sign-in account', PER_ACCOUNT)
  const accountKey = known ? `${email} ${origin.address ?? ''}` : email
  // What an address tries beyond its own limit does not count against the accounts that it names: one address can't lock many of them.
  const wait = (await byAddress.consume(networkOf(origin.address))) || (await byAccount.consume(accountKey))
  if (wait > 0) return fail('too_many_attempts', { params: { minutes: Math.ceil(wait / 60) } })

  try {
    if (!(await verifyPassword(account?.passwordHash ?? null, password)) || !account?.passwordHash) {
      if (account) await afterwards(() => performForAccount(platform, recordFailure, origin, { userId: account.id }))
      return fail('wrong_credentials')
    }
  } catch (error) {
    if (error instanceof PasswordWorkRefused) return fail('too_many_attempts', { params: { minutes: 1 } })
    throw error
  }
  await byAccount.forget(accountKey)
  return performForAccount(platform, startSession, origin, {
    userId: account.id,
    verified: account.passwordHash,
    ...(timeZone ? { timeZone } : {}),
  })
}

/** An IPv6 household has a /64 to itself, so that is what counts as one address. */
export function networkOf(address: string | null): string {
  if (!address) return 'unknown'
  // By its numbers: one network has several spellings, as “::” may stand for any of its zeros.
  if (!ipaddr.IPv6.isValid(address)) return address
  const groups = ipaddr.IPv6.parse(address).parts.slice(0, 4)
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`
}
