/** `npm run migrate`: brings the database up to date without starting anything else. */
import { openInstallationAtHand } from '../installation-at-hand.mjs'
import { migrateDatabase, preparePackages } from '../prepare.mjs'
import { stepsOf } from '../steps.mjs'

export async function run() {
  const steps = stepsOf(2)
  await preparePackages(steps)
  await steps.step('Migrations', async (log) => {
    if (process.env.DATABASE_URL) return migrateDatabase(process.env.DATABASE_URL, log)
    const { databaseUrl, close } = await openInstallationAtHand('npm run migrate', { mayMake: true })
    await migrateDatabase(databaseUrl, log).finally(close)
  })
}
