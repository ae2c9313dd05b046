import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Deciding } from '@/gateway/testing/deciding'
import { makeOrganization } from '@/gateway/testing/organization'

/** Timers stand still, so whoever waits for the feed waits until they are moved. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

async function aGateway() {
  const organization = await makeOrganization()
  const known = organization.app('known', 'http://127.0.0.1:9')
  const fresh = organization.app('sentiment', 'http://127.0.0.1:9')
  const gateway = new Deciding(await organization.state([known]))
  return { organization, known, fresh, gateway }
}

describe('a good key for an app that was not heard of yet', () => {
  it('opens it as soon as the feed brings it', async () => {
    const { organization, fresh, gateway } = await aGateway()
    const first = gateway.decide({ token: await organization.mint(fresh, 1) })
    const early = gateway.decide({ token: await organization.mint(fresh, 1_000) })
    await gateway.untilWaiting(2)
    gateway.learn({ kind: 'app', app: fresh })
    expect((await first).verdict).toBe('accepted')
    gateway.learn({ kind: 'issued', below: 1_001 })
    expect((await early).verdict).toBe('accepted')
  })

  it('is told that there is none when it does not come within 250 ms, and is counted for no key', async () => {
    const { organization, fresh, gateway } = await aGateway()
    const answer = gateway.decide({ token: await organization.mint(fresh, 1) })
    await gateway.untilWaiting(1)
    await vi.advanceTimersByTimeAsync(250)
    expect(await answer).toEqual({ verdict: 'unknown_app', key: undefined, app: undefined })
  })

  it('waits for a thousand requests at most', async () => {
    const { organization, fresh, gateway } = await aGateway()
    const token = await organization.mint(fresh, 1)
    const waiting = Array.from({ length: 1_000 }, () => gateway.decide({ token }))
    await gateway.untilWaiting(1_000)
    expect((await gateway.decide({ token })).verdict).toBe('unknown_app')
    gateway.learn({ kind: 'app', app: fresh })
    for (const { verdict } of await Promise.all(waiting)) expect(verdict).toBe('accepted')
  })
})

describe('nobody waits', () => {
  it('without a key, or with one that was not made here', async () => {
    const { organization, fresh, gateway } = await aGateway()
    const forged = (await organization.mint(fresh, 1)).replace(/\.[^.]{10}/, '.AAAAAAAAAA')
    const foreign = await (await makeOrganization('https://elsewhere.test/o/x')).mint(fresh, 1)
    for (const token of [undefined, '', 'x', forged, foreign])
      expect((await gateway.decide({ token })).verdict).toBe('unknown_app')
  })

  it('with a key of an app that is known, at an address that is not', async () => {
    const { organization, known, gateway } = await aGateway()
    const token = await organization.mint(known, 1)
    for (let time = 0; time < 2; time += 1) expect((await gateway.decide({ token })).verdict).toBe('unknown_app')
  })

  it('past the budget of failed signatures', async () => {
    const { organization, fresh, gateway } = await aGateway()
    const forged = (await organization.mint(fresh, 1)).replace(/\.[^.]{10}/, '.AAAAAAAAAA')
    for (let sent = 0; sent < 100; sent += 1) await gateway.decide({ token: forged })
    expect((await gateway.decide({ token: forged })).verdict).toBe('rate_limited')
  })
})
