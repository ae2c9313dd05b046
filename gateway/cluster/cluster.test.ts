import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import {
  bundleGateway,
  type GatewayProcess,
  killGatewayProcesses,
  runGatewayProcess,
} from '@/gateway/testing/gateway-process'
import { makeOrganization, type TestOrganization } from '@/gateway/testing/organization'
import { temporaryFolder, until } from '@/gateway/testing/running-gateway'
import type { DataPlaneApp } from '@/lib/core/changes'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

const folder = temporaryFolder()
const bundle = join(folder.path, 'gateway.mjs')
let organization: TestOrganization
let app: DataPlaneApp
let portal: PortalStandIn
let portalUrl: string
let nextPosition = 1
let folders = 0

beforeAll(async () => {
  await bundleGateway(bundle)
  organization = await makeOrganization()
  app = organization.app('sentiment', await silentApp.listen())
  portal = new PortalStandIn(await organization.state([app]))
  portalUrl = await portal.listen()
}, 30_000)

afterEach(() => {
  portal.onAcknowledgement = () => undefined
})

afterAll(async () => {
  killGatewayProcesses()
  silentApp.close()
  await portal.close()
  folder.remove()
})

/** An app that takes requests, and answers none. */
const silentApp = {
  connections: 0,
  server: createServer(() => {
    silentApp.connections += 1
  }),
  async listen() {
    await new Promise<void>((resolve) => silentApp.server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(silentApp.server.address() as AddressInfo).port}`
  },
  close: () => silentApp.server.close(),
}

const newFolder = () => join(folder.path, `data-${++folders}`)
const run = (dataFolder = newFolder(), variables: Record<string, string> = {}) =>
  runGatewayProcess(bundle, {
    AURA_PORTAL_URL: portalUrl,
    AURA_GATEWAY_TOKEN: portal.token,
    AURA_DATA_DIR: dataFolder,
    AURA_GATEWAY_PROCESSES: '2',
    ...variables,
  })

/** A key, and what revokes it. */
async function makeKey() {
  const position = nextPosition++
  const token = await organization.mint(app, position)
  return { token, revoke: () => portal.publish({ kind: 'status', set: [{ value: 1, runs: [[position, 1]] }] }) }
}

/** Process ids of the workers that have ever served, by slot, the newest last. */
const workersOf = (gateway: GatewayProcess) =>
  [...gateway.output().matchAll(/"worker":(\d+),"pid":(\d+),"msg":"A worker serves"/g)].map(([, slot, pid]) => ({
    slot: Number(slot),
    pid: Number(pid),
  }))

/** A verdict over a connection of its own: the primary deals connections out in turn. */
function verdictOf(gateway: GatewayProcess, token: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      `http://127.0.0.1:${gateway.port()}/verify?app=sentiment`,
      { agent: false, headers: { authorization: `Bearer ${token}` } },
      (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => resolve(text === '' ? 'accepted' : JSON.parse(text).verdict))
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

const acknowledged = (seq: number) => portal.acknowledgements.some((acknowledgement) => acknowledgement.seq >= seq)

it('is one instance to the portal, with a worker for each process asked for, and stops in order', async () => {
  const leases = portal.leases.length
  const gateway = await run()
  const { token, revoke } = await makeKey()
  await gateway.becomes(token, 'accepted')
  expect(
    workersOf(gateway)
      .map(({ slot }) => slot)
      .sort(),
  ).toEqual([1, 2])
  const [first, second] = [await verdictOf(gateway, token), await verdictOf(gateway, token)]
  expect([first, second]).toEqual(['accepted', 'accepted'])
  const seq = revoke()
  await until(() => acknowledged(seq), 'the acknowledgement')
  expect(await Promise.all(Array.from({ length: 8 }, () => verdictOf(gateway, token)))).toEqual(
    Array(8).fill('revoked'),
  )
  expect(new Set(portal.leases.slice(leases).map(({ instance }) => instance)).size).toBe(1)

  const releases = portal.releases.length
  gateway.child.kill('SIGTERM')
  expect(await gateway.exited, gateway.output()).toBe(0)
  expect(portal.releases).toHaveLength(releases + 1)
  for (const { pid } of workersOf(gateway)) expect(isAlive(pid)).toBe(false)
}, 30_000)

it('holds endings in every process, and from its journal after a kill while the portal is away', async () => {
  const dataFolder = newFolder()
  const first = await run(dataFolder)
  const [ended, ending] = [await makeKey(), await makeKey()]
  await first.becomes(ended.token, 'accepted')
  const now = Math.floor(Date.now() / 1000)
  const seq = portal.publish({
    kind: 'key_endings',
    set: [
      { position: nextPosition - 2, endsAt: now - 1 },
      { position: nextPosition - 1, endsAt: now + 3_600 },
    ],
  })
  await until(() => acknowledged(seq), 'the acknowledgement')
  const verdicts = (gateway: GatewayProcess) =>
    Promise.all([ended, ended, ending, ending].map(({ token }) => verdictOf(gateway, token)))
  expect(await verdicts(first)).toEqual(['revoked', 'revoked', 'accepted', 'accepted'])
  first.child.kill('SIGKILL')
  await first.exited
  for (const { pid } of workersOf(first)) await until(() => !isAlive(pid), 'the end of every worker')
  for (const path of ['snapshot', 'changes', 'lease'])
    portal.overrides.set(`/dataplane/${path}`, { status: 503, body: '' })
  const second = await run(dataFolder)
  await until(() => workersOf(second).length === 2, 'two workers')
  expect(await verdicts(second)).toEqual(['revoked', 'revoked', 'accepted', 'accepted'])
  portal.overrides.clear()
  second.child.kill('SIGTERM')
  await second.exited
}, 30_000)

it('kills a worker that hangs, and acknowledges nothing before it is gone', async () => {
  const gateway = await run()
  const { token, revoke } = await makeKey()
  await gateway.becomes(token, 'accepted')
  const [stuck] = workersOf(gateway)
  const pid = stuck?.pid ?? 0
  const seenAlive: boolean[] = []
  portal.onAcknowledgement = (acknowledgement) => {
    if (acknowledgement.seq >= seq) seenAlive.push(isAlive(pid))
  }
  process.kill(pid, 'SIGSTOP')
  const seq = revoke()
  await until(() => acknowledged(seq), 'the acknowledgement', 20_000)
  expect(seenAlive).toEqual([false])
  expect(gateway.output()).toContain('A worker hangs')
  await until(() => workersOf(gateway).length === 3, 'another worker in its place', 10_000)
  expect(workersOf(gateway).at(-1)?.slot).toBe(stuck?.slot)
  expect(await Promise.all(Array.from({ length: 4 }, () => verdictOf(gateway, token)))).toEqual(
    Array(4).fill('revoked'),
  )
  gateway.child.kill('SIGTERM')
  await gateway.exited
}, 60_000)

it('does not start beside a worker that its killed predecessor has left behind', async () => {
  const dataFolder = newFolder()
  const first = await run(dataFolder)
  await until(() => workersOf(first).length === 2, 'two workers')
  const [stuck, other] = workersOf(first)
  process.kill(stuck?.pid ?? 0, 'SIGSTOP')
  first.child.kill('SIGKILL')
  await first.exited
  await until(() => !isAlive(other?.pid ?? 0), 'the end of the worker that can hear of it')

  const tooEarly = await run(dataFolder, { AURA_GATEWAY_PROCESSES: '1' })
  expect(await tooEarly.exited).toBe(1)
  expect(tooEarly.output()).toContain(`has not ended, process id ${stuck?.pid}`)

  process.kill(stuck?.pid ?? 0, 'SIGKILL')
  const { token } = await makeKey()
  const second = await run(dataFolder)
  await second.becomes(token, 'accepted')
  second.child.kill('SIGTERM')
  expect(await second.exited, second.output()).toBe(0)
}, 60_000)

it('starts a worker that ends again and again less and less often, while the others serve, and ends at once when told twice', async () => {
  const gateway = await run()
  const { token } = await makeKey()
  await gateway.becomes(token, 'accepted')
  for (let times = 1; times <= 3; times += 1) {
    const victims = workersOf(gateway).filter(({ slot }) => slot === 1)
    process.kill(victims.at(-1)?.pid ?? 0, 'SIGKILL')
    await until(
      () => workersOf(gateway).filter(({ slot }) => slot === 1).length > victims.length,
      'another one in its place',
      10_000,
    )
  }
  expect(gateway.output()).toContain('A worker ends again and again')
  expect(await verdictOf(gateway, token)).toBe('accepted')
  const asked = portal.releases.length
  const unanswered = httpRequest(`http://127.0.0.1:${gateway.port()}/apps/sentiment/`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const broken = new Promise((resolve) => unanswered.on('error', resolve))
  unanswered.end()
  await until(() => silentApp.connections > 0, 'a request that the app does not answer')
  gateway.child.kill('SIGINT')
  await until(() => gateway.output().includes('stopping'), 'the first signal')
  gateway.child.kill('SIGINT')
  expect(await gateway.exited, gateway.output()).toBe(1)
  await broken
  for (const { pid } of workersOf(gateway)) await until(() => !isAlive(pid), 'the end of every worker')
  expect(portal.releases).toHaveLength(asked)
}, 60_000)

it('whose port is taken does not start, and leaves neither a lease nor a worker behind', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  const leases = portal.leases.length
  const gateway = await run(newFolder(), { AURA_GATEWAY_LISTEN: `127.0.0.1:${port}` })
  expect(await gateway.exited).toBe(1)
  expect(gateway.output()).toContain('EADDRINUSE')
  const released = portal.releases.map(({ instance }) => instance)
  for (const { instance } of portal.leases.slice(leases)) expect(released).toContain(instance)
  taken.close()
}, 30_000)

/** A process that has ended is dead, whether or not anybody has taken note of it yet. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
