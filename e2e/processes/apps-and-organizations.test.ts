import { afterAll, beforeAll, expect, it } from 'vitest'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import {
  type GatewayProcess,
  type Installation,
  openInstallation,
  type PortalProcess,
  startGateway,
  untilReady,
} from '@/e2e/processes/installation'
import { openStream } from '@/e2e/processes/open-stream'
import { until } from '@/e2e/processes/until'
import { startUpstream, type Upstream } from '@/e2e/processes/upstream'
import { UNSEEN } from '@/lib/core/impact'
import { createTestDatabase, type TestDatabase } from '@/lib/db/testing/test-database'
import { changeApiKeyLimits } from '@/lib/operations/change-api-key-limits'
import { changeApp } from '@/lib/operations/change-app'
import { deleteApp } from '@/lib/operations/delete-app'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { enableApiKey } from '@/lib/operations/enable-api-key'
import { makeUpstreamSecret } from '@/lib/operations/make-upstream-secret'
import { switchProvider } from '@/lib/operations/switch-provider'
import { viewApp } from '@/lib/operations/view-app'

let database: TestDatabase
let installation: Installation
let portal: PortalProcess
let gateway: GatewayProcess
let upstream: Upstream

beforeAll(async () => {
  database = await createTestDatabase()
  installation = await openInstallation(database.databaseUrl)
  upstream = await startUpstream()
  portal = await installation.startPortal()
  const token = await installation.registerGateway('edge')
  gateway = await startGateway({
    portalUrl: portal.url,
    token,
    dataFolder: `${installation.folder}/gateway`,
    port: await freePort(),
  })
  await untilReady(gateway)
})

afterAll(async () => {
  await gateway?.stop()
  await portal?.stop()
  await upstream?.close()
  await installation?.close()
  await database?.drop()
})

async function verdictAt(at: GatewayProcess, slug: string, token: string): Promise<string> {
  const { status, verdict } = await call(`${at.url}/apps/${slug}/`, { token })
  return status === 200 ? 'accepted' : `${status} ${verdict}`
}
const becomes = (verdict: string, slug: string, token: string) =>
  until(`the verdict is “${verdict}”`, async () => (await verdictAt(gateway, slug, token)) === verdict, {
    milliseconds: 5_000,
  })

it('calls the keys of a deleted app orphaned, closes what they have open, and takes the name for no other app', async () => {
  const app = await installation.createApp('short-lived', upstream.url)
  const key = await installation.createKey(app, 'key')
  await becomes('accepted', app.slug, key.token)
  const stream = await openStream(`${gateway.url}/apps/${app.slug}/stream`, key.token)
  await installation.act(deleteApp, { appId: app.id, confirmation: app.name, impact: UNSEEN })
  await becomes('401 orphaned', app.slug, key.token)
  await until('the stream is closed', () => stream.closedAt(), { milliseconds: 2_000 })
  expect(stream.wasCutOff()).toBe(true)
  await expect(installation.createApp('short-lived', upstream.url)).rejects.toThrow('app_name_taken')
})

it('refuses an app’s keys while its provider is off, and takes the same keys again when it is on', async () => {
  const app = await installation.createApp('sometimes', upstream.url)
  const key = await installation.createKey(app, 'key')
  await becomes('accepted', app.slug, key.token)
  await installation.act(switchProvider, { appId: app.id, enabled: false, impact: UNSEEN })
  await becomes('403 provider_off', app.slug, key.token)
  await installation.act(switchProvider, { appId: app.id, enabled: true })
  await becomes('accepted', app.slug, key.token)
})

it('refuses a disabled key until it is enabled, and a key of another app always', async () => {
  const app = await installation.createApp('one', upstream.url)
  const other = await installation.createApp('other', upstream.url)
  const key = await installation.createKey(app, 'key')
  await becomes('accepted', app.slug, key.token)
  expect(await verdictAt(gateway, other.slug, key.token)).toBe('401 wrong_app')
  await installation.act(disableApiKey, { apiKeyId: key.id })
  await becomes('401 disabled', app.slug, key.token)
  await installation.act(enableApiKey, { apiKeyId: key.id })
  await becomes('accepted', app.slug, key.token)
})

it('holds a key to the rules of its app and to limits of its own, as soon as they are set, and sends the app its secret', async () => {
  const app = await installation.createApp('narrow', upstream.url)
  const [key, other] = [await installation.createKey(app, 'key'), await installation.createKey(app, 'other')]
  await becomes('accepted', app.slug, other.token)

  const limits = (rate: object | null, addresses: readonly string[]) =>
    installation.act(changeApiKeyLimits, { apiKeyId: key.id, limits: { rate, addresses } })
  await limits(null, ['10.0.0.0/8'])
  await becomes('403 wrong_address', app.slug, key.token)
  await limits({ requestsPerMinute: 1, burst: 1 }, ['127.0.0.0/8'])
  await becomes('429 rate_limited', app.slug, key.token)
  await limits(null, [])
  await becomes('accepted', app.slug, key.token)
  expect(await verdictAt(gateway, app.slug, other.token)).toBe('accepted')

  const { secret } = await installation.act(makeUpstreamSecret, { appId: app.id, replaces: null })
  await until('the app is sent its secret', async () => {
    const { body } = await call(`${gateway.url}/apps/${app.slug}/`, { token: key.token })
    return JSON.parse(body).headers['x-aura-gateway'] === secret.reveal()
  })
  expect(gateway.output()).not.toContain(secret.reveal())

  const { changedAt } = await installation.act(viewApp, { slug: app.slug })
  await installation.act(changeApp, {
    appId: app.id,
    changedAt,
    name: app.name,
    environment: 'production',
    upstream: upstream.url,
    scopes: ['admin'],
    scopeRules: [{ methods: [], path: '/admin/*', scope: 'admin' }],
  })
  await until('the rule holds', async () => {
    const { verdict } = await call(`${gateway.url}/apps/${app.slug}/admin`, { token: key.token })
    return verdict === 'insufficient_scope'
  })
  const admin = await installation.createKey(app, 'admin', undefined, { scopes: ['admin'] })
  await until('its scope opens it', async () => {
    const { status } = await call(`${gateway.url}/apps/${app.slug}/admin`, { token: admin.token })
    return status === 200
  })
})

it('knows the keys of its own organization only, even for an app of the same name', async () => {
  const second = await installation.createOrganization('second')
  const token = await installation.registerGateway('edge of the second', second.owner)
  const gatewayOfSecond = await startGateway({
    portalUrl: portal.url,
    token,
    dataFolder: `${installation.folder}/gateway-of-second`,
    port: await freePort(),
  })
  try {
    await untilReady(gatewayOfSecond)
    const app = await installation.createApp('shared-name', upstream.url)
    const key = await installation.createKey(app, 'key')
    await becomes('accepted', app.slug, key.token)
    expect(await verdictAt(gatewayOfSecond, app.slug, key.token)).toBe('404 unknown_app')
    const namesake = await installation.createApp('shared-name', upstream.url, second.owner)
    const keyOfSecond = await installation.createKey(namesake, 'key', second.owner)
    await until(
      'the second gateway knows its app',
      async () => (await verdictAt(gatewayOfSecond, namesake.slug, keyOfSecond.token)) === 'accepted',
    )
    expect(await verdictAt(gatewayOfSecond, app.slug, key.token)).toBe('401 unknown_issuer')
    expect(await verdictAt(gateway, namesake.slug, keyOfSecond.token)).toBe('401 unknown_issuer')
  } finally {
    await gatewayOfSecond.stop()
  }
})

it('lets no gateway read the feed of another organization, or of a token that nobody was given', async () => {
  for (const [path, method] of [
    ['snapshot?version=3', 'GET'],
    ['changes?version=3&epoch=1&after=0', 'GET'],
    ['lease', 'POST'],
    ['acknowledgements', 'POST'],
    ['release', 'POST'],
  ] as const) {
    const body =
      method === 'POST' ? { body: JSON.stringify({ version: 3 }), headers: { 'content-type': 'application/json' } } : {}
    expect((await call(`${portal.url}/dataplane/${path}`, { method, ...body })).status, path).toBe(401)
    expect(
      (await call(`${portal.url}/dataplane/${path}`, { method, token: `agt_${'x'.repeat(43)}`, ...body })).status,
      path,
    ).toBe(401)
  }
})
