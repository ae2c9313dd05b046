import { beforeAll, describe, expect, test } from 'vitest'
import { verifyPassword } from '@/lib/crypto/passwords'
import { createOrganization } from '@/lib/operations/create-organization'
import { forgetOldRows } from '@/lib/operations/forget-old-rows'
import { offerPasswordReset } from '@/lib/operations/offer-password-reset'
import { offerSetup } from '@/lib/operations/offer-setup'
import { performForAccount } from '@/lib/operations/perform'
import { resetPassword } from '@/lib/operations/reset-password'
import { setUp } from '@/lib/operations/set-up'
import { networkOf, signIn } from '@/lib/operations/sign-in'
import { startSession } from '@/lib/operations/start-session'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import { storedFormsOf, tablesThatHold } from '@/lib/operations/testing/stored-text'
import { need, ORIGIN, openPlatformOnTestDatabase, refusal } from '@/lib/operations/testing/two-organizations'
import { viewLink } from '@/lib/operations/view-link'
import { viewSession } from '@/lib/operations/view-session'

const { platform, sql, databaseUrl } = await openPlatformOnTestDatabase()
const PASSWORD = 'correct horse battery'
const setup = (token: string, over = {}) =>
  performForAccount(platform, setUp, ORIGIN, {
    token,
    organizationName: 'Acme',
    organizationSlug: 'acme',
    name: 'Olga',
    email: 'Olga@Acme.test',
    password: PASSWORD,
    timeZone: 'Europe/Berlin',
    ...over,
  })
const atOnce = (work: () => Promise<unknown>) => work()
const tokenOf = (url: string | null) => new URL(url ?? '').searchParams.get('token') ?? ''
const offer = async () => tokenOf(need(await performForAccount(platform, offerSetup, ORIGIN, {})).url)
const view = (token: string) => performForAccount(platform, viewLink, ORIGIN, { token })

describe.sequential('the setup link', () => {
  test('is out of use once a newer one was made, and after 24 hours', async () => {
    const [older, newer] = [await offer(), await offer()]
    expect(refusal(await setup(older))).toBe('link_not_valid')
    const [link] = await sql<{ hours: string }>(
      'select extract(epoch from expires_at - created_at) / 3600 as hours from link where consumed_at is null',
    )
    expect(Number(link?.hours)).toBe(24)
    await sql('update link set expires_at = clock_timestamp() where consumed_at is null')
    expect([refusal(await view(newer)), refusal(await setup(newer))]).toEqual(['link_not_valid', 'link_not_valid'])
    expect(refusal(await setup('A'.repeat(43)))).toBe('link_not_valid')
  })

  test('is kept as a hash, shown as often as one likes, and used up by nothing but a set-up that went well', async () => {
    const token = await offer()
    expect(await tablesThatHold(sql, [token])).toEqual([])
    expect(need(await view(token))).toEqual({ purpose: 'setup', email: null })
    expect(refusal(await setup(token, { email: 'nonsense' }))).toBe('invalid_input')
    expect((await view(token)).ok).toBe(true)
    const reset = await performForAccount(platform, resetPassword, ORIGIN, { token, password: PASSWORD })
    expect(refusal(reset)).toBe('link_not_valid')
  })

  test('followed by two at once makes one organization, with one Owner, its signing keys and its first event', async () => {
    const token = await offer()
    const lock = { text: `select pg_advisory_xact_lock(hashtextextended('aura setup', 0))` }
    const outcomes = await queuedBehind(databaseUrl, lock, [
      () => setup(token),
      () => setup(token, { organizationSlug: 'other', email: 'other@acme.test' }),
    ])
    expect(outcomes.map(refusal)).toEqual([undefined, 'link_not_valid'])
    expect(await sql('select slug, issuer from organization')).toEqual([
      { slug: 'acme', issuer: `${platform.settings.publicUrl}/o/acme` },
    ])
    expect(await sql('select email, time_zone from "user"')).toEqual([
      { email: 'olga@acme.test', time_zone: 'Europe/Berlin' },
    ])
    expect(await sql('select purpose::text, state::text from signing_key order by 1, 2')).toEqual([
      { purpose: 'api_key', state: 'current' },
      { purpose: 'api_key', state: 'standby' },
      { purpose: 'epoch', state: 'current' },
    ])
    expect(await sql('select type, number::int from event')).toEqual([{ type: 'organization.created', number: 1 }])
    expect(refusal(await setup(token))).toBe('link_not_valid')
  })

  test('is not offered again; one that was left over makes no second organization', async () => {
    expect(need(await performForAccount(platform, offerSetup, ORIGIN, {})).url).toBeNull()
    const leftOver = 'L'.repeat(43)
    await sql(
      `insert into link (id, purpose, token_hash, created_at, expires_at) values ('lnk_left', 'setup', sha256($1), now(), now() + interval '1 hour')`,
      [Buffer.from(leftOver)],
    )
    expect(refusal(await setup(leftOver, { organizationSlug: 'second', email: 'second@acme.test' }))).toBe(
      'setup_already_done',
    )
    await sql('update link set consumed_at = now()')
  })

  test('is for the first organization; an operator makes a second one for someone with an account', async () => {
    const create = (over = {}) =>
      performForAccount(platform, createOrganization, ORIGIN, {
        name: 'Zenith',
        slug: 'zenith',
        ownerEmail: 'olga@acme.test',
        ...over,
      })
    expect(refusal(await create({ ownerEmail: 'nobody@acme.test' }))).toBe('member_not_found')
    expect(refusal(await create({ slug: 'acme' }))).toBe('organization_slug_taken')
    need(await create())
    expect(
      await sql(
        'select o.slug, m.role::text from membership m join organization o on o.id = m.organization_id order by 1',
      ),
    ).toEqual([
      { slug: 'acme', role: 'owner' },
      { slug: 'zenith', role: 'owner' },
    ])
  })
})

describe.sequential('signing in', () => {
  let address = 0
  /** An address that nobody tried from before. */
  const from = () => {
    address += 1
    return { ...ORIGIN, address: `198.51.100.${address}` }
  }
  const attempt = (email: string, password: string, origin = from(), known = false) =>
    signIn(platform, origin, () => known, atOnce, { email, password })
  const forgetAttempts = () => sql('delete from rate_limit')

  test('opens a session with a new id each time, of twelve hours, and is in the audit log of every organization of the person', async () => {
    const [one, other] = [
      need(await attempt('olga@acme.test', PASSWORD)),
      need(await attempt(' OLGA@acme.test ', PASSWORD)),
    ]
    expect(one.sessionId).not.toBe(other.sessionId)
    const [session] = await sql<{ hours: string; address: string }>(
      'select extract(epoch from expires_at - created_at) / 3600 as hours, address from session where id = $1',
      [one.sessionId],
    )
    expect([Number(session?.hours), session?.address]).toEqual([12, '198.51.100.1'])
    expect(
      await sql(`select count(*)::int as count from event where type = 'session.started' group by organization_id`),
    ).toEqual([{ count: 2 }, { count: 2 }])
    expect(
      need(
        await performForAccount(platform, viewSession, ORIGIN, { sessionId: one.sessionId as `ses_${string}` }),
      ).organizations.map(({ slug }) => slug),
    ).toEqual(['acme', 'zenith'])
  })

  test('says the same of a wrong password and of an account that is not there, and writes down only the one', async () => {
    const before = await sql('select number from event')
    const wrong = await attempt('olga@acme.test', 'wrong')
    expect(refusal(wrong)).toBe('wrong_credentials')
    const failures = await sql<{ body: string }>(`select body from event where type = 'sign_in.failed'`)
    expect(failures).toHaveLength(2)
    expect(failures.map(({ body }) => body).join()).not.toContain('wrong')
    expect(await attempt('nobody@acme.test', 'wrong')).toEqual(wrong)
    expect(await sql('select number from event')).toHaveLength(before.length + 2)
  })

  test('answers before it is written down that it failed, for of an account that is not there nothing is', async () => {
    const written = () => sql(`select 1 from event where type = 'sign_in.failed'`)
    const [before, afterwards] = [await written(), [] as (() => Promise<unknown>)[]]
    const later = (work: () => Promise<unknown>) => void afterwards.push(work)
    for (const email of ['olga@acme.test', 'nobody@acme.test'])
      expect(refusal(await signIn(platform, from(), () => false, later, { email, password: 'wrong' }))).toBe(
        'wrong_credentials',
      )
    expect(await written()).toEqual(before)
    for (const work of afterwards) await work()
    expect(await written()).toHaveLength(before.length + 2)
  })

  test('is refused after 20 attempts on an account, from wherever, in the same words whether it is there or not; a browser that has signed in before still gets in', async () => {
    await forgetAttempts()
    for (const email of ['olga@acme.test', 'nobody@acme.test']) {
      // As if nineteen others had tried: each would take the time of a password.
      await attempt(email, 'wrong')
      await sql('update rate_limit set points = 20 where key = $1', [`sign-in account:${email}`])
    }
    const [locked, nobody] = [await attempt('olga@acme.test', PASSWORD), await attempt('nobody@acme.test', PASSWORD)]
    expect(refusal(locked)).toBe('too_many_attempts')
    expect(nobody).toEqual(locked)
    expect((await attempt('olga@acme.test', PASSWORD, from(), true)).ok).toBe(true)
    // A sign-in that went well gives a browser its attempts back, and strangers not theirs.
    expect(refusal(await attempt('olga@acme.test', PASSWORD))).toBe('too_many_attempts')
    await sql(`update rate_limit set expire = now() - interval '1 second'`)
    expect((await attempt('olga@acme.test', PASSWORD)).ok).toBe(true)
  })

  test('counts attempts of a known browser too', async () => {
    await forgetAttempts()
    const home = from()
    await attempt('olga@acme.test', 'wrong', home, true)
    await sql(`update rate_limit set points = 10 where key like 'sign-in browser:%'`)
    expect(refusal(await attempt('olga@acme.test', PASSWORD, home, true))).toBe('too_many_attempts')
  })

  test('is refused after 50 attempts from an address, and those beyond do not count against the accounts that they name', async () => {
    await forgetAttempts()
    const bad = from()
    await attempt('nobody@acme.test', 'wrong', bad)
    await sql('update rate_limit set points = 50 where key = $1', [`sign-in address:${bad.address}`])
    for (let count = 0; count < 25; count += 1)
      expect(refusal(await attempt('olga@acme.test', 'wrong', bad))).toBe('too_many_attempts')
    expect((await attempt('olga@acme.test', PASSWORD)).ok).toBe(true)
  })

  test('counts attempts that come at the same moment, each once', async () => {
    await forgetAttempts()
    const origin = from()
    await Promise.all(Array.from({ length: 6 }, () => attempt('olga@acme.test', 'wrong', origin)))
    expect(await sql('select key, points from rate_limit order by key')).toEqual([
      { key: 'sign-in account:olga@acme.test', points: 6 },
      { key: `sign-in address:${origin.address}`, points: 6 },
    ])
    await forgetAttempts()
  })

  test.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff'],
    ['2001:db8::5', '2001:db8:0:0:1::'],
    ['2001:db8:1:0:5:6:7:8', '2001:db8:1::5'],
    ['::1', '::2'],
  ])('counts a household’s IPv6 addresses as one: %s and %s', (one, other) => {
    expect(networkOf(one)).toBe(networkOf(other))
    expect(networkOf(one)).not.toBe(networkOf('2001:db8:9::1'))
  })

  test('takes the browser’s time zone for the account once, and not after', async () => {
    await sql('update "user" set time_zone = null')
    const zoned = (timeZone: string) =>
      signIn(platform, from(), () => false, atOnce, { email: 'olga@acme.test', password: PASSWORD, timeZone })
    for (const timeZone of ['not/a zone', 'Asia/Tokyo', 'Europe/Berlin']) need(await zoned(timeZone))
    expect(await sql('select time_zone from "user"')).toEqual([{ time_zone: 'Asia/Tokyo' }])
  })

  test.each([
    {},
    null,
    { email: 'olga@acme.test' },
    { email: ['x'], password: {} },
    { email: 'olga@acme.test', password: 'x'.repeat(10_000) },
  ])('refuses in words what no form sends: %j', async (input) => {
    expect(refusal(await signIn(platform, from(), () => false, atOnce, input))).toBe('invalid_input')
  })
})

describe.sequential('a password reset', () => {
  let userId: `usr_${string}`
  const offerReset = async (email = 'olga@acme.test') =>
    performForAccount(platform, offerPasswordReset, ORIGIN, { email })
  const reset = (token: string, password: string) =>
    performForAccount(platform, resetPassword, ORIGIN, { token, password })
  const hashOf = async () =>
    (await sql<{ password_hash: string }>('select password_hash from "user" where id = $1', [userId]))[0]
      ?.password_hash ?? ''

  beforeAll(async () => {
    userId = (await sql<{ id: `usr_${string}` }>('select id from "user"'))[0]?.id ?? 'usr_'
  })

  test('ends every session of the account, and uses its link up, at one stroke', async () => {
    const sessions = [
      need(await performForAccount(platform, startSession, ORIGIN, { userId })),
      need(await performForAccount(platform, startSession, ORIGIN, { userId })),
    ]
    const token = tokenOf(need(await offerReset()).url)
    expect(need(await view(token))).toEqual({ purpose: 'password_reset', email: 'olga@acme.test' })
    expect(await tablesThatHold(sql, [token])).toEqual([])
    expect(refusal(await reset(token, 'short'))).toBe('invalid_input')
    for (const { sessionId } of sessions)
      expect((await performForAccount(platform, viewSession, ORIGIN, { sessionId })).ok).toBe(true)
    need(await reset(token, 'another long password'))
    for (const { sessionId } of sessions)
      expect(refusal(await performForAccount(platform, viewSession, ORIGIN, { sessionId }))).toBe('not_signed_in')
    expect(await verifyPassword(await hashOf(), 'another long password')).toBe(true)
    expect(await tablesThatHold(sql, storedFormsOf('another long password'))).toEqual([])
    expect(refusal(await reset(token, 'yet another password'))).toBe('link_not_valid')
    expect(await verifyPassword(await hashOf(), 'another long password')).toBe(true)
  })

  test('followed by two at once sets one password', async () => {
    const token = tokenOf(need(await offerReset()).url)
    const [link] = await sql<{ id: string }>('select id from link where consumed_at is null')
    const outcomes = await queuedBehind(
      databaseUrl,
      { text: 'select 1 from link where id = $1 for update', values: [link?.id] },
      [() => reset(token, 'first password here'), () => reset(token, 'second password here')],
    )
    expect(outcomes.map(refusal)).toEqual([undefined, 'link_not_valid'])
    expect(await verifyPassword(await hashOf(), 'first password here')).toBe(true)
  })

  test('lets nobody in whose old password was being checked', async () => {
    const token = tokenOf(need(await offerReset()).url)
    const [, signedIn] = await queuedBehind(
      databaseUrl,
      { text: 'select 1 from "user" where id = $1 for update', values: [userId] },
      [
        () => reset(token, 'known to its owner alone'),
        () =>
          signIn(platform, ORIGIN, () => false, atOnce, { email: 'olga@acme.test', password: 'first password here' }),
      ],
    )
    expect(refusal(signedIn)).toBe('wrong_credentials')
    expect(await sql('select 1 from session where ended_at is null')).toEqual([])
  })

  test('is offered for seven days, by the newest link alone, and not to who has no account', async () => {
    const older = tokenOf(need(await offerReset()).url)
    const newer = tokenOf(need(await offerReset()).url)
    expect([refusal(await view(older)), (await view(newer)).ok]).toEqual(['link_not_valid', true])
    const [link] = await sql<{ days: string }>(
      'select extract(epoch from expires_at - created_at) / 86400 as days from link where consumed_at is null',
    )
    expect(Number(link?.days)).toBe(7)
    await sql('update link set expires_at = clock_timestamp() where consumed_at is null')
    expect(refusal(await reset(newer, 'late password here'))).toBe('link_not_valid')
    expect(refusal(await offerReset('nobody@acme.test'))).toBe('member_not_found')
  })
})

test('what nobody can use any more is forgotten after thirty days, and nothing that someone can', async () => {
  await sql('delete from session')
  await sql('delete from link')
  const [{ id: userId } = { id: '' }] = await sql<{ id: string }>('select id from "user"')
  const days = (count: number) => new Date(Date.now() - count * 86_400_000)
  const session = (id: string, expires: Date, ended: Date | null) =>
    sql(
      'insert into session (id, user_id, created_at, last_seen_at, expires_at, ended_at) values ($1, $2, $3, $3, $4, $5)',
      [id, userId, days(90), expires, ended],
    )
  await session('live', days(-1), null)
  await session('ended lately', days(-1), days(29))
  await session('ended long ago', days(-1), days(31))
  await session('expired long ago', days(31), null)
  const link = (id: string, expires: Date, consumed: Date | null) =>
    sql(
      'insert into link (id, purpose, token_hash, created_at, expires_at, consumed_at) values ($1, $2, sha256($3), $4, $5, $6)',
      [id, 'password_reset', Buffer.from(id), days(90), expires, consumed],
    )
  await link('open', days(-1), null)
  await link('used long ago', days(-1), days(31))
  await sql('delete from rate_limit')
  await sql('insert into rate_limit (key, points, expire) values ($1, 1, $2), ($3, 1, $4)', [
    'old',
    days(31),
    'new',
    days(-1),
  ])
  const events = await sql('select count(*) from event')
  expect(need(await performForAccount(platform, forgetOldRows, ORIGIN, {})).rows).toBe(4)
  expect(await sql('select id from session order by 1')).toEqual([{ id: 'ended lately' }, { id: 'live' }])
  expect(await sql('select id from link')).toEqual([{ id: 'open' }])
  expect(await sql('select key from rate_limit')).toEqual([{ key: 'new' }])
  expect(await sql('select count(*) from event')).toEqual(events)
})
