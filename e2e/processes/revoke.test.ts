import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import {
  type GatewayProcess,
  type Installation,
  type MadeApp,
  openInstallation,
  type PortalProcess,
  startGateway,
  untilCaughtUp,
  untilReady,
} from '@/e2e/processes/installation'
import { openStream } from '@/e2e/processes/open-stream'
import { type PortalLink, startPortalLink } from '@/e2e/processes/portal-link'
import { rowsOf } from '@/e2e/processes/rows'
import { until } from '@/e2e/processes/until'
import { startUpstream, type Upstream } from '@/e2e/processes/upstream'
import { createTestDatabase, type TestDatabase } from '@/lib/db/testing/test-database'

let database: TestDatabase
let installation: Installation
let portal: PortalProcess
let link: PortalLink
let gateway: GatewayProcess
let upstream: Upstream
let app: MadeApp

beforeAll(async () => {
  database = await createTestDatabase()
  installation = await openInstallation(database.databaseUrl)
  upstream = await startUpstream()
  app = await installation.createApp('resize-image', upstream.url)
  portal = await installation.startPortal()
  link = await startPortalLink(portal.url)
  const token = await installation.registerGateway('edge')
  gateway = await startGateway({
    portalUrl: link.url,
    token,
    dataFolder: `${installation.folder}/gateway`,
    port: await freePort(),
  })
  await untilReady(gateway)
})

afterAll(async () => {
  await gateway?.stop()
  await link?.close()
  await portal?.stop()
  await upstream?.close()
  await installation?.close()
  await database?.drop()
})

const receiptOf = (seq: number) =>
  rowsOf<{ instance_id: string; deadline: Date; acknowledged_at: Date | null }>(
    database.databaseUrl,
    'select instance_id, deadline, acknowledged_at from acknowledgement where organization_id = $1 and seq = $2',
    [installation.organization.id, seq],
  )

it('opens the app with a new key, and tells the app which key it was', async () => {
  const key = await installation.createKey(app, 'fresh')
  await untilCaughtUp(gateway, installation)
  const answer = await call(`${gateway.url}/apps/resize-image/some/where?a=b`, {
    token: key.token,
    headers: { 'X-Aura-Key-Id': 'mine' },
  })
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.body).keyId).toBe(key.id)
  const last = upstream.received.at(-1)
  expect(last?.url).toBe('/some/where?a=b')
  expect(last?.headers.authorization).toBeUndefined()
  expect(answer.headers['x-aura-request-id']).toBe(last?.headers['x-aura-request-id'])
})

it('refuses a revoked key, and the receipt says when each gateway knew', async () => {
  const key = await installation.createKey(app, 'short-lived')
  await untilCaughtUp(gateway, installation)
  expect((await call(`${gateway.url}/apps/resize-image/`, { token: key.token })).status).toBe(200)
  const revokedAt = Date.now()
  const seq = await installation.revoke(key)
  const [receipt, ...others] = await until('the acknowledgement is stored', async () => {
    const rows = await receiptOf(seq)
    return rows.every(({ acknowledged_at }) => acknowledged_at) && rows
  })
  expect(others).toEqual([])
  expect(receipt?.acknowledged_at?.getTime()).toBeGreaterThanOrEqual(revokedAt)
  expect(receipt?.acknowledged_at?.getTime()).toBeLessThan(receipt?.deadline.getTime() ?? 0)

  const refused = await call(`${gateway.url}/apps/resize-image/`, { token: key.token })
  expect(refused.status).toBe(401)
  expect(refused.verdict).toBe('revoked')
  expect(refused.headers['www-authenticate']).toContain('Bearer realm="resize-image", error="invalid_token"')
  expect((await call(`${gateway.url}/verify?app=resize-image`, { token: key.token })).verdict).toBe('revoked')
})

it('closes what a revoked key has open before it acknowledges the revocation', async () => {
  const key = await installation.createKey(app, 'watcher')
  const other = await installation.createKey(app, 'other-watcher')
  await untilCaughtUp(gateway, installation)
  const stream = await openStream(`${gateway.url}/apps/resize-image/stream`, key.token)
  const otherStream = await openStream(`${gateway.url}/apps/resize-image/stream`, other.token)
  // The acknowledgement of the keys' making must be through, or it would be the one that is held.
  await until('the gateway has acknowledged everything so far', async () => {
    const [instance] = await rowsOf<{ caught_up: boolean }>(
      database.databaseUrl,
      'select applied_seq >= seq as caught_up from gateway_instance join organization_head using (organization_id) where organization_id = $1',
      [installation.organization.id],
    )
    return instance?.caught_up
  })
  const holding = link.holdNext('/dataplane/acknowledgements')
  const seq = await installation.revoke(key)

  const acknowledgement = await holding
  // Both arrive over loopback in this one process: whatever was sent before the acknowledgement has been handed to us a turn later at the latest.
  await nextTurn()
  await nextTurn()
  expect(stream.closedAt()).toBeDefined()
  expect(stream.wasCutOff()).toBe(true)
  expect((await receiptOf(seq)).map(({ acknowledged_at }) => acknowledged_at)).toEqual([null])
  expect((await call(`${gateway.url}/apps/resize-image/`, { token: key.token })).verdict).toBe('revoked')

  acknowledgement.letGo()
  await until('the acknowledgement is stored', async () => (await receiptOf(seq))[0]?.acknowledged_at)
  expect(otherStream.closedAt()).toBeUndefined()
  otherStream.close()
})
