/** The demo: two sample organizations, real apps behind a real gateway, and what to try first. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbedded } from './embedded-postgres.mjs'
import { portFrom } from './free-ports.mjs'
import { makeWhenMissing } from './made-once.mjs'
import { dataFolder } from './places.mjs'
import { migrateDatabase, prepareBuild, preparePackages } from './prepare.mjs'
import { processGroup } from './processes.mjs'
import { gatewayProcess, portalProcess, sampleAppsProcess, workerProcess } from './product-processes.mjs'
import { refuseWhatIsTaken } from './refuse-what-is-taken.mjs'
import { runNode } from './run-node.mjs'
import { STANDARD_PORT } from './sample-apps.mjs'
import { demoAddresses, gatewayEnvironment, localUrl, portalEnvironment } from './settings.mjs'
import { stepsOf } from './steps.mjs'
import { superviseUntilTheEnd, untilToldToStop } from './supervise.mjs'
import { waitForAnswer } from './wait-for-answer.mjs'

/** The sample apps listen on loopback, where an installation for real would let no upstream be. */
const OUTBOUND_ALLOW = '127.0.0.0/8'

/** @param {{ development: boolean }} options */
export async function runDemo({ development }) {
  if (process.env.DATABASE_URL) {
    throw new Error(
      'The demo fills its own embedded database with sample people and keys, so it refuses DATABASE_URL. Unset it, or use "npm start" for an installation of your own.',
    )
  }
  const addresses = demoAddresses()
  const appsPort = portFrom(process.env, 'SAMPLE_APPS_PORT', STANDARD_PORT)
  const dataDir = dataFolder('demo')
  await refuseWhatIsTaken(dataDir, [
    { port: addresses.port, host: addresses.host, variable: 'PORT', purpose: 'portal' },
    { port: addresses.gatewayPort, host: addresses.gatewayHost, variable: 'GATEWAY_PORT', purpose: 'gateway' },
    { port: appsPort, host: '127.0.0.1', variable: 'SAMPLE_APPS_PORT', purpose: 'sample apps' },
  ])
  const steps = stepsOf(6)
  await preparePackages(steps)
  await prepareBuild(steps, development ? 'product' : 'everything')

  const told = untilToldToStop()
  const postgres = await steps.step('Database', async (log) => {
    const command = development ? 'npm run dev' : 'npm run demo'
    const started = await startEmbedded({ dataDir, command, ports: [addresses.port, addresses.gatewayPort], log })
    log(`PostgreSQL in ${dataDir}`)
    return started
  })
  const group = processGroup(dataDir)
  return superviseUntilTheEnd({ told, group, postgres }, async (unless) => {
    const environment = portalEnvironment({
      databaseUrl: postgres.databaseUrl,
      dataDir,
      addresses,
      embedded: true,
      outboundAllow: OUTBOUND_ALLOW,
    })
    const tokenFile = join(dataDir, 'gateway-token')
    await steps.step('Sample organizations', (log) =>
      seedOnce({ dataDir, environment, tokenFile, appsPort, postgres, log }),
    )

    await steps.step('Sample apps, portal and worker', async () => {
      group.start(sampleAppsProcess({ ...process.env, SAMPLE_APPS_PORT: String(appsPort) }))
      group.start(portalProcess(addresses, environment, { development }))
      group.start(workerProcess(environment))
      await waitForAnswer(`${localUrl(addresses.host, addresses.port)}/healthz`, { limitSeconds: 90, unless })
    })
    await steps.step('Gateway', async () => {
      group.start(gatewayProcess(gatewayEnvironment({ dataDir, addresses, tokenFile, outboundAllow: OUTBOUND_ALLOW })))
      await waitForAnswer(`${localUrl(addresses.gatewayHost, addresses.gatewayPort)}/readyz`, {
        limitSeconds: 60,
        unless,
      })
    })
    return () => welcome(addresses, dataDir)
  })
}

/** A seed that was interrupted is begun again from an empty database, so the demo is never half there. */
function seedOnce({ dataDir, environment, tokenFile, appsPort, postgres, log }) {
  return makeWhenMissing(join(dataDir, 'seeded'), {
    present: () => migrateDatabase(postgres.databaseUrl, log),
    async make() {
      rmSync(tokenFile, { force: true })
      rmSync(join(dataDir, 'gateway'), { recursive: true, force: true })
      const { emptyDatabase } = await import('./empty-database.mjs')
      await emptyDatabase(postgres.connection)
      await migrateDatabase(postgres.databaseUrl, log)
      const { code, output } = await runNode(['--enable-source-maps', 'dist/seed.mjs'], {
        environment: {
          ...environment,
          AURA_SEED_GATEWAY_TOKEN_FILE: tokenFile,
          AURA_SEED_UPSTREAM: `http://127.0.0.1:${appsPort}`,
        },
      })
      if (code !== 0) throw new Error(`The sample organizations could not be made:\n${output.trim()}`)
      readFileSync(tokenFile)
    },
  })
}

function welcome({ publicUrl, gatewayUrl }, dataDir) {
  console.log(`
Aura Portal is running.

  Portal    ${publicUrl}
  Gateway   ${gatewayUrl}

  Sign in as                 password aura-demo
    owner@demo.test          Owner
    aura@demo.test           Aura Owner
    admin@demo.test          User Administrator
    dev@demo.test            Developer (owns the sample apps)
    dev2@demo.test           Developer
    reader@demo.test         Reader

  Try it: open Cloud Functions, resize-image, View API Keys, create a key, and call the app with it:
    curl -H "Authorization: Bearer <your key>" "${gatewayUrl}/apps/resize-image/?width=1600&height=1200&max=320"
  Then revoke the key and call again.

  The data is in ${dataDir}. Ctrl-C stops everything.
`)
}
