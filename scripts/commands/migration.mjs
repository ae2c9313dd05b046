/** `node scripts/run.mjs migration <name>`: writes the next migration, compared on a database server of its own. */
import { preparePackages } from '../prepare.mjs'
import { runInForeground } from '../run-in-foreground.mjs'
import { quietSteps } from '../steps.mjs'
import { startThrowAwayPostgres } from '../throw-away-postgres.mjs'

export async function run(args) {
  await preparePackages(quietSteps())
  const postgres = await startThrowAwayPostgres({ command: 'migration' })
  try {
    return await runInForeground(['scripts/write-migration.mjs', ...args], {
      ...process.env,
      DATABASE_URL: postgres.databaseUrl,
    })
  } finally {
    await postgres.stop()
  }
}
