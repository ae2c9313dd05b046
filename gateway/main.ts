import cluster from 'node:cluster'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@/gateway/clock'
import { openCluster } from '@/gateway/cluster/primary'
import { runWorker } from '@/gateway/cluster/worker'
import { readEnv } from '@/gateway/env'
import { frontSettingsOf } from '@/gateway/front-settings'
import { startGateway } from '@/gateway/gateway'
import { createLog } from '@/gateway/log'
import { type MetricsServer, serveMetrics } from '@/gateway/metrics/metrics-server'
import { startProblem } from '@/gateway/start-problem'
import { version } from '@/package.json'

/**
 * A gateway, of one process or several. Says where it listens in a line of its log (`"msg":"listening"`). SIGTERM and
 * SIGINT stop it in order; a second one at once. Exits 0 when stopped, 1 when it could not start or stop as it should.
 */
async function main(): Promise<void> {
  const env = readEnv(process.env)
  const log = createLog(env.logLevel)
  const front = frontSettingsOf(env)
  const { transport } = front
  const common = { software: `aura-gateway/${version}`, clock: systemClock(), log }
  const gateway =
    env.processes === 1
      ? await startGateway({ ...common, ...front, dataFolder: env.dataFolder })
      : await openCluster({ ...common, transport, settings: env, program: fileURLToPath(import.meta.url) })
  let metrics: MetricsServer | undefined
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    gateway
      .stop()
      .then(() => Promise.all([transport.close(), metrics?.close()]))
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ error: (error as Error).message }, 'The gateway did not stop in order')
          process.exit(1)
        },
      )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  try {
    // First of all, so that an address that is taken is found out before anybody is served.
    if (env.metricsListen) {
      metrics = await serveMetrics(env.metricsListen, gateway.metrics, log)
      log.info({ address: metrics.address.address, metricsPort: metrics.address.port }, 'metrics at /metrics')
    }
    const { address, port } = await gateway.listen(env.port, env.host)
    log.info({ address, port, portal: env.portalUrl, processes: env.processes }, 'listening')
  } catch (error) {
    // It may have a lease already, and no receipt should wait for a process that never answered anybody.
    await gateway.stop()
    throw error
  }
}

if (cluster.isWorker) runWorker()
else main().catch(end)

// Said by ourselves: node would quote the error as it is.
process.on('uncaughtException', end)

function end(error: unknown): void {
  process.stderr.write(`${startProblem(error)}\n`)
  process.exit(1)
}
