/** Do prisma/schema.prisma and prisma/migrations say the same? Asked both ways of the database server of DATABASE_URL, which is left as it was. */
import { connectionOf } from './migrations/adapter.mjs'
import { schemaDifference } from './migrations/difference.mjs'
import { engineMessage, openEngine } from './migrations/engine.mjs'
import { schemaFiles } from './migrations/files.mjs'

if (!process.env.DATABASE_URL) {
  console.error('DATABASE_URL is not set: comparing needs a database server for a shadow database.')
  process.exit(2)
}
try {
  const engine = await openEngine(connectionOf(process.env.DATABASE_URL), schemaFiles())
  const missing = await schemaDifference(engine, { from: 'migrations', to: 'schema' })
  const surplus = await schemaDifference(engine, { from: 'schema', to: 'migrations' })
  if (missing === null && surplus === null) {
    console.log('schema and migrations agree')
    process.exit(0)
  }
  console.error(
    'prisma/schema.prisma and prisma/migrations disagree. Write the missing migration: node scripts/run.mjs migration <name>',
  )
  console.error(`To come from the migrations to the schema:\n${missing ?? '-- nothing'}`)
  console.error(`To come from the schema to the migrations:\n${surplus ?? '-- nothing'}`)
  process.exit(1)
} catch (error) {
  console.error(engineMessage(error))
  process.exit(1)
}
