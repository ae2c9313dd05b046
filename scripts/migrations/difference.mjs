/** The SQL that leads from one description of the database to the other, by Prisma's engine. */
import { migrationList, NO_FILTERS, schemaFiles } from './files.mjs'

const DIFFERENT = 2

/**
 * @param {{ from: 'migrations' | 'schema', to: 'migrations' | 'schema' }} direction
 * @returns {Promise<string | null>} null when they agree
 */
export async function schemaDifference(engine, { from, to }) {
  const sides = {
    migrations: () => ({ tag: 'migrations', ...migrationList() }),
    schema: () => ({ tag: 'schemaDatamodel', files: schemaFiles() }),
  }
  const { exitCode, stdout } = await engine.diff({
    from: sides[from](),
    to: sides[to](),
    script: true,
    exitCode: true,
    filters: NO_FILTERS,
    shadowDatabaseUrl: null,
  })
  return exitCode === DIFFERENT ? stdout : null
}
