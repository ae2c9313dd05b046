import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '@/gateway/clock'
import { makeOrganization, type TestOrganization } from '@/gateway/testing/organization'
import { type RunningGateway, runGateway, until } from '@/gateway/testing/running-gateway'
import type { DataPlaneApp } from '@/lib/core/changes'
import { generateSigningKey, importPrivateKey } from '@/lib/crypto/signing-keys'
import type { Clock } from '@/lib/status/clock'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

let organization: TestOrganization
let portal: PortalStandIn
let running: RunningGateway
let upstream: Server
let onUpstream: (request: IncomingMessage, response: ServerResponse) => void
let app: DataPlaneApp
let token: string
/** Time that has passed for the gateway beyond what really has. */
let shift = 0

beforeEach(async () => {
  shift = 0
  upstream = createServer((request, response) => onUpstream(request, response))
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  organization = await makeOrganization()
  app = organization.app('sentiment', `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`)
  portal = new PortalStandIn(await organization.state([app]))
  const clock = systemClock()
  const shifted: Clock = { ...clock, monotonic: () => clock.monotonic() + shift }
  running = await runGateway(portal, await portal.listen(), {
    clock: shifted,
    sweepMilliseconds: 100,
    drainMilliseconds: 5_000,
  })
  await until(() => running.gateway.feed.isFresh(), 'a lease')
  token = await organization.mint(app, 1)
})
afterEach(async () => {
  await running.stop()
  await portal.close()
  upstream.closeAllConnections()
  upstream.close()
})

const verify = async (key = token) => {
  const response = await fetch(`${running.url}/verify?app=sentiment`, { headers: { authorization: `Bearer ${key}` } })
  const text = await response.text()
  return text === '' ? 'accepted' : (JSON.parse(text).verdict as string)
}

function open(path = '/apps/sentiment/') {
  const state = { closed: false, received: '' }
  const request = httpRequest(running.url + path, { headers: { authorization: `Bearer ${token}` } })
  request.on('error', () => {
    state.closed = true
  })
  request.on('response', (response) => {
    response.on('data', (chunk) => {
      state.received += chunk
    })
    response.on('error', () => undefined)
    response.on('close', () => {
      state.closed = true
    })
  })
  request.end()
  return state
}

describe('when the lease ends', () => {
  it('everything is refused, and what is open is closed, until the portal answers again', async () => {
    onUpstream = (_request, response) => response.write('data: 1\n\n')
    const stream = open()
    await until(() => stream.received !== '', 'the stream')
    portal.overrides.set('/dataplane/lease', { status: 503, body: '' })
    shift = portal.stalenessSeconds * 1_000
    await until(() => stream.closed, 'the close')
    const refused = await fetch(`${running.url}/apps/sentiment/`, { headers: { authorization: `Bearer ${token}` } })
    expect([
      refused.status,
      refused.headers.get('retry-after'),
      ((await refused.json()) as { verdict: string }).verdict,
    ]).toEqual([503, '5', 'status_stale'])
    expect(await verify('nonsense')).toBe('status_stale')
    expect((await fetch(`${running.url}/readyz`)).status).toBe(503)
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200)
    portal.overrides.clear()
    await until(() => running.gateway.feed.isFresh(), 'another lease', 8_000)
    expect(await verify()).toBe('accepted')
  }, 15_000)
})

describe('a new epoch', () => {
  it('signed by the organization’s epoch key is believed, and one signed by another key is not', async () => {
    const seq = portal.publish({ kind: 'status', set: [{ value: 1, runs: [[1, 1]] }] })
    await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
    expect(await verify()).toBe('revoked')
    const stranger = await generateSigningKey()
    const before = await organization.state([app])
    portal.beginEpoch({
      ...before,
      epoch: await organization.epoch(2, { ...stranger, privateKey: await importPrivateKey(stranger.privateJwk) }),
    })
    await until(() => running.gateway.feed.state === 'epoch_refused', 'the refusal')
    expect(await verify()).toBe('revoked')
    portal.beginEpoch({ ...before, epoch: await organization.epoch(2) })
    await until(
      () => running.gateway.feed.knowledge?.epoch.number === 2 && running.gateway.feed.isFresh(),
      'the epoch',
      8_000,
    )
    expect(await verify()).toBe('accepted')
  }, 15_000)
})

describe('when it stops', () => {
  it('what is open finishes, new connections are refused, and the lease is given back at the end', async () => {
    let finish: () => void = () => undefined
    onUpstream = (_request, response) => {
      response.write('half ')
      finish = () => response.end('whole')
    }
    const slow = open()
    await until(() => slow.received !== '', 'the beginning')
    const stopped = running.gateway.stop()
    await expect(fetch(`${running.url}/healthz`)).rejects.toThrow()
    expect(portal.releases).toEqual([])
    finish()
    const before = performance.now()
    await stopped
    expect(performance.now() - before).toBeLessThan(2_000)
    expect([slow.received, portal.releases.length]).toEqual(['half whole', 1])
  })

  it('keys that die meanwhile still lose what they have open', async () => {
    onUpstream = (_request, response) => response.write('data: 1\n\n')
    const stream = open()
    await until(() => stream.received !== '', 'the stream')
    const stopped = running.gateway.stop()
    portal.publish({ kind: 'status', set: [{ value: 1, runs: [[1, 1]] }] })
    await until(() => stream.closed, 'the close')
    await stopped
  })
})

describe('a caller among many', () => {
  it('is not taken for garbage when hundreds of new keys come at once from one address', async () => {
    const tokens = await Promise.all(Array.from({ length: 300 }, (_, at) => organization.mint(app, 100 + at)))
    const verdicts = await Promise.all(tokens.map((each) => verify(each)))
    expect(new Set(verdicts)).toEqual(new Set(['accepted']))
  })

  it('keeps its known key when others from its address have used up the budget of failed signatures', async () => {
    expect(await verify()).toBe('accepted')
    const [header, , signature] = token.split('.')
    const forged = Array.from({ length: 250 }, (_, at) => Buffer.from(`{"n":${100 + at}}`).toString('base64url'))
    const volley = () => Promise.all(forged.map((payload) => verify(`${header}.${payload}.${signature}`)))
    const verdicts = [...(await volley()), ...(await volley())]
    expect(new Set(verdicts)).toEqual(new Set(['bad_signature', 'rate_limited']))
    expect(await verify()).toBe('accepted')
    // The budget refills all the time, so the two race; a debt is left as soon as one volley was under way together.
    let limited: Response | undefined
    for (let time = 0; time < 10 && limited?.status !== 429; time += 1) {
      const unknown = await organization.mint(app, 2 + time)
      await volley()
      limited = await fetch(`${running.url}/verify?app=sentiment`, { headers: { authorization: `Bearer ${unknown}` } })
    }
    expect([limited?.status, limited?.headers.get('retry-after')]).toEqual([429, '10'])
  })

  it('waits for one verification when many requests bring one new key', async () => {
    expect(new Set(await Promise.all(Array.from({ length: 50 }, () => verify())))).toEqual(new Set(['accepted']))
  })
})
