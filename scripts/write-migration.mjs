/** Writes the next migration: the SQL that leads from the migrations to prisma/schema.prisma. CHECKs and triggers are added to it by hand. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { connectionOf } from './migrations/adapter.mjs'
import { schemaDifference } from './migrations/difference.mjs'
import { engineMessage, openEngine } from './migrations/engine.mjs'
import { MIGRATIONS_FOLDER, migrationList, schemaFiles } from './migrations/files.mjs'
import { CHECKOUT } from './places.mjs'

const name = process.argv[2] ?? ''
if (!/^[a-z0-9_]+$/.test(name)) {
  console.error('Name the migration in lower case with underscores: node scripts/run.mjs migration add_key_notes')
  process.exit(2)
}
try {
  const engine = await openEngine(connectionOf(process.env.DATABASE_URL), schemaFiles())
  const script = await schemaDifference(engine, { from: 'migrations', to: 'schema' })
  if (script === null) {
    console.log('Nothing to write: schema and migrations agree.')
    process.exit(0)
  }
  const numbers = migrationList().migrationDirectories.map(({ path }) => Number.parseInt(path, 10))
  const folder = join(MIGRATIONS_FOLDER, `${String(Math.max(0, ...numbers) + 1).padStart(4, '0')}_${name}`)
  mkdirSync(folder)
  writeFileSync(join(folder, 'migration.sql'), script)
  console.log(`Wrote ${relative(CHECKOUT, folder)}/migration.sql. Read it before you commit it.`)
  process.exit(0)
} catch (error) {
  console.error(engineMessage(error))
  process.exit(1)
}
