import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { apiKeyHref } from '@/components/places'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import {
  type GatewayProcess,
  type Installation,
  type MadeApp,
  type MadeKey,
  OWNER,
  openInstallation,
  type PortalProcess,
  startGateway,
  untilCaughtUp,
  untilReady,
} from '@/e2e/processes/installation'
import { rowsOf } from '@/e2e/processes/rows'
import { startProcess } from '@/e2e/processes/running-process'
import { type SignedInClient, signIn } from '@/e2e/processes/signed-in-client'
import { until } from '@/e2e/processes/until'
import { startUpstream } from '@/e2e/processes/upstream'
import type { RotatedApiKeyView } from '@/lib/contract/api-keys'
import type { ApiKeyId, SecretId } from '@/lib/core/identifiers'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { createSecret } from '@/lib/operations/create-secret'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { rotateApiKey } from '@/lib/operations/rotate-api-key'
import { workerProcess } from '@/scripts/product-processes.mjs'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let installation: Installation
let upstream: Awaited<ReturnType<typeof startUpstream>>
let portal: PortalProcess
let gateway: GatewayProcess
let client: SignedInClient
let app: MadeApp

beforeAll(async () => {
  database = await createTestDatabase()
  installation = await openInstallation(database.databaseUrl)
  upstream = await startUpstream()
  portal = await installation.startPortal()
  gateway = await startGateway({
    portalUrl: portal.url,
    token: await installation.registerGateway('edge'),
    dataFolder: `${installation.folder}/gateway`,
    port: await freePort(),
  })
  await untilReady(gateway)
  client = await signIn(portal.url, installation.publicUrl, OWNER)
  app = await installation.createApp('rotated', upstream.url)
}, 120_000)

afterAll(async () => {
  await gateway?.stop()
  await portal?.stop()
  await upstream?.close()
  await installation?.close()
  await database?.drop()
})

interface Row {
  readonly id: ApiKeyId
  readonly successor_id: ApiKeyId | null
  readonly ends_at: Date | null
  readonly revoked_at: Date | null
  readonly position: number
}
const rows = () =>
  rowsOf<Row>(database.databaseUrl, 'select * from api_key where app_id = $1 order by position', [app.id])
const verdict = async (token: string) => {
  const { status, verdict: refusal } = await call(`${gateway.url}/apps/${app.slug}/`, { token })
  return status === 200 ? 'accepted' : refusal
}
const input = (id: ApiKeyId, secretIds: readonly SecretId[] = [], ending = '24h') => ({
  apiKeyId: id,
  ending,
  expiration: '30d',
  secretIds,
})
/** Through the portal's own server action; undefined when no answer came. */
async function rotate(id: ApiKeyId, secretIds: readonly SecretId[] = []): Promise<RotatedApiKeyView | undefined> {
  const page = apiKeyHref(installation.organization.slug, { service: 'cloud_function', slug: app.slug }, id)
  const answer = await client.act<RotatedApiKeyView>(
    page,
    'rotateApiKeyAction',
    installation.organization.slug,
    input(id, secretIds),
  )
  if (answer && !answer.ok) throw new Error(answer.message)
  return answer?.value
}

/** Of every rotation that is stored, all of it is: both keys, both events, both changes; of the others nothing. */
async function expectWhole(): Promise<void> {
  const stored = await rows()
  const events = await rowsOf<{ type: string; api_key_id: ApiKeyId; body: string }>(
    database.databaseUrl,
    `select type, api_key_id, body from event where app_id = $1 and api_key_id is not null order by number`,
    [app.id],
  )
  const endings = await rowsOf<{ body: { set: { position: number; endsAt: number }[] } }>(
    database.databaseUrl,
    `select body from change where kind = 'key_endings' order by seq`,
    [],
  )
  const replaced = stored.filter(({ successor_id }) => successor_id !== null)
  expect(
    events
      .filter(({ type }) => type === 'api_key.rotated')
      .map(({ api_key_id }) => api_key_id)
      .sort(),
  ).toEqual(replaced.map(({ id }) => id).sort())
  expect(events.filter(({ type }) => type === 'api_key.created').map(({ api_key_id }) => api_key_id)).toEqual(
    stored.map(({ id }) => id),
  )
  expect(endings.flatMap(({ body }) => body.set).sort((a, b) => a.position - b.position)).toEqual(
    replaced.map(({ position, ends_at }) => ({ position, endsAt: (ends_at?.getTime() ?? 0) / 1_000 })),
  )
  for (const { successor_id } of replaced) expect(stored.map(({ id }) => id)).toContain(successor_id)
}

async function saveAsSecret(name: string, value: string): Promise<SecretId> {
  return (await installation.act(createSecret, { name, value })).id
}

it('rotates as a whole or not at all, at whatever step the portal is killed', async () => {
  const key = await installation.createKey(app, 'stepwise')
  const secretId = await saveAsSecret('STEPWISE', key.token)
  const steps = [
    ['app', app.id, 'id'],
    ['api_key', key.id, 'id'],
    ['secret', secretId, 'id'],
    ['organization_head', installation.organization.id, 'organization_id'],
  ] as const
  for (const [table, id, column] of steps) {
    const holder = new pg.Client({ connectionString: database.databaseUrl })
    await holder.connect()
    await holder.query('begin')
    await holder.query(`select 1 from "${table}" where "${column}" = $1 for update`, [id])
    const answer = rotate(key.id, [secretId])
    await until(`the rotation waits for ${table}`, async () => {
      // On a connection of its own: within a transaction Postgres goes on showing what it showed first.
      const waiting = await rowsOf(
        database.databaseUrl,
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1`,
        [`%"${table}"%for update%`],
      )
      return waiting.length > 0
    })
    await portal.kill()
    await holder.query('rollback')
    await holder.end()
    expect(await answer).toBeUndefined()
    portal = await installation.startPortal()
  }
  // What was under way in Postgres when its portal died is over: the same rotation finds everything as it was.
  await expectWhole()
  expect((await rows()).filter(({ id }) => id === key.id)).toMatchObject([{ successor_id: null, ends_at: null }])
  const rotated = await rotate(key.id, [secretId])
  expect((await installation.act(revealSecret, { secretId })).value).toBe(rotated?.token)
  await untilCaughtUp(gateway, installation)
  expect([await verdict(key.token), await verdict(rotated?.token ?? '')]).toEqual(['accepted', 'accepted'])
}, 240_000)

it('goes on after an answer that was lost: the key that nobody has seen is rotated in its turn, and no caller is cut off', async () => {
  const keys: MadeKey[] = await Promise.all(
    Array.from({ length: 6 }, (_, number) => installation.createKey(app, `lineage ${number}`)),
  )
  const known = new Map(keys.map((key) => [key.id, [key.token]]))
  const latest = new Map(keys.map((key) => [key.id, key.id]))
  let unanswered = 0
  let done = 0
  let kills = 0
  let isDown: Promise<unknown> | undefined
  const killAndStart = async () => {
    kills += 1
    await portal.kill()
    portal = await installation.startPortal()
    isDown = undefined
  }
  await Promise.all(
    keys.map(async ({ id }) => {
      for (let round = 0; round < 4; ) {
        const current = latest.get(id) as ApiKeyId
        const rotated = await rotate(current)
        if (rotated) {
          round += 1
          done += 1
          known.get(id)?.push(rotated.token)
          latest.set(id, rotated.id)
          if (!isDown && kills < 2 && done >= (kills + 1) * 6) isDown = killAndStart()
          continue
        }
        unanswered += 1
        await isDown
        // As a person would: the key's page says whether another took its place.
        const successor = (await rows()).find((row) => row.id === current)?.successor_id
        if (successor) latest.set(id, successor)
      }
    }),
  )
  await isDown
  expect([kills, unanswered > 0]).toEqual([2, true])
  await expectWhole()
  await untilCaughtUp(gateway, installation)
  const verdicts = await Promise.all([...known.values()].flat().map(verdict))
  expect(new Set(verdicts)).toEqual(new Set(['accepted']))
}, 240_000)

it('ends the old key in its second with no worker, and one that is killed and started again stamps it once', async () => {
  const key = await installation.createKey(app, 'ending')
  const endsAt = new Date(Math.ceil(Date.now() / 1_000 + 2) * 1_000)
  const wanted = { ...input(key.id, [], 'moment'), endsAt: endsAt.toISOString() }
  const { id, key: fresh } = await installation.act(rotateApiKey, wanted)
  await untilCaughtUp(gateway, installation)
  await until('the old key is refused', async () => (await verdict(key.token)) === 'revoked')
  expect(Date.now() - endsAt.getTime()).toBeGreaterThan(-1_000)
  expect(await verdict(fresh.reveal())).toBe('accepted')
  const stored = async () => (await rows()).find((row) => row.id === key.id)
  expect((await stored())?.revoked_at).toBeNull()
  const startWorker = () => startProcess(workerProcess(installation.environment))
  const killed = startWorker()
  await killed.kill()
  const worker = startWorker()
  try {
    await until('the stamp', async () => (await stored())?.revoked_at !== null)
  } finally {
    await worker.stop()
  }
  expect((await stored())?.revoked_at).toEqual(endsAt)
  const events = await rowsOf(
    database.databaseUrl,
    `select 1 from event where type = 'api_key.ended' and api_key_id = any ($1)`,
    [[key.id, id]],
  )
  expect(events).toHaveLength(1)
  expect(await verdict(key.token)).toBe('revoked')
}, 120_000)
