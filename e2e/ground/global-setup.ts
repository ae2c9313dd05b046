import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startGateway } from '@/e2e/ground/gateway'
import { writeInstallation } from '@/e2e/ground/installation'
import { startMailServer } from '@/e2e/ground/mails'
import { startPortal } from '@/e2e/ground/portal'
import { start, untilItAnswers } from '@/e2e/ground/processes'
import { countingQueries } from '@/e2e/ground/queries'
import { runFolder } from '@/e2e/ground/run-folder'
import { deliverTraffic } from '@/e2e/ground/traffic'
import { freePort } from '@/e2e/processes/free-port'
import { buildEverything } from '@/scripts/build.mjs'
import { migrateDatabase } from '@/scripts/prepare.mjs'
import { sampleAppsProcess, workerProcess } from '@/scripts/product-processes.mjs'
import { runNode } from '@/scripts/run-node.mjs'
import { startThrowAwayPostgres } from '@/scripts/throw-away-postgres.mjs'

/** One installation for the run, as `npm run demo` would start it, on ports that were free and data that is thrown away. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = runFolder()
  mkdirSync(join(folder, 'sessions'), { recursive: true, mode: 0o700 })
  const stops: (() => Promise<void>)[] = []
  // Backwards: the gateway gives its lease back while the portal still hears it, and the database goes last.
  const stopEverything = async () => {
    for (const stop of stops.reverse()) await stop()
    removeWhatNobodyNeeds(folder)
  }
  try {
    await startEverything(folder, stops)
  } catch (error) {
    await stopEverything()
    throw error
  }
  return stopEverything
}

async function startEverything(folder: string, stops: (() => Promise<void>)[]): Promise<void> {
  await buildEverything((line: string) => console.log(line))

  const postgres = await startThrowAwayPostgres({ command: 'npm test (browser)' })
  stops.push(() => postgres.stop())
  const { databaseUrl, connection, dataDir } = postgres
  const mails = await startMailServer()
  stops.push(mails.stop)
  await migrateDatabase(databaseUrl, () => {})

  const appsPort = await freePort()
  const gatewayPort = await freePort()
  const gatewayUrl = `http://localhost:${gatewayPort}`
  const tokenFile = join(folder, 'gateway-token')

  const apps = start(sampleAppsProcess({ ...process.env, SAMPLE_APPS_PORT: String(appsPort) }))
  stops.push(apps.stop)

  // An organization's issuer is fixed when it is made, so the portal's address has to be known before the seed.
  const mail = { SMTP_URL: mails.url, AURA_MAIL_FROM: 'Aura Portal <portal@demo.test>' }
  const portal = await startPortal({ databaseUrl, dataDir, gatewayUrl, more: mail, observing: countingQueries() })
  stops.push(portal.stop)
  await seed(portal.environment, tokenFile, appsPort)

  const worker = start(workerProcess(portal.environment))
  stops.push(worker.stop)
  const token = readFileSync(tokenFile, 'utf8').trim()
  const gateway = await startGateway({ portalUrl: portal.url, token, port: gatewayPort })
  stops.push(gateway.stop)
  await deliverTraffic({ portalUrl: portal.url, token, databaseUrl })
  await untilItAnswers(apps, `http://127.0.0.1:${appsPort}/resize-image/healthz`)

  writeInstallation({
    portalUrl: portal.url,
    gatewayUrl,
    appsUrl: `http://127.0.0.1:${appsPort}`,
    databaseUrl,
    dataDir,
    server: connection,
    environment: portal.environment,
    logs: { portal: portal.log, gateway: gateway.log, worker: worker.log, apps: apps.log },
  })
}

async function seed(
  environment: Readonly<Record<string, string | undefined>>,
  tokenFile: string,
  appsPort: number,
): Promise<void> {
  const { code, output } = await runNode(['--enable-source-maps', 'dist/seed.mjs'], {
    environment: {
      ...environment,
      AURA_SEED_GATEWAY_TOKEN_FILE: tokenFile,
      AURA_SEED_UPSTREAM: `http://127.0.0.1:${appsPort}`,
    },
  })
  if (code !== 0) throw new Error(`The sample organizations could not be made:\n${output}`)
}

/** Sessions, tokens and logs of a run that is over open nothing; only what explains a failure is kept. */
function removeWhatNobodyNeeds(folder: string): void {
  // A setup that failed early has left nothing, and why it failed is what has to be read.
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder))
    if (name !== 'failures' && name !== 'logs') rmSync(join(folder, name), { recursive: true, force: true })
  const failures = join(folder, 'failures')
  const failed = (() => {
    try {
      return readdirSync(failures).some((name) => !name.startsWith('.'))
    } catch {
      return false
    }
  })()
  if (failed) console.log(`What was shown where it failed, and what the processes said, is in ${folder}`)
  else rmSync(folder, { recursive: true, force: true })
}
