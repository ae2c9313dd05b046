import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { UsageInput } from '@/lib/contract/feed'
import type { ApiKeyId, AppId, GatewayInstanceId } from '@/lib/core/identifiers'
import { USAGE_LIMITS } from '@/lib/core/usage'
import { newIdAt } from '@/lib/crypto/identifiers'
import { listUsageByDay } from '@/lib/db/usage'
import { performForAccount, performForGateway } from '@/lib/operations/perform'
import { recordUsage } from '@/lib/operations/record-usage'
import { registerGateway } from '@/lib/operations/register-gateway'
import { renewLease } from '@/lib/operations/renew-lease'
import { retireGateway } from '@/lib/operations/retire-gateway'
import { rollUpUsage } from '@/lib/operations/roll-up-usage'
import { need, ORIGIN, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'

type Report = z.input<typeof UsageInput>

const { platform, sql, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const instance = (): GatewayInstanceId => newIdAt(new Date())('gatewayInstance')
const [first, second] = await Promise.all(
  ['first', 'second'].map(async (name) => {
    const { id, token } = need(await as(acme.owner)(registerGateway, { name }))
    return { id, token, instance: instance() }
  }),
)
if (!first || !second) throw new Error('no gateways')
const app = await makeApp(acme.developer)
const theirApp = await makeApp(zenith.developer)
const theirKey = await makeKey(zenith.developer, theirApp)

const HOUR = 490_000
const AT = HOUR * 3_600_000
const EMPTY = { counts: [], uses: [], callers: [], requests: [], gaps: [] }
const newBatch = () => ({ spool: randomUUID(), number: 1 })
const deliver = (counted: Partial<Report>, { by = first, batch = newBatch() } = {}) =>
  performForGateway(platform, recordUsage, by.token, ORIGIN, { instance: by.instance, batch, ...EMPTY, ...counted })
const anotherKey = async () => (await makeKey(acme.developer, app, { type: 'server' })).id
const requestsOf = async (key: ApiKeyId | '', appId: AppId = app.id) =>
  Number(
    (
      await sql<{ n: string | null }>(
        'select sum(requests) as n from usage_hour where api_key_id = $1 and app_id = $2',
        [key, appId],
      )
    )[0]?.n ?? 0,
  )
const count = (
  key: ApiKeyId | '',
  n: number,
  rest: Partial<Report['counts'][number]> = {},
): Report['counts'][number] => ({
  key,
  app: app.id,
  hour: HOUR,
  verdict: 'accepted',
  n,
  ...rest,
})
const caller = (
  key: ApiKeyId,
  address: string,
  last: number,
  rest: Partial<Report['callers'][number]> = {},
): Report['callers'][number] => ({
  key,
  address,
  agent: 'curl/8',
  first: last,
  last,
  n: 1,
  verdict: 'accepted',
  ...rest,
})

describe('a batch of what a gateway counted', () => {
  test('is counted once, however often it is delivered, and at the same time too', async () => {
    const key = await anotherKey()
    const batch = newBatch()
    const counted = {
      counts: [count(key, 7)],
      callers: [caller(key, '192.0.2.1', AT, { n: 7 })],
      requests: [
        {
          key,
          at: AT,
          method: 'GET',
          path: '/',
          verdict: 'accepted' as const,
          status: 200,
          ms: 3,
          address: '192.0.2.1',
        },
      ],
      gaps: [{ begins: AT, ends: AT + 900, reason: 'killed' as const }],
    }
    const answers = await Promise.all(Array.from({ length: 6 }, () => deliver(counted, { batch })))
    expect(answers.every(({ ok }) => ok)).toBe(true)
    await deliver(counted, { batch })
    expect(await requestsOf(key)).toBe(7)
    expect(await sql('select requests::int as n from key_caller where api_key_id = $1', [key])).toEqual([{ n: 7 }])
    expect(await sql('select 1 from key_request where api_key_id = $1', [key])).toHaveLength(1)
    expect(await sql('select reason from usage_gap where organization_id = $1', [acme.id])).toEqual([
      { reason: 'killed' },
    ])
  })

  test('of the next number, or of another spool, is counted too', async () => {
    const key = await anotherKey()
    const spool = randomUUID()
    await deliver({ counts: [count(key, 1)] }, { batch: { spool, number: 1 } })
    await deliver({ counts: [count(key, 10)] }, { batch: { spool, number: 2 } })
    await deliver({ counts: [count(key, 100)] }, { batch: { spool: randomUUID(), number: 1 } })
    expect(await requestsOf(key)).toBe(111)
  })

  test('may name an hour, an app and a verdict several times', async () => {
    const key = await anotherKey()
    await deliver({
      counts: [count(key, 1), count(key, 2), count(key, 4, { verdict: 'revoked' }), count(key, 8, { hour: HOUR + 1 })],
    })
    expect(
      await sql(
        'select verdict, requests::int as n, extract(epoch from hour)::int / 3600 as hour from usage_hour where api_key_id = $1 order by 2',
        [key],
      ),
    ).toEqual([
      { verdict: 'accepted', n: 3, hour: HOUR },
      { verdict: 'revoked', n: 4, hour: HOUR },
      { verdict: 'accepted', n: 8, hour: HOUR + 1 },
    ])
  })

  test('is added up with those of other gateways that arrive at the same moment', async () => {
    const keys = await Promise.all(Array.from({ length: 12 }, anotherKey))
    // Every other batch names its keys in the reverse order, and knocks where others use; each counts an hour of its own, so that
    // nothing makes them wait before they meet at keys and callers. Nobody may wait in a circle there.
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => {
        const mine = keys.map(
          (key, place) => ({ key, verdict: (at + place) % 2 === 0 ? 'accepted' : 'revoked' }) as const,
        )
        if (at % 2 === 0) mine.reverse()
        const counted = {
          counts: mine.map(({ key, verdict }) => count(key, 1, { verdict, hour: HOUR + at })),
          uses: mine.map(({ key, verdict }) => ({ key, at: AT + at, address: '192.0.2.1', agent: 'x', verdict })),
          callers: mine.flatMap(({ key }) =>
            Array.from({ length: 20 }, (_, n) => caller(key, `192.0.2.${(at * 7 + n) % 250}`, AT + at)),
          ),
        }
        return deliver(counted, { by: at % 3 === 0 ? second : first })
      }),
    )
    expect(answers.filter(({ ok }) => !ok)).toEqual([])
    for (const key of keys) {
      expect(await requestsOf(key)).toBe(40)
      const [callers] = await sql<{ n: number }>('select count(*)::int as n from key_caller where api_key_id = $1', [
        key,
      ])
      expect(callers?.n).toBeGreaterThanOrEqual(USAGE_LIMITS.callersPerKey - 20)
    }
  })

  test('counts nothing of another organization’s keys and apps', async () => {
    const at = AT
    const stranger = theirKey.id
    await deliver({
      counts: [
        count(stranger, 5),
        count(stranger, 5, { app: theirApp.id }),
        count('', 5, { app: theirApp.id, verdict: 'missing' }),
      ],
      uses: [
        { key: stranger, at, address: '192.0.2.1', agent: 'x', verdict: 'accepted' },
        { key: stranger, at, address: '192.0.2.1', agent: 'x', verdict: 'revoked' },
      ],
      callers: [caller(stranger, '192.0.2.1', at)],
      requests: [
        { key: stranger, at, method: 'GET', path: '/', verdict: 'accepted', status: 200, ms: 1, address: '192.0.2.1' },
      ],
    })
    // Every key has its row of uses from the beginning, so that lists can go by them: it says nothing yet.
    for (const table of ['usage_hour', 'key_caller', 'key_request'])
      expect(await sql(`select 1 from "${table}" where api_key_id = $1`, [stranger])).toEqual([])
    expect(
      await sql('select 1 from usage_hour where app_id = $1 or organization_id = $2', [theirApp.id, zenith.id]),
    ).toEqual([])
  })

  test('counts what no key can be held responsible for by app, and by no app', async () => {
    const mine = await makeApp(acme.developer)
    const before = await requestsOf('', '' as AppId)
    await deliver({
      counts: [
        count('', 3, { app: mine.id, verdict: 'bad_signature' }),
        count('', 4, { app: '', verdict: 'unknown_app' }),
      ],
    })
    expect(await requestsOf('', mine.id)).toBe(3)
    expect(await requestsOf('', '' as AppId)).toBe(before + 4)
  })

  test('in the name of another gateway’s instance is refused, and of a gateway that was retired', async () => {
    const head = (
      await sql<{ seq: number }>('select seq::int from organization_head where organization_id = $1', [acme.id])
    )[0]
    const renewal = { software: 'test', sentAt: Date.now(), appliedSeq: head?.seq ?? 0, epoch: 1 }
    const third = need(await as(acme.owner)(registerGateway, { name: 'third' }))
    const mine = { ...third, instance: instance() }
    need(await performForGateway(platform, renewLease, third.token, ORIGIN, { ...renewal, instance: mine.instance }))
    const key = await anotherKey()
    expect(refusal(await deliver({ counts: [count(key, 1)] }, { by: { ...first, instance: mine.instance } }))).toBe(
      'gateway_token_refused',
    )
    expect((await deliver({ counts: [count(key, 10)] }, { by: mine })).ok).toBe(true)
    need(await as(acme.owner)(retireGateway, { gatewayId: third.id }))
    expect(refusal(await deliver({ counts: [count(key, 100)] }, { by: mine }))).toBe('gateway_token_refused')
    expect(await requestsOf(key)).toBe(10)
  })

  test('with text that no database can keep is refused as what it is, so that it is not sent for ever', async () => {
    const key = await anotherKey()
    for (const agent of ['a\0b', 'a\ud800b'])
      expect(refusal(await deliver({ callers: [caller(key, '192.0.2.1', AT, { agent })] }))).toBe('invalid_input')
  })
})

describe('last use and last knock', () => {
  const useOf = async (key: ApiKeyId) =>
    (
      await sql(
        'select last_used_at, last_used_address, last_used_agent, last_knock_at, last_knock_verdict, last_knock_address from key_use where api_key_id = $1',
        [key],
      )
    )[0]
  const use = (key: ApiKeyId, at: number, verdict: Report['uses'][number]['verdict'], address: string) => ({
    key,
    at,
    address,
    agent: 'curl/8',
    verdict,
  })

  test('are the latest, in whatever order they arrive', async () => {
    const key = await anotherKey()
    await deliver({
      uses: [use(key, AT + 5_001, 'accepted', '192.0.2.5'), use(key, AT + 2_000, 'accepted', '192.0.2.2')],
    })
    await deliver({ uses: [use(key, AT + 3_000, 'accepted', '192.0.2.3')] })
    expect(await useOf(key)).toEqual({
      last_used_at: new Date(AT + 5_001),
      last_used_address: '192.0.2.5',
      last_used_agent: 'curl/8',
      last_knock_at: null,
      last_knock_verdict: null,
      last_knock_address: null,
    })
    await deliver({
      uses: [use(key, AT + 9_000, 'revoked', '198.51.100.9'), use(key, AT + 6_000, 'accepted', '192.0.2.6')],
    })
    await deliver({ uses: [use(key, AT + 8_000, 'expired', '198.51.100.8')] })
    expect(await useOf(key)).toMatchObject({
      last_used_at: new Date(AT + 6_000),
      last_used_address: '192.0.2.6',
      last_knock_at: new Date(AT + 9_000),
      last_knock_verdict: 'revoked',
      last_knock_address: '198.51.100.9',
    })
  })

  test('say nothing about a refusal that is not the key’s death', async () => {
    const key = await anotherKey()
    await deliver({ uses: [use(key, AT, 'wrong_app', '192.0.2.1'), use(key, AT, 'rate_limited', '192.0.2.1')] })
    expect(Object.values((await useOf(key)) ?? {}).filter((fact) => fact !== null)).toEqual([])
  })
})

describe('what is kept of one key', () => {
  test(`is ${USAGE_LIMITS.callersPerKey} callers, those that were seen last`, async () => {
    const key = await anotherKey()
    const other = await anotherKey()
    await deliver({ callers: [caller(other, '203.0.113.1', AT)] })
    const callers = Array.from({ length: 130 }, (_, n) => caller(key, `192.0.2.${n}`, AT + n * 1_000))
    await deliver({ callers: callers.slice(0, 90) })
    // Seen again, with an older first time and a newer last one.
    await deliver({
      callers: [
        caller(key, '192.0.2.0', AT + 500_000, { first: AT - 1_000, n: 4, verdict: 'revoked' }),
        ...callers.slice(90),
      ],
    })
    const kept = await sql<{ address: string }>('select address from key_caller where api_key_id = $1', [key])
    expect(new Set(kept.map(({ address }) => address))).toEqual(
      new Set(['192.0.2.0', ...callers.slice(31).map(({ address }) => address)]),
    )
    expect(
      await sql(
        'select first_seen_at, last_seen_at, requests::int, last_verdict from key_caller where api_key_id = $1 and address = $2',
        [key, '192.0.2.0'],
      ),
    ).toEqual([
      {
        first_seen_at: new Date(AT - 1_000),
        last_seen_at: new Date(AT + 500_000),
        requests: 5,
        last_verdict: 'revoked',
      },
    ])
    expect(await sql('select 1 from key_caller where api_key_id = $1', [other])).toHaveLength(1)
  })

  test(`is ${USAGE_LIMITS.requestsPerKey} requests, the newest`, async () => {
    const key = await anotherKey()
    const requests = Array.from({ length: 1_300 }, (_, n) => ({
      key,
      at: AT + n,
      method: 'POST',
      path: `/v1/${n}`,
      verdict: 'accepted' as const,
      status: 200,
      ms: n,
      address: '2001:db8::1',
    }))
    for (let at = 0; at < requests.length; at += 130) await deliver({ requests: requests.slice(at, at + 130) })
    const kept = await sql<{ milliseconds: number; path: string; at: Date }>(
      'select milliseconds, path, at from key_request where api_key_id = $1 order by id',
      [key],
    )
    expect(kept).toHaveLength(USAGE_LIMITS.requestsPerKey)
    expect(kept[0]).toEqual({ milliseconds: 300, path: '/v1/300', at: new Date(AT + 300) })
  })
})

describe('hours that have grown old', () => {
  test('become days in UTC, and nothing is lost or counted twice on the way', async () => {
    const key = await anotherKey()
    const day = 24 * 3_600_000
    const today = Math.floor(Date.now() / day)
    const at = (daysAgo: number, hour: number) => (today - daysAgo) * 24 + hour
    const counts = [
      count(key, 1, { hour: at(100, 0) }),
      count(key, 2, { hour: at(100, 23) }),
      count(key, 4, { hour: at(100, 23), verdict: 'revoked' }),
      count(key, 8, { hour: at(99, 0) }),
      count(key, 16, { hour: at(1, 12) }),
      count(key, 32, { hour: at(800, 12) }),
    ]
    await deliver({ counts })
    const series = () =>
      platform.database.transaction(async (tx) =>
        (await listUsageByDay(tx, acme.id, { apiKeyId: key }, new Date((today - 365) * day))).map(
          ({ at, verdict, requests }) => [(today * day - at.getTime()) / day, verdict, requests],
        ),
      )
    const expected = [
      [100, 'accepted', 3],
      [100, 'revoked', 4],
      [99, 'accepted', 8],
      [1, 'accepted', 16],
    ]
    expect(await series()).toEqual(expected)
    need(await performForAccount(platform, rollUpUsage, ORIGIN, {}))
    expect(await series()).toEqual(expected)
    expect(await requestsOf(key)).toBe(16)
    const days = () => sql<{ n: number }>('select sum(requests)::int as n from usage_day where api_key_id = $1', [key])
    expect(await days()).toEqual([{ n: 15 }])
    // A gateway that was away for long delivers an hour of a day that was rolled up already.
    await deliver({ counts: [count(key, 64, { hour: at(100, 5) })] })
    need(await performForAccount(platform, rollUpUsage, ORIGIN, {}))
    expect((await series())[0]).toEqual([100, 'accepted', 67])
  })
})
