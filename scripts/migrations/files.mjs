/** The schema and its migrations as they lie in the checkout, in the shape that the schema engine reads. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKOUT } from '../places.mjs'

export const PRISMA_FOLDER = join(CHECKOUT, 'prisma')
export const MIGRATIONS_FOLDER = join(PRISMA_FOLDER, 'migrations')
export const NO_FILTERS = { externalTables: [], externalEnums: [] }

export function schemaFiles() {
  const path = join(PRISMA_FOLDER, 'schema.prisma')
  return [{ path, content: readFileSync(path, 'utf8') }]
}

export function migrationList(folder = MIGRATIONS_FOLDER) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const lockfile = join(folder, 'migration_lock.toml')
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: existsSync(lockfile) ? readFileSync(lockfile, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  }
}
