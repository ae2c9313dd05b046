/** `npm start`: the real thing, on the embedded database or on the server of DATABASE_URL. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { holdDataFolder } from '../data-folder-lock.mjs'
import { startEmbedded } from '../embedded-postgres.mjs'
import { dataFolder } from '../places.mjs'
import { migrateDatabase, prepareBuild, preparePackages } from '../prepare.mjs'
import { processGroup } from '../processes.mjs'
import { gatewayProcess, portalProcess, workerProcess } from '../product-processes.mjs'
import { refuseWhatIsTaken } from '../refuse-what-is-taken.mjs'
import { runNode } from '../run-node.mjs'
import { gatewayEnvironment, localUrl, portalEnvironment, refuseMissingSecrets, startAddresses } from '../settings.mjs'
import { stepsOf } from '../steps.mjs'
import { superviseUntilTheEnd, untilToldToStop } from '../supervise.mjs'
import { waitForAnswer } from '../wait-for-answer.mjs'

const NO_ORGANIZATION_YET = 3
const POLL_MS = 2_000

export async function run() {
  const embedded = !process.env.DATABASE_URL
  if (!embedded) refuseMissingSecrets()
  const addresses = startAddresses()
  const dataDir = dataFolder('start')
  await refuseWhatIsTaken(dataDir, [
    { port: addresses.port, host: addresses.host, variable: 'PORT', purpose: 'portal' },
    { port: addresses.gatewayPort, host: addresses.gatewayHost, variable: 'GATEWAY_PORT', purpose: 'gateway' },
  ])
  const steps = stepsOf(5)
  await preparePackages(steps)
  await prepareBuild(steps, 'everything')

  const told = untilToldToStop()
  const postgres = await steps.step('Database', (log) => database(embedded, dataDir, addresses, log))
  const group = processGroup(dataDir)
  return superviseUntilTheEnd({ told, group, postgres }, async (unless) => {
    await steps.step('Migrations', (log) => migrateDatabase(postgres.databaseUrl, log))
    const environment = portalEnvironment({ databaseUrl: postgres.databaseUrl, dataDir, addresses, embedded })
    await steps.step('Portal and worker', async () => {
      group.start(portalProcess(addresses, environment))
      group.start(workerProcess(environment))
      await waitForAnswer(`${localUrl(addresses.host, addresses.port)}/healthz`, { limitSeconds: 90, unless })
    })
    const setupLink = await operator(['setup-link'], environment)
    startGatewayOnceThereIsAnOrganization({ group, dataDir, addresses, environment, unless }).catch((error) => {
      console.error(`The gateway beside the portal could not be started: ${error.message}`)
    })
    return () => welcome(addresses, dataDir, setupLink.stdout.trim())
  })
}

async function database(embedded, dataDir, addresses, log) {
  const holder = { command: 'npm start', ports: [addresses.port, addresses.gatewayPort] }
  if (!embedded) {
    log('the server of DATABASE_URL')
    mkdirSync(dataDir, { recursive: true, mode: 0o755 })
    const release = holdDataFolder(dataDir, holder)
    return { databaseUrl: process.env.DATABASE_URL, stop: async () => release() }
  }
  const started = await startEmbedded({ dataDir, ...holder, log })
  log(`PostgreSQL in ${dataDir}`)
  return started
}

/** A gateway belongs to an organization, and the first one is made on the setup page, so this waits for that. */
async function startGatewayOnceThereIsAnOrganization({ group, dataDir, addresses, environment, unless }) {
  const tokenFile = join(dataDir, 'gateway-token')
  let over = false
  unless.then(() => {
    over = true
  })
  while (!over) {
    const { code, output } = await operator(['ensure-local-gateway', '--token-file', tokenFile], environment)
    if (over || code === 0) break
    if (code !== NO_ORGANIZATION_YET) throw new Error(output.trim())
    await sleep(POLL_MS)
  }
  if (over || !existsSync(tokenFile)) return
  group.start(gatewayProcess(gatewayEnvironment({ dataDir, addresses, tokenFile })))
  const gateway = localUrl(addresses.gatewayHost, addresses.gatewayPort)
  if (await waitForAnswer(`${gateway}/readyz`, { limitSeconds: 120, unless }))
    console.log(`The gateway answers on ${gateway}`)
}

const operator = (args, environment) => runNode(['--enable-source-maps', 'dist/operator.mjs', ...args], { environment })

function welcome({ publicUrl, gatewayUrl, host, port }, dataDir, setupLink) {
  const lines = [
    `Aura Portal is running on ${publicUrl} (listening on ${host}:${port}).`,
    setupLink
      ? `Make the first organization and its Owner with this link. It works once, for 24 hours:\n\n  ${setupLink}\n\nThe gateway starts by itself once that is done, and will answer on ${gatewayUrl}.`
      : `The gateway will answer on ${gatewayUrl}.`,
    `The data is in ${dataDir}. Ctrl-C stops everything.`,
  ]
  console.log(`\n${lines.join('\n')}\n`)
}
