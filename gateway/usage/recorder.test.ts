import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countedOf, UsageRecorder } from '@/gateway/usage/recorder'
import { AnAnswer, decided, finished, keyId, someApps } from '@/gateway/usage/testing/requests'
import type { Counted } from '@/gateway/usage/usage-tally'
import { KEY_PREFIX } from '@/lib/core/claims'
import { USAGE_LIMITS } from '@/lib/core/usage'
import { VERDICTS, type Verdict } from '@/lib/core/verdicts'

const HOUR = 490_000
const AT = HOUR * 3_600_000
const KEY = keyId(1)
const PRODUCT_KEY = `${KEY_PREFIX}${'x'.repeat(400)}`
const newRecorder = (now = () => AT, random: () => number = Math.random) =>
  new UsageRecorder({ wall: now, portalNow: now, random })

function counted(recorder: UsageRecorder): Counted[] {
  const { tallies, samples } = recorder.take()
  return [...tallies].map(([key, tally]) => countedOf(key, tally, (key !== '' && samples.get(key)) || []))
}
const only = (all: readonly Counted[]): Counted => {
  expect(all).toHaveLength(1)
  return all[0] as Counted
}
const GET = { method: 'GET', url: '/apps/sentiment/v1' }

describe('what is counted', () => {
  it('stands under key, app, hour by the portal’s clock, and verdict', () => {
    let machine = AT - 5 * 60_000
    const recorder = new UsageRecorder({
      wall: () => machine,
      portalNow: () => machine + 5 * 60_000,
      random: Math.random,
    })
    const [one, two] = someApps
    const record = (verdict: Verdict, app = one) =>
      recorder.record(decided(KEY, verdict, app), GET, finished(), '192.0.2.1', 'x', recorder.now())
    record('accepted')
    record('accepted')
    record('revoked')
    record('wrong_app', two)
    machine += 3_600_000
    record('accepted')
    expect(only(counted(recorder)).counts).toEqual([
      { app: one?.id, hour: HOUR, verdict: 'accepted', n: 2 },
      { app: one?.id, hour: HOUR, verdict: 'revoked', n: 1 },
      { app: two?.id, hour: HOUR, verdict: 'wrong_app', n: 1 },
      { app: one?.id, hour: HOUR + 1, verdict: 'accepted', n: 1 },
    ])
    expect(counted(recorder)).toEqual([])
  })

  it('names a key only where a signature vouches for it, and it was issued here', () => {
    const recorder = newRecorder()
    const record = (key: typeof KEY | undefined, verdict: Verdict) =>
      recorder.record(decided(key, verdict), GET, finished(401), '192.0.2.1', 'x', AT)
    for (const verdict of ['missing', 'malformed', 'bad_signature', 'rate_limited'] as const) record(undefined, verdict)
    // Signed with a stolen signing key, for a position that was never given out: its key id is what the thief wrote.
    record(KEY, 'bad_signature')
    record(KEY, 'unknown_issuer')
    const keyless = only(counted(recorder))
    expect(keyless.key).toBe('')
    expect(keyless.counts.reduce((sum, { n }) => sum + n, 0)).toBe(6)
    expect(keyless.callers).toEqual([])
    expect(keyless.requests).toEqual([])
  })

  it('has last use, last knock and callers of a key', () => {
    const recorder = newRecorder()
    const record = (verdict: Verdict, address: string, agent: string, at: number) =>
      recorder.record(decided(KEY, verdict), GET, finished(), address, agent, at)
    record('accepted', '::ffff:192.0.2.1', 'curl/8', AT)
    record('accepted', '::ffff:192.0.2.1', 'curl/8', AT + 10)
    record('revoked', '2001:db8::1', 'python', AT + 20)
    record('insufficient_scope', '192.0.2.9', 'go', AT + 30)
    const { used, knocked, callers } = only(counted(recorder))
    expect(used).toEqual({ at: AT + 10, address: '192.0.2.1', agent: 'curl/8', verdict: 'accepted' })
    expect(knocked).toEqual({ at: AT + 20, address: '2001:db8::1', agent: 'python', verdict: 'revoked' })
    expect(callers).toEqual([
      { address: '192.0.2.1', agent: 'curl/8', first: AT, last: AT + 10, n: 2, verdict: 'accepted' },
      { address: '2001:db8::1', agent: 'python', first: AT + 20, last: AT + 20, n: 1, verdict: 'revoked' },
      { address: '192.0.2.9', agent: 'go', first: AT + 30, last: AT + 30, n: 1, verdict: 'insufficient_scope' },
    ])
  })
})

describe('a sampled request', () => {
  it('tells what the caller was answered and how long it took, whenever it ends', () => {
    let now = AT
    const recorder = newRecorder(() => now)
    const answers = [new AnAnswer(), new AnAnswer(), new AnAnswer(), new AnAnswer()] as const
    for (const answer of answers) recorder.record(decided(KEY, 'accepted'), GET, answer, '192.0.2.1', 'x', now)
    now += 25
    answers[0].finish(201)
    answers[1].abort()
    answers[2].cut(200)
    const [whole, left, cut] = only(counted(recorder)).requests
    expect(whole).toEqual({
      at: AT,
      method: 'GET',
      path: '/apps/sentiment/v1',
      verdict: 'accepted',
      status: 201,
      ms: 25,
      address: '192.0.2.1',
    })
    expect(left).toMatchObject({ status: 499 })
    expect(cut).toMatchObject({ status: 200 })
    now += 60_000
    answers[3].finish(200)
    expect(recorder.take().samples.get(KEY)).toMatchObject([{ at: AT, status: 200, ms: 60_025 }])
  })

  it('keeps no query, no key, nothing unprintable and nothing long', () => {
    const recorder = newRecorder()
    const record = (url: string, agent: string) =>
      recorder.record(decided(KEY, 'accepted'), { method: 'GET', url }, finished(), '192.0.2.1', agent, AT)
    record(`/a/${PRODUCT_KEY}/b?token=secret`, `tool ${PRODUCT_KEY}`)
    record('/b#secret', 'two\u0007bells and half a pair \ud800')
    record(`/${'c.'.repeat(8_000)}`, 'd.'.repeat(8_000))
    const { requests, callers, used } = only(counted(recorder))
    expect(JSON.stringify([requests, callers, used])).not.toMatch(/secret|x{20}|\\u0007|\\ud800/)
    expect(requests.map(({ path }) => path)).toEqual(['/a/[key removed]/b', '/b', `/${'c.'.repeat(256)}`.slice(0, 512)])
    expect(Math.max(...callers.map(({ agent }) => agent.length))).toBe(USAGE_LIMITS.agentCharacters)
  })

  it('is drawn fairly: of 10,000 requests of a second each has about the same chance', () => {
    const drawn = new Array<number>(10).fill(0)
    for (let round = 0; round < 200; round += 1) {
      const recorder = newRecorder()
      for (let n = 0; n < 1_000; n += 1)
        recorder.record(decided(KEY, 'accepted'), { method: 'GET', url: `/${n}` }, finished(), '192.0.2.1', 'x', AT)
      for (const { path } of only(counted(recorder)).requests) {
        const tenth = Math.floor(Number(path.slice(1)) / 100)
        drawn[tenth] = (drawn[tenth] ?? 0) + 1
      }
    }
    expect(drawn.reduce((sum, n) => sum + n, 0)).toBe(2_000)
    // 200 each on average, standard deviation 13: six of them are never seen.
    for (const n of drawn) expect(Math.abs(n - 200)).toBeLessThan(80)
  })
})

describe('whatever arrives between two hand-overs', () => {
  it('every request is counted once, under its app and verdict', () => {
    const verdict = fc.constantFrom(...(Object.keys(VERDICTS) as Verdict[]))
    const request = fc.record({
      key: fc.option(fc.nat(5), { nil: undefined }),
      app: fc.constantFrom(...someApps, 'none' as const),
      verdict,
      agent: fc.string({ maxLength: 12 }),
      address: fc.string({ maxLength: 12 }),
      hour: fc.nat(40),
    })
    fc.assert(
      fc.property(fc.array(request, { maxLength: 300 }), (requests) => {
        const recorder = newRecorder()
        const expected = new Map<string, number>()
        for (const { key, app, verdict, agent, address, hour } of requests) {
          recorder.record(
            decided(key === undefined ? undefined : keyId(key), verdict, app),
            GET,
            finished(),
            address,
            agent,
            hour * 3_600_000,
          )
          const id = `${app === 'none' ? '' : app.id} ${verdict} ${hour}`
          expected.set(id, (expected.get(id) ?? 0) + 1)
        }
        const found = new Map<string, number>()
        for (const { counts } of counted(recorder)) {
          for (const { app, verdict, hour, n } of counts) {
            const id = `${app} ${verdict} ${hour}`
            found.set(id, (found.get(id) ?? 0) + n)
          }
        }
        expect(found).toEqual(expected)
      }),
      { numRuns: 100 },
    )
  })

  it('memory is bounded: callers and requests are left out, and counts of too many keys lose their key', () => {
    const recorder = newRecorder()
    const KEYS = 130_000
    for (let n = 0; n < KEYS; n += 1) {
      const answer = new AnAnswer()
      recorder.record(decided(keyId(n), 'accepted'), GET, answer, `192.0.2.${n % 250}`, `agent ${n}`, AT)
      answer.finish(200)
    }
    for (let n = 0; n < 5_000; n += 1)
      recorder.record(decided(keyId(1), 'accepted'), GET, finished(), '192.0.2.1', `agent ${n}`, AT)
    const { tallies, samples, folded } = recorder.take()
    const sum = (of: (tally: typeof tallies extends ReadonlyMap<string, infer T> ? T : never) => number) =>
      [...tallies.values()].reduce((total, tally) => total + of(tally), 0)
    expect(sum(({ counts }) => counts.reduce((total, { n }) => total + n, 0))).toBe(KEYS + 5_000)
    expect(folded).toBe(true)
    expect(tallies.size).toBe(100_001)
    expect(sum(({ callers }) => callers.length)).toBeLessThanOrEqual(20_000)
    expect(tallies.get(keyId(1))?.callers.length).toBeLessThanOrEqual(USAGE_LIMITS.callersPerKey)
    expect([...samples.values()].reduce((total, { length }) => total + length, 0)).toBeLessThanOrEqual(2_000)
  })
})
