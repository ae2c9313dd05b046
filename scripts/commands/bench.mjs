/** `npm run bench`: the measurements, on a database that is thrown away afterwards, and on the product as it is built. */
import { join } from 'node:path'
import { buildBundles } from '../build.mjs'
import { migrateDatabase, prepareBuild, preparePackages } from '../prepare.mjs'
import { runInForeground } from '../run-in-foreground.mjs'
import { demoAddresses, portalEnvironment } from '../settings.mjs'
import { stepsOf } from '../steps.mjs'
import { startThrowAwayPostgres } from '../throw-away-postgres.mjs'

export async function run(args) {
  const steps = stepsOf(3)
  await preparePackages(steps)
  await prepareBuild(steps, 'everything')
  await buildBundles('measurements')
  const postgres = await startThrowAwayPostgres({ command: 'npm run bench', durable: true })
  try {
    await steps.step('Migrations', (log) => migrateDatabase(postgres.databaseUrl, log))
    const { databaseUrl, dataDir } = postgres
    const environment = portalEnvironment({ databaseUrl, dataDir, addresses: demoAddresses(), embedded: true })
    const bench = { ...environment, AURA_DATA_DIR: join(dataDir, 'bench') }
    return await runInForeground(['--enable-source-maps', '--expose-gc', 'dist/bench.mjs', ...args], bench)
  } finally {
    await postgres.stop()
  }
}
