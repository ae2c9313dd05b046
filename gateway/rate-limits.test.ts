import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RateLimits } from '@/gateway/rate-limits'
import { Deciding } from '@/gateway/testing/deciding'
import { makeOrganization, type TestOrganization } from '@/gateway/testing/organization'
import { type RunningGateway, runGateway, until } from '@/gateway/testing/running-gateway'
import type { DataPlaneApp } from '@/lib/core/changes'
import type { RateLimit } from '@/lib/core/key-limits'
import { LIMITS } from '@/lib/core/limits'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

const anyRate = fc.record({
  requestsPerMinute: fc.integer({ min: 1, max: LIMITS.requestsPerMinute }),
  burst: fc.integer({ min: 1, max: 50 }),
})
const limitedTo = (rate: RateLimit) => ({ rate, addresses: [] })

describe('a rate', () => {
  it('lets its burst through at once, then a request each time that a token is there', () => {
    let now = 0
    const rates = new RateLimits(() => now)
    const take = () => rates.take(1, { requestsPerMinute: 60, burst: 3 })
    expect([take(), take(), take(), take(), take()]).toEqual([0, 0, 0, 1, 1])
    now += 999
    expect(take()).toBe(1)
    now += 1
    expect([take(), take()]).toEqual([0, 1])
    now += 3_600_000
    expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 1])
  })

  it('says how long to wait, and keeps its word', () => {
    fc.assert(
      fc.property(anyRate, fc.array(fc.integer({ min: 0, max: 120_000 }), { maxLength: 40 }), (rate, pauses) => {
        let now = 0
        const rates = new RateLimits(() => now)
        for (const pause of pauses) {
          now += pause
          const seconds = rates.take(1, rate)
          if (seconds === 0) continue
          expect(Number.isInteger(seconds)).toBe(true)
          now += seconds * 1_000
          expect(rates.take(1, rate)).toBe(0)
        }
      }),
    )
  })

  it('is never exceeded: in no time more than what came in during it, and one burst', () => {
    fc.assert(
      fc.property(anyRate, fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 300 }), (rate, pauses) => {
        let now = 0
        const rates = new RateLimits(() => now)
        const accepted: number[] = []
        for (const pause of pauses) {
          now += pause
          if (rates.take(1, rate) === 0) accepted.push(now)
        }
        for (const [first, from] of accepted.entries()) {
          for (let last = first; last < accepted.length; last += 1) {
            const earned = (((accepted[last] as number) - from) / 60_000) * rate.requestsPerMinute
            expect(last - first + 1).toBeLessThanOrEqual(rate.burst + earned + 0.001)
          }
        }
      }),
    )
  })

  it('holds from the moment at which it is changed', () => {
    let now = 0
    const rates = new RateLimits(() => now)
    expect(rates.take(1, { requestsPerMinute: 1, burst: 1 })).toBe(0)
    expect(rates.take(1, { requestsPerMinute: 1, burst: 1 })).toBe(60)
    expect(rates.take(1, { requestsPerMinute: 60, burst: 100 })).toBe(1)
    now += 50_000
    expect(rates.take(1, { requestsPerMinute: 60, burst: 100 })).toBe(0)
    expect(rates.take(1, { requestsPerMinute: 60, burst: 2 })).toBe(0)
    expect(rates.take(1, { requestsPerMinute: 60, burst: 2 })).toBe(0)
    expect(rates.take(1, { requestsPerMinute: 60, burst: 2 })).toBe(1)
  })
})

describe('a limited key', () => {
  let organization: TestOrganization
  let app: DataPlaneApp
  beforeAll(async () => {
    organization = await makeOrganization()
    app = organization.app('sentiment', 'http://127.0.0.1:9', {
      scopeRules: [{ methods: [], path: '/admin', scope: 'admin' }],
    })
  })
  const aGateway = async () =>
    new Deciding(
      await organization.state([app], {
        keyLimits: [{ position: 1, limits: limitedTo({ requestsPerMinute: 60, burst: 2 }) }],
      }),
    )

  it('is refused past its rate, with the time to wait; others are not, and it is again when the time has passed', async () => {
    const gateway = await aGateway()
    const [token, other] = [await organization.mint(app, 1), await organization.mint(app, 2)]
    const decided = []
    for (let sent = 0; sent < 3; sent += 1) decided.push(await gateway.decide({ token }))
    expect(decided.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted', 'rate_limited'])
    expect(decided.at(-1)).toMatchObject({ retryAfterSeconds: 1, key: { position: 1 } })
    for (let sent = 0; sent < 5; sent += 1) expect((await gateway.decide({ token: other })).verdict).toBe('accepted')
    gateway.time += 1_000
    expect((await gateway.decide({ token })).verdict).toBe('accepted')
  })

  it('spends nothing on requests that are refused, nor on answers that stay open', async () => {
    const gateway = await aGateway()
    const token = await organization.mint(app, 1)
    const { key } = await gateway.decide({ token })
    for (let sent = 0; sent < 10; sent += 1) {
      expect((await gateway.decide({ token, path: '/admin' })).verdict).toBe('insufficient_scope')
      const call = { slug: 'sentiment', token, method: 'GET', path: '/', scope: undefined, address: '' }
      if (key) expect(gateway.decider.judge(key, app, call)).toBe('accepted')
    }
    expect((await gateway.decide({ token })).verdict).toBe('accepted')
    expect((await gateway.decide({ token })).verdict).toBe('rate_limited')
  })

  it('spends of one rate at /apps and at /verify', async () => {
    const gateway = await aGateway()
    const token = await organization.mint(app, 1)
    expect((await gateway.decide({ token })).verdict).toBe('accepted')
    expect((await gateway.decide({ token, method: undefined })).verdict).toBe('accepted')
    expect((await gateway.decide({ token, method: undefined })).verdict).toBe('rate_limited')
    expect((await gateway.decide({ token })).verdict).toBe('rate_limited')
  })

  it('follows a change of its rate at once, in both directions', async () => {
    const gateway = await aGateway()
    const token = await organization.mint(app, 1)
    const set = (rate: RateLimit | null) =>
      gateway.learn({ kind: 'key_limits', set: [{ position: 1, limits: { rate, addresses: [] } }] })
    set({ requestsPerMinute: 1, burst: 1 })
    expect((await gateway.decide({ token })).verdict).toBe('accepted')
    expect(await gateway.decide({ token })).toMatchObject({ verdict: 'rate_limited', retryAfterSeconds: 60 })
    set(null)
    for (let sent = 0; sent < 5; sent += 1) expect((await gateway.decide({ token })).verdict).toBe('accepted')
  })
})

describe('a running gateway', () => {
  let portal: PortalStandIn
  let running: RunningGateway
  let upstream: Server
  let organization: TestOrganization
  let app: DataPlaneApp

  beforeAll(async () => {
    upstream = createServer((_request, response) => response.end('here'))
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    organization = await makeOrganization()
    app = organization.app('sentiment', `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`)
    const limits = limitedTo({ requestsPerMinute: 1, burst: 2 })
    portal = new PortalStandIn(await organization.state([app], { keyLimits: [{ position: 1, limits }] }))
    running = await runGateway(portal, await portal.listen())
    await until(() => running.gateway.feed.isFresh(), 'a lease')
  })
  afterAll(async () => {
    await running.stop()
    await portal.close()
    upstream.closeAllConnections()
    upstream.close()
  })

  it('says 429 and when to come again, and counts it for the key', async () => {
    const headers = { authorization: `Bearer ${await organization.mint(app, 1)}` }
    const ask = (target: string) => fetch(`${running.url}${target}`, { headers })
    expect((await ask('/apps/sentiment/')).status).toBe(200)
    expect((await ask('/verify?app=sentiment')).status).toBe(204)
    for (const target of ['/apps/sentiment/', '/verify?app=sentiment']) {
      const refused = await ask(target)
      expect([refused.status, ((await refused.json()) as { verdict: string }).verdict]).toEqual([429, 'rate_limited'])
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(30)
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    }
    interface Report {
      readonly counts: readonly { readonly key: string; readonly verdict: string; readonly n: number }[]
    }
    const counts = () => [...portal.usage.values()].flatMap((report) => (report as Report).counts)
    const limited = () => counts().filter(({ verdict }) => verdict === 'rate_limited')
    await until(() => limited().reduce((sum, { n }) => sum + n, 0) === 2, 'both to be counted', 10_000)
    for (const { key } of limited()) expect(key).toMatch(/^key_/)
  })
})
