import { beforeAll, describe, expect, test } from 'vitest'
import type { SessionId } from '@/lib/core/identifiers'
import { hashPassword, verifyPassword } from '@/lib/crypto/passwords'
import { changeAccount } from '@/lib/operations/change-account'
import { changePassword } from '@/lib/operations/change-password'
import { endOtherSessions, endOwnSession } from '@/lib/operations/end-own-sessions'
import { offerPasswordReset } from '@/lib/operations/offer-password-reset'
import { performForAccount } from '@/lib/operations/perform'
import { resetPassword } from '@/lib/operations/reset-password'
import { startSession } from '@/lib/operations/start-session'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import { type Member, need, ORIGIN, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { viewAccount } from '@/lib/operations/view-account'
import { viewLink } from '@/lib/operations/view-link'
import { viewSession } from '@/lib/operations/view-session'

const { platform, sql, databaseUrl, acme, zenith } = await openTwoOrganizations()
const PASSWORD = 'correct horse battery'
const NEXT = 'another horse altogether'
const { userId } = acme.developer

const signIn = async ({ userId }: Pick<Member, 'userId'> = acme.developer): Promise<SessionId> =>
  need(await performForAccount(platform, startSession, ORIGIN, { userId })).sessionId as SessionId
/** As an organization's provider would have begun it. */
const confine = (id: SessionId, organizationId: string) =>
  sql(`update session set organization_id = $2, identity_provider_id = 'idp_test' where id = $1`, [id, organizationId])
const account = async (sessionId?: SessionId) => performForAccount(platform, viewAccount, ORIGIN, { sessionId })
const isLive = async (sessionId: SessionId) =>
  (await performForAccount(platform, viewSession, ORIGIN, { sessionId })).ok
const change = (sessionId: SessionId, current: string, password = NEXT) =>
  changePassword(platform, ORIGIN, { sessionId, current, password })

beforeAll(async () => {
  await sql('update "user" set password_hash = $2 where id = $1', [userId, await hashPassword(PASSWORD)])
  // One person in two organizations.
  await sql(
    `insert into membership (id, organization_id, user_id, role, created_at) values ('mem_second', $1, $2, 'reader', now())`,
    [zenith.id, userId],
  )
})

describe.sequential('one’s own account', () => {
  test('shows one’s organizations and sessions, and is for nobody who is not signed in', async () => {
    const [first, second] = [await signIn(), await signIn()]
    await signIn(zenith.developer)
    const view = need(await account(first))
    expect(view.organizations.map(({ slug, role }) => [slug, role])).toEqual([
      ['acme', 'developer'],
      ['zenith', 'reader'],
    ])
    expect(view.sessions.map(({ id, current }) => [id, current]).sort()).toEqual(
      [
        [first, true],
        [second, false],
      ].sort(),
    )
    expect(refusal(await account())).toBe('not_signed_in')
  })

  test('notes when a session was last seen, not at every request', async () => {
    const id = await signIn()
    const seen = async () =>
      (await sql<{ moved: boolean }>('select last_seen_at > created_at as moved from session where id = $1', [id]))[0]
        ?.moved
    await isLive(id)
    expect(await seen()).toBe(false)
    await sql(
      `update session set created_at = now() - interval '6 min', last_seen_at = now() - interval '6 min' where id = $1`,
      [id],
    )
    await isLive(id)
    expect(await seen()).toBe(true)
  })

  test('has a name and a zone, and a change of them is in the log of each organization', async () => {
    const sessionId = await signIn()
    const rename = (over = {}) =>
      performForAccount(platform, changeAccount, ORIGIN, {
        sessionId,
        name: 'Mara L.',
        timeZone: 'Asia/Tokyo',
        ...over,
      })
    expect(refusal(await rename({ timeZone: 'Mars/Olympus' }))).toBe('invalid_input')
    need(await rename())
    expect(need(await account(sessionId))).toMatchObject({ name: 'Mara L.', timeZone: 'Asia/Tokyo' })
    expect(await sql(`select organization_id from event where type = 'account.changed' order by 1`)).toEqual(
      [acme.id, zenith.id].sort().map((organization_id) => ({ organization_id })),
    )
  })

  test('signs out everywhere beside somebody of the same organizations, whatever each session opens', async () => {
    await sql(
      `insert into membership (id, organization_id, user_id, role, created_at) values ('mem_reader', $1, $2, 'reader', now())`,
      [zenith.id, acme.reader.userId],
    )
    await sql('delete from session')
    const [reader, own, confined] = [await signIn(acme.reader), await signIn(), await signIn()]
    await confine(confined, [acme.id, zenith.id].sort()[1] ?? '')
    const [other, lock] = [
      await signIn(),
      {
        text: 'select 1 from organization_head where organization_id = $1 for update',
        values: [[acme.id, zenith.id].sort()[0]],
      },
    ]
    const outcomes = await queuedBehind(databaseUrl, lock, [
      () =>
        performForAccount(platform, changeAccount, ORIGIN, {
          sessionId: reader,
          name: 'Rea',
          timeZone: 'Europe/Berlin',
        }),
      () => performForAccount(platform, endOtherSessions, ORIGIN, { sessionId: own }),
    ])
    expect(outcomes.map((each) => each.ok)).toEqual([true, true])
    expect([await isLive(confined), await isLive(other), await isLive(own)]).toEqual([false, false, true])
  })

  test('ends sessions of one’s own, one by one or all others, and finds nobody else’s', async () => {
    const [own, other, third] = [await signIn(), await signIn(), await signIn()]
    const foreign = await signIn(zenith.developer)
    const end = (endedId: SessionId) => performForAccount(platform, endOwnSession, ORIGIN, { sessionId: own, endedId })
    need(await end(other))
    expect([refusal(await end(other)), refusal(await end(foreign)), refusal(await end(own))]).toEqual([
      'session_not_found',
      'session_not_found',
      'session_not_found',
    ])
    expect([await isLive(own), await isLive(other), await isLive(third), await isLive(foreign)]).toEqual([
      true,
      false,
      true,
      true,
    ])
    need(await performForAccount(platform, endOtherSessions, ORIGIN, { sessionId: own }))
    expect([await isLive(own), await isLive(third), await isLive(foreign)]).toEqual([true, false, true])
  })

  test('changes its password for whoever knows it, and every other session ends', async () => {
    const [own, other] = [await signIn(), await signIn()]
    expect(await change(own, 'wrong')).toMatchObject({ failure: { code: 'wrong_password', field: 'current' } })
    expect(refusal(await change(own, PASSWORD, 'short'))).toBe('invalid_input')
    expect(await isLive(other)).toBe(true)
    need(await change(own, PASSWORD))
    const [user] = await sql<{ password_hash: string }>('select password_hash from "user" where id = $1', [userId])
    expect(await verifyPassword(user?.password_hash ?? null, NEXT)).toBe(true)
    expect([await isLive(own), await isLive(other)]).toEqual([true, false])
  })

  test('changed, a link that was mailed before sets none any more', async () => {
    const { url } = need(await performForAccount(platform, offerPasswordReset, ORIGIN, { email: acme.developer.email }))
    const token = new URL(url).searchParams.get('token') ?? ''
    need(await change(await signIn(), NEXT, PASSWORD))
    expect(refusal(await performForAccount(platform, viewLink, ORIGIN, { token }))).toBe('link_not_valid')
    need(await change(await signIn(), PASSWORD, NEXT))
  })

  test('that was reset by a link is not set by who knew the one before and was about to', async () => {
    const { url } = need(await performForAccount(platform, offerPasswordReset, ORIGIN, { email: acme.developer.email }))
    const token = new URL(url).searchParams.get('token') ?? ''
    const own = await signIn()
    const lock = { text: 'select 1 from "user" where id = $1 for update', values: [userId] }
    const [reset, changed] = await queuedBehind(databaseUrl, lock, [
      () => performForAccount(platform, resetPassword, ORIGIN, { token, password: 'what the link has set' }),
      () => change(own, NEXT, 'what a thief would set'),
    ])
    expect([refusal(reset), refusal(changed)]).toEqual([undefined, 'not_signed_in'])
    const [user] = await sql<{ password_hash: string }>('select password_hash from "user" where id = $1', [userId])
    expect(await verifyPassword(user?.password_hash ?? null, 'what the link has set')).toBe(true)
    await sql('update "user" set password_hash = $2 where id = $1', [userId, await hashPassword(NEXT)])
  })

  test('refuses passwords after ten attempts, the right one too', async () => {
    const own = await signIn()
    await change(own, 'wrong')
    await sql(`update rate_limit set points = 10 where key = $1`, [`password change:${userId}`])
    expect(refusal(await change(own, NEXT))).toBe('too_many_attempts')
    await sql('delete from rate_limit')
  })

  test('is not a provider’s to change: its session sees those of its organization alone', async () => {
    const [own, provided, alike] = [await signIn(), await signIn(), await signIn()]
    await confine(provided, zenith.id)
    await confine(alike, zenith.id)
    const view = need(await account(provided))
    expect(view.organizations.map(({ slug }) => slug)).toEqual(['zenith'])
    expect(view.sessions.map(({ id }) => id).sort()).toEqual([provided, alike].sort())
    expect(view.can).toEqual({ change: false, changePassword: false })
    expect(refusal(await change(provided, NEXT))).toBe('password_elsewhere')
    expect(
      refusal(
        await performForAccount(platform, changeAccount, ORIGIN, { sessionId: provided, name: 'Eve', timeZone: 'UTC' }),
      ),
    ).toBe('password_elsewhere')
    need(await performForAccount(platform, endOtherSessions, ORIGIN, { sessionId: provided }))
    expect([await isLive(own), await isLive(alike)]).toEqual([true, false])
  })
})
