import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, it } from 'vitest'
import { layCable } from '@/e2e/processes/cable'
import { call } from '@/e2e/processes/call'
import { OWNER, openInstallation } from '@/e2e/processes/installation'
import { rowsOf } from '@/e2e/processes/rows'
import { startProcess } from '@/e2e/processes/running-process'
import { signIn } from '@/e2e/processes/signed-in-client'
import { until } from '@/e2e/processes/until'
import type { OrganizationId } from '@/lib/core/identifiers'
import { openDatabase } from '@/lib/db/database'
import { lockGatewayNames } from '@/lib/db/gateways'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import type { Tx } from '@/lib/db/tx'
import { SOCKET_FILE } from '@/scripts/postgres/postmaster.mjs'
import { workerProcess } from '@/scripts/product-processes.mjs'

const cleaning: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

it('signs nobody out while Postgres is away: they are told that something went wrong, and go on afterwards', async () => {
  const database = await createTestDatabase()
  cleaning.push(() => database.drop())
  const installation = await openInstallation(database.databaseUrl)
  cleaning.push(() => installation.close())
  const { cable, databaseUrl } = await wayTo(database.databaseUrl)
  const portal = await installation.startPortal({ environment: { DATABASE_URL: databaseUrl } })
  cleaning.push(() => portal.kill())
  const { cookies } = await signIn(portal.url, installation.publicUrl, OWNER)
  const page = () => call(`${portal.url}/o/${installation.organization.slug}`, { headers: { cookie: cookies } })
  const session = () => call(`${portal.url}/api/auth/session`, { headers: { cookie: cookies } })
  expect((await page()).status).toBe(200)

  cable.cut()
  await until('the portal has noticed', async () => (await call(`${portal.url}/healthz`)).status === 503)
  const away = await page()
  expect([away.status, away.headers.location]).toEqual([500, undefined])
  const dropped = ((await session()).headers['set-cookie'] ?? []).filter((cookie) => /session-token=;/.test(cookie))
  expect(dropped).toEqual([])

  cable.restore()
  await until('the portal has Postgres again', async () => (await page()).status === 200)
  expect(JSON.parse((await session()).body).user.email).toBe(OWNER.email)
})

it('lets a worker that starts while Postgres is away begin when it is back', async () => {
  const database = await createTestDatabase()
  cleaning.push(() => database.drop())
  const installation = await openInstallation(database.databaseUrl)
  cleaning.push(() => installation.close())
  const { cable, databaseUrl } = await wayTo(database.databaseUrl)
  cable.cut()
  const worker = startProcess(workerProcess({ ...installation.environment, DATABASE_URL: databaseUrl }))
  cleaning.push(() => worker.kill())
  const said = (words: string) => until(`the worker says “${words}”`, () => worker.output().includes(words))
  await said('Postgres does not answer')
  cable.restore()
  await said('The worker runs.')
  expect(await worker.stop()).toBe(0)
})

it('keeps a worker whose job fails while Postgres is away, and has the job done when it is back', async () => {
  const database = await createTestDatabase()
  cleaning.push(() => database.drop())
  const installation = await openInstallation(database.databaseUrl)
  cleaning.push(() => installation.close())
  const { cable, databaseUrl } = await wayTo(database.databaseUrl)
  const jobs = async () => {
    const [row] = await rowsOf<{ jobs: number }>(
      database.databaseUrl,
      `select count(*)::int as jobs from graphile_worker.jobs where key = 'next_ending'`,
      [],
    )
    return row?.jobs
  }
  const holder = new pg.Client({ connectionString: database.databaseUrl })
  await holder.connect()
  await holder.query('begin')
  await holder.query('lock table api_key in access exclusive mode')
  const worker = startProcess(workerProcess({ ...installation.environment, DATABASE_URL: databaseUrl }))
  cleaning.push(() => worker.kill())
  await until('its first job waits', async () => {
    const waiting = 'select 1 from pg_locks where relation = $1::regclass and not granted'
    return (await rowsOf(database.databaseUrl, waiting, ['api_key'])).length > 0
  })
  cable.cut()
  await until('the job has failed', () => worker.output().includes('Failed task'))
  await holder.end()
  cable.restore()
  await until('the job is done', async () => (await jobs()) === 0)
  expect(worker.hasEnded()).toBe(false)
  expect(await worker.stop()).toBe(0)
})

it('ends the transaction of a portal that has fallen silent, so that its locks hold up nobody', async () => {
  const database = await createTestDatabase()
  cleaning.push(() => database.drop())
  const { cable, databaseUrl } = await wayTo(database.databaseUrl)
  const silent = openDatabase(databaseUrl)
  cleaning.push(() => silent.close())
  const other = openDatabase(database.databaseUrl)
  cleaning.push(() => other.close())
  const lock = (tx: Tx) => lockGatewayNames(tx, 'org_anybody' as OrganizationId)
  let isLocked = () => {}
  const locked = new Promise<void>((resolve) => {
    isLocked = resolve
  })
  let goOn = () => {}
  const cutOff = silent.transaction(async (tx) => {
    await lock(tx)
    isLocked()
    await new Promise<void>((resolve) => {
      goOn = resolve
    })
    await lock(tx)
  })
  cutOff.catch(() => undefined)
  await locked
  cable.silence()
  await other.transaction(lock)
  cable.restore()
  goOn()
  await expect(cutOff).rejects.toThrow()
})

/** A way to the same database that can be cut. */
async function wayTo(databaseUrl: string) {
  const host = new URL(databaseUrl).searchParams.get('host') as string
  const folder = mkdtempSync('/tmp/aura-way-')
  chmodSync(folder, 0o700)
  const cable = await layCable({ path: join(folder, SOCKET_FILE) }, () => ({ path: join(host, SOCKET_FILE) }))
  cleaning.push(async () => {
    await cable.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { cable, databaseUrl: databaseUrl.replace(encodeURIComponent(host), encodeURIComponent(folder)) }
}
