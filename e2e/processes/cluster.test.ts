import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import {
  type GatewayProcess,
  type Installation,
  type MadeApp,
  type MadeKey,
  openInstallation,
  type PortalProcess,
  startGateway,
} from '@/e2e/processes/installation'
import { openStream } from '@/e2e/processes/open-stream'
import { type PortalLink, startPortalLink } from '@/e2e/processes/portal-link'
import { rowsOf } from '@/e2e/processes/rows'
import { until } from '@/e2e/processes/until'
import { startUpstream, type Upstream } from '@/e2e/processes/upstream'
import { createTestDatabase, type TestDatabase } from '@/lib/db/testing/test-database'

/** Connections are dealt out in turn, so each of two workers gets its share of these. */
const SEVERAL = 20

let database: TestDatabase
let installation: Installation
let portal: PortalProcess
let link: PortalLink
let gateway: GatewayProcess
let upstream: Upstream
let app: MadeApp
/** What the app has not answered yet. */
const held: ServerResponse[] = []
let start: (processes: number) => Promise<GatewayProcess>

beforeAll(async () => {
  database = await createTestDatabase()
  installation = await openInstallation(database.databaseUrl)
  upstream = await startUpstream((request, response) => {
    if (request.url === '/slow') held.push(response)
    return request.url === '/slow'
  })
  app = await installation.createApp('resize-image', upstream.url)
  portal = await installation.startPortal()
  link = await startPortalLink(portal.url)
  const token = await installation.registerGateway('edge')
  const port = await freePort()
  start = async (processes) => {
    gateway = await startGateway({
      portalUrl: link.url,
      token,
      dataFolder: `${installation.folder}/gateway`,
      port,
      processes,
    })
    return gateway
  }
  await start(2)
})

afterAll(async () => {
  await gateway?.kill()
  await link?.close()
  await portal?.stop()
  await upstream?.close()
  await installation?.close()
  await database?.drop()
})

/** What each of several connections of their own is answered. */
async function answers({ token }: MadeKey): Promise<string[]> {
  const made = Array.from({ length: SEVERAL }, () => call(`${gateway.url}/apps/resize-image/`, { token }))
  return (await Promise.all(made)).map(({ status, verdict }) => (status === 200 ? 'accepted' : `${status} ${verdict}`))
}

const all = (answer: string) => Array(SEVERAL).fill(answer)

async function madeKey(name: string): Promise<MadeKey> {
  const key = await installation.createKey(app, name)
  await until('every worker knows the key', async () => (await answers(key)).every((answer) => answer === 'accepted'))
  return key
}

const receiptOf = (seq: number) =>
  rowsOf<{ acknowledged_at: Date | null }>(
    database.databaseUrl,
    'select acknowledged_at from acknowledgement where organization_id = $1 and seq = $2',
    [installation.organization.id, seq],
  )

const acknowledgedBy = (seq: number) =>
  until('the receipt is complete', async () => {
    const rows = await receiptOf(seq)
    return rows.length > 0 && rows.every(({ acknowledged_at }) => acknowledged_at) && rows
  })

const pidsOfWorkers = () =>
  [...gateway.output().matchAll(/"pid":(\d+),"msg":"A worker serves"/g)].map(([, pid]) => Number(pid))

it('has closed and refuses a revoked key in every worker before it acknowledges, and owes one receipt', async () => {
  const key = await madeKey('short-lived')
  const streams = await Promise.all(
    Array.from({ length: 4 }, () => openStream(`${gateway.url}/apps/resize-image/stream`, key.token)),
  )
  await until('everything so far is acknowledged', async () => {
    const [instance] = await rowsOf<{ caught_up: boolean }>(
      database.databaseUrl,
      'select applied_seq >= seq as caught_up from gateway_instance join organization_head using (organization_id)',
    )
    return instance?.caught_up
  })
  const holding = link.holdNext('/dataplane/acknowledgements')
  const seq = await installation.revoke(key)
  const acknowledgement = await holding
  expect(await answers(key)).toEqual(all('401 revoked'))
  expect(streams.map((stream) => stream.wasCutOff())).toEqual([true, true, true, true])
  expect(await receiptOf(seq)).toEqual([{ acknowledged_at: null }])
  acknowledgement.letGo()
  expect(await acknowledgedBy(seq)).toHaveLength(1)
})

it('goes on when a worker is killed under load: no good key is refused, and receipts complete', async () => {
  const good = await madeKey('good')
  const doomed = await madeKey('doomed')
  const seen = new Map<string, number>()
  let isOver = false
  const load = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      const { status } = await call(`${gateway.url}/apps/resize-image/`, {
        token: good.token,
        milliseconds: 2_000,
      }).catch(() => ({ status: 'cut off' }))
      seen.set(String(status), (seen.get(String(status)) ?? 0) + 1)
    }
  })
  const [victim] = pidsOfWorkers()
  process.kill(victim ?? 0, 'SIGKILL')
  const seq = await installation.revoke(doomed)
  await acknowledgedBy(seq)
  expect(await answers(doomed)).toEqual(all('401 revoked'))
  await until('another worker serves in its place', () => pidsOfWorkers().length === 3)
  expect(await answers(doomed)).toEqual(all('401 revoked'))
  isOver = true
  await Promise.all(load)
  // What the killed worker was answering is cut off, and nothing else happens to anybody.
  expect([...seen.keys()].filter((status) => status !== '200' && status !== 'cut off')).toEqual([])
  expect(seen.get('200')).toBeGreaterThan(0)
})

it('lets what every worker has open finish when it is stopped, and in nobody new', async () => {
  const key = await madeKey('patient')
  const slow = Array.from({ length: 4 }, () => call(`${gateway.url}/apps/resize-image/slow`, { token: key.token }))
  await until('all of them have reached the app', () => held.length === 4)
  const stopped = gateway.stop()
  await until('the port is closed', () => isClosed(Number(new URL(gateway.url).port)))
  for (const response of held) response.end('at last')
  expect((await Promise.all(slow)).map(({ status, body }) => `${status} ${body}`)).toEqual(Array(4).fill('200 at last'))
  expect(await stopped).toBe(0)
  await start(2)
})

it('delivers what every worker has counted, also after a stop without a portal and a start with fewer', async () => {
  const key = await madeKey('counted')
  const before = upstream.received.filter((request) => request.headers['x-aura-key-id'] === key.id).length
  link.cut()
  expect(await answers(key)).toEqual(all('accepted'))
  expect(await gateway.stop()).toBe(0)
  link.restore()
  await start(1)
  // Refusals of the moment before each worker knew the key are counted too; what was accepted has reached the app.
  const accepted = async () =>
    (
      await rowsOf<{ requests: string }>(
        database.databaseUrl,
        "select sum(requests) as requests from usage_hour where api_key_id = $1 and verdict = 'accepted'",
        [key.id],
      )
    ).map(({ requests }) => Number(requests))
  await until('all of it has arrived', async () => ((await accepted())[0] ?? 0) >= before + SEVERAL)
  expect(await gateway.stop()).toBe(0)
  expect(await accepted()).toEqual([before + SEVERAL])
})

it('closes its port when its primary is killed, though nobody told the workers', async () => {
  await start(2)
  const { port } = new URL(gateway.url)
  process.kill(gateway.pid, 'SIGKILL')
  await until('the port is closed', () => isClosed(Number(port)))
  await start(2)
  await madeKey('afterwards')
})

function isClosed(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(false)
    })
    socket.on('error', () => resolve(true))
  })
}
