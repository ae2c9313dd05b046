/** The steps that every command begins with: the packages are there, and what runs is built. */
import { buildBundles, buildEverything } from './build.mjs'
import { generateClient } from './generate.mjs'
import { install, isInstalled } from './installation.mjs'
import { runNode } from './run-node.mjs'

/** @param {ReturnType<import('./steps.mjs').stepsOf>} steps */
export async function preparePackages({ step }) {
  await step('Packages', async (log) => {
    if (isInstalled()) return log('all there')
    log('npm ci')
    await install(log)
  })
}

/** @param {'everything' | 'product' | 'measurements' | 'client'} what */
export async function prepareBuild({ step }, what) {
  await step('Build', (log) => {
    if (what === 'client') return generateClient()
    return what === 'everything' ? buildEverything(log) : buildBundles(what, log)
  })
}

export async function migrateDatabase(databaseUrl, log) {
  const { code, output } = await runNode(['scripts/migrate.mjs'], {
    environment: { ...process.env, DATABASE_URL: databaseUrl },
    onLine: (line) => line && log(line),
  })
  if (code !== 0) throw new Error(`The database could not be brought up to date:\n${output.trim()}`)
}
