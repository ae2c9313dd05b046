import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '@/gateway/clock'
import { Deciding } from '@/gateway/testing/deciding'
import { makeOrganization, type TestOrganization } from '@/gateway/testing/organization'
import { type RunningGateway, runGateway, until } from '@/gateway/testing/running-gateway'
import type { DataPlaneApp } from '@/lib/core/changes'
import type { Clock } from '@/lib/status/clock'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

let organization: TestOrganization
beforeAll(async () => {
  organization = await makeOrganization()
})

describe('the ending of a key that another took the place of', () => {
  const decide = async (keyEndings: { position: number; endsAt: number }[], exp?: number) => {
    const app = organization.app('sentiment', 'http://127.0.0.1:9')
    const gateway = new Deciding(await organization.state([app], { keyEndings }))
    const [ending, other] = await Promise.all(
      [1, 2].map((position) => organization.mint(app, position, exp === undefined ? {} : { exp })),
    )
    const verdictAt = async (nowSeconds: number, token = ending) => {
      gateway.nowSeconds = nowSeconds
      return (await gateway.decide({ token })).verdict
    }
    return { gateway, verdictAt, other }
  }

  it('comes to the second, by the portal’s clock, and ends no other key', async () => {
    const endsAt = 1_800_000_100
    const { verdictAt, other } = await decide([{ position: 1, endsAt }])
    expect([await verdictAt(endsAt - 1), await verdictAt(endsAt - 0.001), await verdictAt(endsAt)]).toEqual([
      'accepted',
      'accepted',
      'revoked',
    ])
    expect([await verdictAt(endsAt, other), await verdictAt(endsAt + 1e9)]).toEqual(['accepted', 'revoked'])
  })

  it('is learned while the key is in use, and can come earlier, never later', async () => {
    const { gateway, verdictAt } = await decide([])
    const learn = (endsAt: number) => gateway.learn({ kind: 'key_endings', set: [{ position: 1, endsAt }] })
    expect(await verdictAt(1_800_000_100)).toBe('accepted')
    learn(1_800_000_200)
    expect([await verdictAt(1_800_000_199), await verdictAt(1_800_000_200)]).toEqual(['accepted', 'revoked'])
    learn(1_800_000_100)
    learn(1_800_000_300)
    expect([await verdictAt(1_800_000_099), await verdictAt(1_800_000_100)]).toEqual(['accepted', 'revoked'])
  })

  it('outranks the expiry that comes in the same second', async () => {
    const endsAt = 1_800_000_100
    const { verdictAt, other } = await decide([{ position: 1, endsAt }], endsAt)
    expect([await verdictAt(endsAt), await verdictAt(endsAt, other)]).toEqual(['revoked', 'expired'])
  })
})

describe('a gateway whose portal is away', () => {
  let portal: PortalStandIn
  let running: RunningGateway
  let upstream: Server
  let app: DataPlaneApp
  /** Time that has passed for the gateway beyond what really has. */
  let shift = 0

  beforeAll(async () => {
    upstream = createServer((_request, response) => response.write('first'))
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    app = organization.app('sentiment', `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`)
    portal = new PortalStandIn(await organization.state([app]))
    const clock = systemClock()
    const shifted: Clock = { ...clock, monotonic: () => clock.monotonic() + shift }
    running = await runGateway(portal, await portal.listen(), { clock: shifted, sweepMilliseconds: 100 })
    await until(() => running.gateway.feed.isFresh(), 'a lease')
  })
  afterAll(async () => {
    await running.stop()
    await portal.close()
    upstream.closeAllConnections()
    upstream.close()
  })

  async function openStream(token: string) {
    const stream = { isOpen: false, isClosed: false }
    const request = httpRequest(`${running.url}/apps/sentiment/`, { headers: { authorization: `Bearer ${token}` } })
    request.on('error', () => undefined)
    request.on('response', (response) => {
      response.on('data', () => {
        stream.isOpen = true
      })
      response.on('error', () => undefined)
      response.on('close', () => {
        stream.isClosed = true
      })
    })
    request.end()
    await until(() => stream.isOpen, 'the first bytes')
    return stream
  }

  it('refuses a key from its ending on all the same, and closes what it has open, as it does at an expiry', async () => {
    const inTwoMinutes = Math.floor(Date.now() / 1000) + 120
    const [ending, expiring, staying] = [
      await organization.mint(app, 1),
      await organization.mint(app, 2, { exp: inTwoMinutes }),
      await organization.mint(app, 3),
    ]
    const seq = portal.publish({ kind: 'key_endings', set: [{ position: 1, endsAt: inTwoMinutes }] })
    await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
    const streams = await Promise.all([ending, expiring, staying].map(openStream))
    portal.overrides.set('/dataplane/lease', { status: 503, body: '' })
    portal.overrides.set('/dataplane/changes', { status: 503, body: '' })
    portal.cutStreams()
    shift = 125_000
    await until(() => streams[0]?.isClosed === true && streams[1]?.isClosed === true, 'the closes')
    expect(streams[2]?.isClosed).toBe(false)
    const verdicts = await Promise.all(
      [ending, expiring].map(async (token) => {
        const headers = { authorization: `Bearer ${token}` }
        const response = await fetch(`${running.url}/verify?app=sentiment`, { headers })
        return ((await response.json()) as { verdict: string }).verdict
      }),
    )
    expect(verdicts).toEqual(['revoked', 'expired'])
  })
})
