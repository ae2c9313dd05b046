/**
 * Brings the database of DATABASE_URL up to the migrations of this checkout, then exits, which gives every lock back. Two
 * portals that start together run this at the same time: one applies, the other waits and finds nothing left to do.
 */
import { parseArgs } from 'node:util'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { connectionOf } from './migrations/adapter.mjs'
import { engineMessage, openEngine } from './migrations/engine.mjs'
import { MIGRATIONS_FOLDER, migrationList, NO_FILTERS, schemaFiles } from './migrations/files.mjs'

/** Prisma's engine has a lock of its own, but gives up on it after 10 s; a long migration takes longer than that. */
const MIGRATION_LOCK = 4_150_812_061

const { values } = parseArgs({ options: { folder: { type: 'string', default: MIGRATIONS_FOLDER } } })

try {
  console.log(await migrate())
  process.exit(0)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

async function migrate() {
  if (!process.env.DATABASE_URL) throw new Error('DATABASE_URL is not set: it says which database to migrate.')
  const connection = connectionOf(process.env.DATABASE_URL)
  const observer = await connect(connection)
  await observer.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
  refuseUnfinished(await unfinishedMigrations(observer))
  const engine = await openEngine(connection, schemaFiles())
  try {
    const migrationsList = migrationList(values.folder)
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS })
    await makeJobs(connection)
    if (appliedMigrationNames.length === 0) return 'the database is up to date'
    return `applied ${appliedMigrationNames.join(', ')}`
  } catch (error) {
    throw await failedMigration(engine, observer, error)
  }
}

/** The tables of jobs are graphile-worker's own. A portal adds a job in the transaction of a change, so they are there before the first worker is. */
async function makeJobs(connection) {
  const pool = new pg.Pool({ ...connection, max: 2 })
  const ignore = () => undefined
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))
  try {
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) })
  } finally {
    await pool.end()
  }
}

async function connect(connection) {
  const client = new pg.Client(connection)
  try {
    await client.connect()
    return client
  } catch (error) {
    const where = connection.host ?? 'the default host'
    throw new Error(`Cannot reach the database "${connection.database}" at ${where}: ${error.message || error.code}`)
  }
}

/**
 * A failed script was one transaction, so nothing of it is left but the engine's note that it began. The note is closed,
 * for with it every later start would refuse, even with the script put right.
 */
async function failedMigration(engine, observer, error) {
  const failed = await unfinishedMigrations(observer)
  for (const migrationName of failed) await engine.markMigrationRolledBack({ migrationName })
  if (failed.length === 0) return new Error(engineMessage(error))
  return new Error(`The migration ${failed.join(', ')} failed, and nothing of it was applied: ${engineMessage(error)}`)
}

/** We hold the lock, so whoever left such a note is dead; whether its script was committed only a person can find out. */
function refuseUnfinished(names) {
  if (names.length === 0) return
  throw new Error(
    `An earlier process died while it applied ${names.join(', ')}. Look whether its tables are there; then set finished_at (they are) or rolled_back_at (they are not) in that row of _prisma_migrations.`,
  )
}

async function unfinishedMigrations(client) {
  const { rows: tables } = await client.query("select to_regclass('_prisma_migrations') as name")
  if (tables[0].name === null) return []
  const { rows } = await client.query(
    'select migration_name from _prisma_migrations where finished_at is null and rolled_back_at is null',
  )
  return rows.map((row) => row.migration_name)
}
