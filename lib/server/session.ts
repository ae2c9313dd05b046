import { createHmac } from 'node:crypto'
import { cookies } from 'next/headers'
import { after } from 'next/server'
import NextAuth, { getServerSession, type NextAuthOptions } from 'next-auth'
import { encode } from 'next-auth/jwt'
import { cache } from 'react'
import type { ActionState } from '@/lib/contract/action-state'
import { isId, type SessionId, type UserId } from '@/lib/core/identifiers'
import type { Result } from '@/lib/core/result'
import { constantTimeEqual } from '@/lib/crypto/hashes'
import { joinWithNewAccount, joinWithOwnAccount } from '@/lib/operations/accept-invitation'
import { endSession } from '@/lib/operations/end-session'
import { performForAccount } from '@/lib/operations/perform'
import { requestPasswordReset as requestPasswordResetOperation } from '@/lib/operations/request-password-reset'
import { resetPassword as resetPasswordOperation } from '@/lib/operations/reset-password'
import { setUp as setUpOperation } from '@/lib/operations/set-up'
import { signIn } from '@/lib/operations/sign-in'
import { SESSION_HOURS, startSession } from '@/lib/operations/start-session'
import { viewSession } from '@/lib/operations/view-session'
import { actionState, refuseForeignOrigin } from '@/lib/server/action-answer'
import { requestOrigin } from '@/lib/server/origin'
import { installation, platform } from '@/lib/server/platform'

/** What the session's cookie says: whose it claims to be, and the row that proves it or not. */
interface SessionClaims {
  readonly sub?: string
  readonly sid?: unknown
}

/**
 * The cookie is next-auth's, encrypted; behind it stands a row that is looked up at every request, so that a session ends when the row does.
 * Its own pages and providers are not used: sign-in is a server action of ours, which works without JavaScript.
 *
 * next-auth takes a session that can't be looked up for one that has ended, and drops the cookie. While Postgres is away that would sign
 * everybody out, so what was thrown goes to `onFailure` instead, and the cookie stays.
 */
function authOptions(onFailure: (error: unknown) => void): NextAuthOptions {
  return {
    secret: installation().environment.sessionSecret,
    providers: [],
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    session: { strategy: 'jwt', maxAge: SESSION_HOURS * 3600 },
    callbacks: {
      jwt: ({ token }) => ({ sub: token.sub ?? '', sid: (token as SessionClaims).sid }),
      async session({ session, token }) {
        const { expires } = session
        const { sid } = token as SessionClaims
        if (!isId('session', sid)) return { expires }
        try {
          const found = await performForAccount(platform(), viewSession, await requestOrigin(), { sessionId: sid })
          if (!found.ok) return { expires }
          const { name, email } = found.value
          return { expires, user: { name, email }, sid }
        } catch (error) {
          onFailure(error)
          return { expires }
        }
      },
    },
    events: {
      // next-auth's own sign-out route ends the row as ours does.
      async signOut({ token }) {
        const { sid } = token as SessionClaims
        if (isId('session', sid))
          await performForAccount(platform(), endSession, await requestOrigin(), { sessionId: sid })
      },
    },
  }
}

/** next-auth's own routes: the csrf token, sign-out, the session as JSON. */
export const answerAuthRequest = (...received: [Request, { params: Promise<{ nextauth: string[] }> }]) =>
  NextAuth(authOptions((error) => console.error('A session could not be looked up:', error)))(...received)

/** The id of the live session of this request; undefined when there is none. Throws when that can't be found out. */
export const currentSessionId = cache(async (): Promise<SessionId | undefined> => {
  const failures: unknown[] = []
  const session = (await getServerSession(authOptions((error) => failures.push(error)))) as { sid?: unknown } | null
  if (failures.length > 0) throw failures[0]
  return isId('session', session?.sid) ? session.sid : undefined
})

/** The person of this request and the organizations that their session opens; null when signed out. */
export const currentPerson = cache(async () => {
  const sessionId = await currentSessionId()
  if (!sessionId) return null
  const found = await performForAccount(platform(), viewSession, await requestOrigin(), { sessionId })
  return found.ok ? found.value : null
})

export interface Entered {
  /** The first organization that the session opens; null when it opens none. */
  readonly organizationSlug: string | null
}

export async function signInWithPassword(input: unknown): Promise<ActionState<Entered>> {
  const foreign = await refuseForeignOrigin()
  if (foreign) return foreign
  const marks = await knownBrowserMarks()
  const started = await signIn(
    platform(),
    await requestOrigin(),
    (userId) => marks.some((mark) => constantTimeEqual(mark, browserMark(userId))),
    after,
    input,
  )
  return enter(started)
}

export async function setUp(input: unknown): Promise<ActionState<Entered>> {
  const foreign = await refuseForeignOrigin()
  if (foreign) return foreign
  const made = await performForAccount(platform(), setUpOperation, await requestOrigin(), input)
  return made.ok ? enterAs(made.value.userId) : actionState(made)
}

export async function requestPasswordReset(input: unknown): Promise<ActionState<Record<string, never>>> {
  const foreign = await refuseForeignOrigin()
  if (foreign) return foreign
  return actionState(await requestPasswordResetOperation(platform(), await requestOrigin(), input))
}

export async function resetPassword(input: unknown): Promise<ActionState<Entered>> {
  const foreign = await refuseForeignOrigin()
  if (foreign) return foreign
  const reset = await performForAccount(platform(), resetPasswordOperation, await requestOrigin(), input)
  return reset.ok ? enterAs(reset.value.userId) : actionState(reset)
}

export interface Joined {
  readonly organizationSlug: string
}

/** Makes the account of somebody who was invited, and signs them in. */
export async function joinAnew(input: unknown): Promise<ActionState<Joined>> {
  const foreign = await refuseForeignOrigin()
  if (foreign) return foreign
  const joined = await performForAccount(platform(), joinWithNewAccount, await requestOrigin(), input)
  if (!joined.ok) return actionState(joined)
  const entered = await enterAs(joined.value.userId)
  return entered.ok ? actionState(joined) : entered
}

export async function joinSignedIn(token: unknown): Promise<ActionState<Joined>> {
  const foreign = await refuseForeignOrigin()
  if (foreign) return foreign
  const sessionId = await currentSessionId()
  return actionState(
    await performForAccount(platform(), joinWithOwnAccount, await requestOrigin(), { token, sessionId }),
  )
}

export async function signOut(): Promise<void> {
  if (await refuseForeignOrigin()) return
  const sessionId = await currentSessionId()
  if (sessionId) await performForAccount(platform(), endSession, await requestOrigin(), { sessionId })
  const { name, attributes } = sessionCookie()
  ;(await cookies()).set(name, '', { ...attributes, maxAge: 0 })
}

async function enterAs(userId: UserId): Promise<ActionState<Entered>> {
  return enter(await performForAccount(platform(), startSession, await requestOrigin(), { userId }))
}

type Started = Result<{
  readonly sessionId: string
  readonly userId: UserId
  readonly expiresAt: Date
  readonly organizationSlug: string | null
}>

/** Sets the cookie of a session that was just started: at every sign-in a new id, so that one that was planted before is worth nothing. */
export async function enter(started: Started): Promise<ActionState<Entered>> {
  if (!started.ok) return actionState(started)
  const { sessionId, userId, organizationSlug } = started.value
  const { name, attributes } = sessionCookie()
  const maxAge = SESSION_HOURS * 3600
  const token = await encode({
    token: { sub: userId, sid: sessionId },
    secret: installation().environment.sessionSecret,
    maxAge,
  })
  const jar = await cookies()
  jar.set(name, token, { ...attributes, maxAge })
  const marks = [
    browserMark(userId),
    ...(await knownBrowserMarks()).filter((mark) => mark !== browserMark(userId)),
  ].slice(0, MOST_MARKS)
  jar.set(BROWSER_COOKIE, marks.join('.'), { ...attributes, maxAge: 365 * 86_400 })
  return { ok: true, value: { organizationSlug } }
}

function sessionCookie() {
  const secure = installation().environment.publicUrl.startsWith('https:')
  return {
    name: `${secure ? '__Secure-' : ''}next-auth.session-token`,
    attributes: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
  } as const
}

/** Remembers, per account, that a browser has signed in before: such browsers have a limit of attempts of their own (`sign-in.ts`). */
const BROWSER_COOKIE = 'aura.browser'
const MOST_MARKS = 8

function browserMark(userId: UserId): string {
  return createHmac('sha256', installation().environment.sessionSecret)
    .update(`browser of ${userId}`)
    .digest('base64url')
}

async function knownBrowserMarks(): Promise<string[]> {
  return ((await cookies()).get(BROWSER_COOKIE)?.value ?? '').split('.').filter(Boolean).slice(0, MOST_MARKS)
}
