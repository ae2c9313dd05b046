import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/lib/db/testing/test-database'
import { runNode } from './run-node.mjs'

const opened: TestDatabase[] = []
const folders: string[] = []
afterEach(async () => {
  for (const database of opened.splice(0)) await database.drop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

it('brings an empty database up to date once, however many portals start together', async () => {
  const { databaseUrl } = await emptyDatabase()
  const runs = await Promise.all([migrate(databaseUrl), migrate(databaseUrl), migrate(databaseUrl)])
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(runs.filter(({ output }) => output.includes('applied'))).toHaveLength(1)
})

it('leaves nothing of a migration that fails half way, and goes on once it is put right', async () => {
  const { databaseUrl } = await emptyDatabase()
  const folder = migrationsWith(
    "create table first (a int); create function f() returns int language plpgsql as $$ begin return 1; end $$; insert into first values ('not;a;number')",
  )
  const failed = await migrate(databaseUrl, folder)
  expect(failed.code).toBe(1)
  expect(failed.output).toContain('0001_try failed, and nothing of it was applied')
  expect(await tables(databaseUrl)).toEqual(['_prisma_migrations'])

  writeFileSync(join(folder, '0001_try', 'migration.sql'), 'create table first (a int);')
  const repeated = await migrate(databaseUrl, folder)
  expect(repeated.output.trim()).toBe('applied 0001_try')
  expect(await tables(databaseUrl)).toEqual(['_prisma_migrations', 'first'])
})

it('says in a sentence that the database cannot be reached', async () => {
  const { code, output } = await migrate('postgresql://nobody@127.0.0.1:1/aura')
  expect(code).toBe(1)
  expect(output.trim()).toBe('Cannot reach the database "aura" at 127.0.0.1: connect ECONNREFUSED 127.0.0.1:1')
})

it('finds that schema and migrations agree, and leaves the asked server as it was', async () => {
  const { databaseUrl } = await emptyDatabase()
  const { code, output } = await runNode(['scripts/check-migrations.mjs'], {
    environment: { ...process.env, DATABASE_URL: databaseUrl },
  })
  expect(output.trim()).toBe('schema and migrations agree')
  expect(code).toBe(0)
  expect(await tables(databaseUrl)).toEqual([])
})

async function emptyDatabase() {
  const database = await createTestDatabase({ empty: true })
  opened.push(database)
  return database
}

function migrate(databaseUrl: string, folder?: string) {
  return runNode(['scripts/migrate.mjs', ...(folder ? ['--folder', folder] : [])], {
    environment: { ...process.env, DATABASE_URL: databaseUrl },
  })
}

function migrationsWith(script: string) {
  const folder = mkdtempSync(join(tmpdir(), 'aura-migrations-'))
  folders.push(folder)
  mkdirSync(join(folder, '0001_try'))
  writeFileSync(join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n')
  writeFileSync(join(folder, '0001_try', 'migration.sql'), script)
  return folder
}

async function tables(databaseUrl: string) {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public' order by 1")
  await client.end()
  return rows.map((row) => row.tablename)
}
