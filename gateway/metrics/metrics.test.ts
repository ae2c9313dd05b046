import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '@/gateway/log'
import { type MetricsServer, serveMetrics } from '@/gateway/metrics/metrics-server'
import { RequestCounts } from '@/gateway/metrics/request-counts'
import {
  bundleGateway,
  type GatewayProcess,
  killGatewayProcesses,
  runGatewayProcess,
} from '@/gateway/testing/gateway-process'
import { makeOrganization, type TestOrganization } from '@/gateway/testing/organization'
import { type RunningGateway, runGateway, temporaryFolder, until } from '@/gateway/testing/running-gateway'
import type { DataPlaneApp } from '@/lib/core/changes'
import { KEY_PREFIX } from '@/lib/core/claims'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

let organization: TestOrganization
let portal: PortalStandIn
let portalUrl: string
let running: RunningGateway
let metrics: MetricsServer
let upstream: Server
let app: DataPlaneApp
let gone: DataPlaneApp
let token: string

beforeAll(async () => {
  upstream = createServer((_request, response) => response.end('hello'))
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  organization = await makeOrganization()
  app = organization.app('sentiment', `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`)
  gone = organization.app('gone', 'http://127.0.0.1:9')
  portal = new PortalStandIn(await organization.state([app, gone]))
  portal.clockOffset = 2_000
  portalUrl = await portal.listen()
  running = await runGateway(portal, portalUrl)
  await until(() => running.gateway.feed.isFresh(), 'a lease')
  metrics = await serveMetrics({ host: '127.0.0.1', port: 0 }, running.gateway.metrics, createLog('silent'))
  token = await organization.mint(app, 1)
})

afterAll(async () => {
  killGatewayProcesses()
  await metrics.close()
  await running.stop()
  await portal.close()
  upstream.closeAllConnections()
  upstream.close()
})

const ask = async (path: string, key?: string) =>
  (await fetch(`${running.url}${path}`, key ? { headers: { authorization: `Bearer ${key}` } } : {})).text()
async function read(port = metrics.address.port) {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`)
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ])
  const text = await response.text()
  const value = (line: string) => {
    const found = text.split('\n').find((each) => each.startsWith(`${line} `))
    return found === undefined ? undefined : Number(found.slice(line.length + 1))
  }
  return { text, value }
}

describe('metrics', () => {
  it('count requests by verdict, and time those that were accepted by app', async () => {
    await ask('/apps/sentiment/', token)
    await ask('/apps/sentiment/', token)
    await ask('/apps/sentiment/')
    await ask('/apps/nowhere/', token)
    await ask('/apps/gone/', await organization.mint(gone, 2))
    await ask('/verify?app=sentiment', token)
    await ask('/verify?app=sentiment', `${token}x`)
    const { value } = await read()
    expect(value('aura_gateway_requests_total{surface="apps",verdict="accepted"}')).toBe(3)
    expect(value('aura_gateway_requests_total{surface="apps",verdict="missing"}')).toBe(1)
    expect(value('aura_gateway_requests_total{surface="apps",verdict="unknown_app"}')).toBe(1)
    expect(value('aura_gateway_requests_total{surface="verify",verdict="malformed"}')).toBe(1)
    expect(value('aura_gateway_answer_seconds_count{surface="apps",app="sentiment"}')).toBe(2)
    expect(value('aura_gateway_answer_seconds_bucket{surface="apps",app="sentiment",le="+Inf"}')).toBe(2)
    expect(value('aura_gateway_answer_seconds_count{surface="verify",app="sentiment"}')).toBe(1)
    expect(value('aura_gateway_answer_seconds_sum{surface="apps",app="sentiment"}')).toBeGreaterThan(0)
    expect(value('aura_gateway_app_failures_total{app="gone",problem="upstream_unreachable"}')).toBe(1)
    expect(value('aura_gateway_verified_tokens')).toBe(2)
    expect(value('aura_gateway_verified_token_lookups_total{result="hit"}')).toBeGreaterThanOrEqual(2)
  })

  it('say how fresh the gateway’s knowledge is, and how the process does', async () => {
    const { value } = await read()
    expect(value('aura_gateway_feed_state{state="following"}')).toBe(1)
    expect(value('aura_gateway_feed_state{state="interrupted"}')).toBe(0)
    expect(value('aura_gateway_applied_seq')).toBe(running.gateway.feed.knowledge?.seq)
    expect(value('aura_gateway_lag_changes')).toBe(0)
    expect(value('aura_gateway_lease_seconds')).toBeGreaterThan(800)
    expect(Math.round(value('aura_gateway_clock_offset_seconds') ?? 0)).toBe(2)
    expect(value('aura_gateway_usage_batches_waiting')).toBeGreaterThanOrEqual(0)
    expect(value('aura_gateway_open_requests')).toBe(0)
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(1_000_000)
  })

  it('name no key, no caller and no app that does not exist', async () => {
    await ask('/apps/never-made-by-anyone/', token)
    const { text } = await read()
    for (const word of [KEY_PREFIX, token.slice(-40), 'nowhere', 'never-made-by-anyone', '127.0.0.1', 'key_'])
      expect(text).not.toContain(word)
  })

  it('are at one address, by one method, and nothing of apps is there', async () => {
    const at = `http://127.0.0.1:${metrics.address.port}`
    for (const path of ['/', '/metrics/', '/metrics?x', '/apps/sentiment/', '/verify?app=sentiment', '/healthz'])
      expect((await fetch(at + path)).status, path).toBe(404)
    expect((await fetch(`${at}/metrics`, { method: 'POST', body: 'x' })).status).toBe(405)
    expect((await fetch(`${running.url}/metrics`)).status).toBe(404)
  })

  it('have one line for all apps beyond a number of them', () => {
    const counts = new RequestCounts()
    for (let at = 0; at < 2_000; at += 1) {
      counts.answered('apps', `app-${at}`, 1)
      counts.failed(`app-${at}`, 'upstream_timeout')
    }
    expect(counts.durations.apps.size).toBe(501)
    expect(counts.durations.apps.get('(others)')?.buckets[0]).toBe(1_500)
    expect(counts.failures.size).toBe(501)
  })
})

it('metrics of a gateway of several processes are those of all of them together', async () => {
  const folder = temporaryFolder()
  const bundle = join(folder.path, 'gateway.mjs')
  await bundleGateway(bundle)
  const gateway: GatewayProcess = await runGatewayProcess(bundle, {
    AURA_PORTAL_URL: portalUrl,
    AURA_GATEWAY_TOKEN: portal.token,
    AURA_DATA_DIR: join(folder.path, 'data'),
    AURA_GATEWAY_PROCESSES: '2',
    AURA_METRICS_LISTEN: '127.0.0.1:0',
  })
  await gateway.becomes(token, 'accepted')
  for (let calls = 0; calls < 9; calls += 1)
    await fetch(`http://127.0.0.1:${gateway.port()}/verify?app=sentiment`, { headers: { connection: 'close' } })
  const { value } = await read(Number(/"metricsPort":(\d+)/.exec(gateway.output())?.[1]))
  expect(value('aura_gateway_requests_total{surface="verify",verdict="missing"}')).toBe(9)
  expect(value('aura_gateway_processes')).toBe(2)
  expect(value('aura_gateway_feed_state{state="following"}')).toBe(1)
  gateway.child.kill('SIGTERM')
  expect(await gateway.exited, gateway.output()).toBe(0)
  folder.remove()
}, 60_000)
