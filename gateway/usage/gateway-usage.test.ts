import { createServer, request as httpRequest, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeOrganization, type TestOrganization } from '@/gateway/testing/organization'
import { type RunningGateway, runGateway, until } from '@/gateway/testing/running-gateway'
import type { UsageReport } from '@/gateway/usage/shipper'
import type { DataPlaneApp } from '@/lib/core/changes'
import { STATUS_VALUES } from '@/lib/core/status-value'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

let organization: TestOrganization
let app: DataPlaneApp
let portal: PortalStandIn
let portalUrl: string
let running: RunningGateway
let upstream: Server
const released: (() => void)[] = []

beforeAll(async () => {
  upstream = createServer((request, response) => {
    if (request.url === '/slow') {
      released.push(() => response.end())
      return
    }
    response.writeHead(request.url === '/teapot' ? 418 : 200)
    response.end('ok')
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  organization = await makeOrganization()
  app = organization.app('sentiment', `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`)
  portal = new PortalStandIn(await organization.state([app]))
  portalUrl = await portal.listen()
  running = await runGateway(portal, portalUrl)
  await until(() => running.gateway.feed.isFresh(), 'the lease')
})
afterAll(async () => {
  for (const release of released) release()
  await running.stop()
  await portal.close()
  upstream.closeAllConnections()
  await new Promise((resolve) => upstream.close(resolve))
})

const reports = () => [...portal.usage.values()] as UsageReport[]
const counts = () => reports().flatMap((report) => report.counts)
const requests = () => reports().flatMap((report) => report.requests)
const countOf = (key: string, verdict: string) =>
  counts().reduce((sum, count) => sum + (count.key === key && count.verdict === verdict ? count.n : 0), 0)
const ask = (path: string, token?: string, agent = 'test/1') =>
  fetch(`${running.url}${path}`, {
    headers: { 'user-agent': agent, ...(token ? { authorization: `Bearer ${token}` } : {}) },
  })
const keyOf = (token: string): string => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).jti

/** Until everything that was recorded has been delivered, with what its requests were answered. */
const delivered = (key: string, of: number) =>
  until(() => requests().filter((request) => request.key === key).length >= of, `${of} requests of the key`, 10_000)

describe('a gateway', () => {
  it('counts what it proxies and what it verifies, and tells what each caller was answered', async () => {
    const token = await organization.mint(app, 1)
    const key = keyOf(token)
    await ask('/apps/sentiment/v1?secret=1', token)
    await ask('/apps/sentiment/teapot', token)
    await ask('/verify?app=sentiment', token)
    await ask('/verify?app=sentiment&scope=admin', token)
    await delivered(key, 4)
    expect(countOf(key, 'accepted')).toBe(3)
    expect(countOf(key, 'insufficient_scope')).toBe(1)
    expect(
      requests()
        .filter((request) => request.key === key)
        .map(({ path, verdict, status }) => [path, verdict, status])
        .sort(),
    ).toEqual([
      ['/apps/sentiment/teapot', 'accepted', 418],
      ['/apps/sentiment/v1', 'accepted', 200],
      ['/verify', 'accepted', 204],
      ['/verify', 'insufficient_scope', 403],
    ])
    expect(reports().flatMap((report) => report.callers)).toContainEqual(
      expect.objectContaining({ key, address: '127.0.0.1', agent: 'test/1' }),
    )
    expect(reports().flatMap((report) => report.uses)).toContainEqual(
      expect.objectContaining({ key, verdict: 'accepted' }),
    )
  })

  it('counts a dead key as itself, and forged, missing and homeless ones apart', async () => {
    const token = await organization.mint(app, 2)
    const key = keyOf(token)
    const seq = portal.publish({ kind: 'status', set: [{ value: STATUS_VALUES.revoked, runs: [[2, 1]] }] })
    await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
    await ask('/apps/sentiment/', token)
    await ask('/apps/sentiment/', `${token.slice(0, -4)}AAAA`)
    await ask('/apps/sentiment/')
    await ask('/apps/nowhere/', token)
    await delivered(key, 1)
    await until(() => counts().some(({ verdict }) => verdict === 'unknown_app'), 'the last of them', 10_000)
    expect(countOf(key, 'revoked')).toBe(1)
    expect(
      counts()
        .filter(({ key: of }) => of === '')
        .every(({ verdict }) => verdict !== 'revoked'),
    ).toBe(true)
    const keyless = counts().filter(({ key: of }) => of === '')
    expect(new Set(keyless.map(({ app: of, verdict }) => `${of === app.id} ${verdict}`))).toEqual(
      new Set(['true bad_signature', 'true missing', 'false unknown_app']),
    )
    expect(reports().flatMap((report) => report.uses)).toContainEqual(
      expect.objectContaining({ key, verdict: 'revoked' }),
    )
  })

  it('writes 499 for a caller that left before its answer', async () => {
    const token = await organization.mint(app, 3)
    const key = keyOf(token)
    const left = httpRequest(`${running.url}/apps/sentiment/slow`, { headers: { authorization: `Bearer ${token}` } })
    left.on('error', () => undefined)
    left.end()
    await until(() => released.length > 0, 'the upstream')
    left.destroy()
    await delivered(key, 1)
    expect(requests().filter((request) => request.key === key)).toMatchObject([{ verdict: 'accepted', status: 499 }])
  })

  it('counts nobody who sent no HTTP, and nothing that names no app', async () => {
    const before = counts().reduce((sum, { n }) => sum + n, 0)
    const socket = connect(running.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.resume()
    socket.end('nonsense\r\n\r\n')
    await new Promise((resolve) => socket.once('close', resolve))
    await ask('/healthz')
    await ask('/nowhere')
    await ask('/verify')
    await running.gateway.usage.save()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(counts().reduce((sum, { n }) => sum + n, 0)).toBe(before)
  })

  it('delivers what it counted last when it stops', async () => {
    const other = await runGateway(portal, portalUrl, { lastDeliveryMilliseconds: 60_000 })
    await until(() => other.gateway.feed.isFresh(), 'the lease')
    const token = await organization.mint(app, 4)
    const asked = Array.from({ length: 50 }, () =>
      fetch(`${other.url}/verify?app=sentiment`, { headers: { authorization: `Bearer ${token}` } }),
    )
    await Promise.all(asked)
    await other.stop()
    expect(countOf(keyOf(token), 'accepted')).toBe(50)
  })
})
