/** The database and secrets of the installation that `npm start` runs here, for commands beside it: running or not. */
import { existsSync } from 'node:fs'
import { currentHolder } from './data-folder-lock.mjs'
import { runningEmbedded, startEmbedded } from './embedded-postgres.mjs'
import { dataFolder } from './places.mjs'
import { clusterFiles } from './postgres/cluster.mjs'
import { portalEnvironment, startAddresses } from './settings.mjs'

/**
 * @param {string} command for the lock, when the database has to be started for it
 * @param {{ mayMake?: boolean }} options whether a database that was never made is made now
 * @returns {Promise<{ environment: Record<string, string | undefined>, databaseUrl: string, close(): Promise<void> }>}
 */
export async function openInstallationAtHand(command, { mayMake = false } = {}) {
  const dataDir = dataFolder('start')
  if (process.env.DATABASE_URL) {
    return installation({ databaseUrl: process.env.DATABASE_URL, stop: async () => {} }, dataDir, false)
  }
  const running = runningEmbedded(dataDir)
  if (running) return installation({ ...running, stop: async () => {} }, dataDir, true)
  if (!mayMake && !existsSync(clusterFiles(dataDir).cluster)) {
    throw new Error(
      `There is no installation in ${dataDir} yet. Start it once with "npm start", or say where it is with AURA_DATA_DIR or DATABASE_URL.`,
    )
  }
  return installation(await startEmbedded({ dataDir, command }), dataDir, true)
}

function installation(postgres, dataDir, embedded) {
  const addresses = startAddresses()
  // Links should name the port that the running portal was given, not the one it would have without it.
  const port = currentHolder(dataDir)?.ports[0]
  if (port && !process.env.AURA_PUBLIC_URL) addresses.publicUrl = `http://localhost:${port}`
  const { databaseUrl } = postgres
  return {
    databaseUrl,
    environment: portalEnvironment({ databaseUrl, dataDir, addresses, embedded }),
    close: () => postgres.stop(),
  }
}
