import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import { rowsOf } from '@/e2e/processes/rows'
import { type RunningProcess, startProcess } from '@/e2e/processes/running-process'
import { until } from '@/e2e/processes/until'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { keyEncryptionKeyFile, sessionSecret } from '@/scripts/generated-secrets.mjs'
import { migrationList } from '@/scripts/migrations/files.mjs'

const cleaning: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

it('lets two portals start together on an empty database: one set of migrations, and both answer', async () => {
  const database = await createTestDatabase({ empty: true })
  cleaning.push(() => database.drop())
  const folder = mkdtempSync(join(tmpdir(), 'aura-two-portals-'))
  cleaning.push(() => rmSync(folder, { recursive: true, force: true }))

  const portals = await Promise.all(
    ['one', 'two'].map((name) => npmStart(join(folder, name), folder, database.databaseUrl)),
  )
  for (const { healthz, started } of portals) {
    await until(`${healthz} answers`, async () => (await call(healthz)).status === 200, { milliseconds: 60_000 }).catch(
      (error) => {
        throw new Error(`${error.message}\nIt said:\n${started.output()}`)
      },
    )
  }

  const applied = await rowsOf<{ migration_name: string; whole: boolean }>(
    database.databaseUrl,
    'select migration_name, finished_at is not null and rolled_back_at is null as whole from _prisma_migrations order by migration_name',
  )
  const written = (migrationList() as { migrationDirectories: { path: string }[] }).migrationDirectories
    .map(({ path }) => path)
    .sort()
  expect(applied).toEqual(written.map((migration_name) => ({ migration_name, whole: true })))
  for (const { started, signIn } of portals) {
    expect((await call(signIn)).status).toBe(200)
    expect(await started.stop()).toBe(0)
  }
})

/** `npm start` with a server of one's own, as two machines would run it: the same secrets, each with a data folder of its own. */
async function npmStart(
  dataDir: string,
  secrets: string,
  databaseUrl: string,
): Promise<{ started: RunningProcess; healthz: string; signIn: string }> {
  mkdirSync(dataDir)
  const port = await freePort()
  const started = startProcess({
    name: 'npm start',
    args: ['scripts/run.mjs', 'start'],
    environment: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      GATEWAY_PORT: String(await freePort()),
      AURA_DATA_DIR: dataDir,
      AURA_KEK_FILE: keyEncryptionKeyFile(secrets),
      AURA_SESSION_SECRET: sessionSecret(secrets),
    },
  })
  cleaning.push(() => started.kill())
  return { started, healthz: `http://127.0.0.1:${port}/healthz`, signIn: `http://127.0.0.1:${port}/sign-in` }
}
