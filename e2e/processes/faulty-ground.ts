import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { FAULT_TARGETS, type Fault, type FaultKind } from '@/e2e/fault-run/fault-plan'
import type { FaultWindow } from '@/e2e/fault-run/record'
import { type Cable, layCable } from '@/e2e/processes/cable'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import {
  type GatewayProcess,
  type Installation,
  openInstallation,
  type PortalProcess,
  startGateway,
} from '@/e2e/processes/installation'
import { type RunningProcess, startProcess } from '@/e2e/processes/running-process'
import { until } from '@/e2e/processes/until'
import { SOCKET_FILE } from '@/scripts/postgres/postmaster.mjs'
import { workerProcess } from '@/scripts/product-processes.mjs'
import { runNode } from '@/scripts/run-node.mjs'
import { startThrowAwayPostgres } from '@/scripts/throw-away-postgres.mjs'

/** By how much the clock of the last gateway differs from everybody else's. */
export const SHIFTED_MINUTES = 5
const RECOVERY_MILLISECONDS = 120_000
const LOOPBACK = '127.0.0.1'

export interface FaultyGateway extends Pick<GatewayProcess, 'url' | 'readiness'> {
  /** As it is registered, and as receipts name it. */
  readonly name: string
}

/** A whole installation whose every process can be killed, and whose every way can be cut. */
export interface FaultyGround {
  readonly installation: Installation
  /** As each portal is reached, whether it is there or not. */
  readonly portals: readonly string[]
  readonly gateways: readonly FaultyGateway[]
  /** When which gateway was killed. */
  readonly kills: readonly { readonly gateway: string; readonly at: number }[]
  /** Does what is planned, and resolves when everything has recovered from it. One fault at a time for each target. */
  inflict(fault: Fault): Promise<FaultWindow>
  /** Starts all portals anew with another `AURA_MAX_STALENESS`, and resolves when every gateway has such a lease. */
  changeStaleness(seconds: number): Promise<void>
  /** Kills all portals at once, and starts them again after a while. */
  takePortalsAway(milliseconds: number): Promise<FaultWindow>
  /** Stops the gateways in order: each delivers what it has counted. */
  stopGateways(): Promise<void>
  /** Throws unless every process that should be running is. */
  expectAllAlive(): void
  close(): Promise<void>
}

/** Starts everything: a Postgres of its own, portals, gateways spread over them, and a worker. */
export async function openFaultyGround(options: {
  readonly portals: number
  readonly gateways: number
  readonly stalenessSeconds: number
}): Promise<FaultyGround> {
  const cleaning: (() => unknown)[] = []
  const postgres = await startThrowAwayPostgres({ command: 'fault run', durable: true })
  cleaning.push(() => postgres.stop())
  let socketFolder: string = postgres.connection.host
  const migrated = await runNode(['scripts/migrate.mjs'], {
    environment: { ...process.env, DATABASE_URL: postgres.databaseUrl },
  })
  if (migrated.code !== 0) throw new Error(`The database could not be migrated:\n${migrated.output}`)

  /** Postgres has another socket at each start, and every process its own way to it. */
  const wayToPostgres = async (): Promise<{ cable: Cable; databaseUrl: string }> => {
    const folder = mkdtempSync('/tmp/aura-way-')
    chmodSync(folder, 0o700)
    const cable = await layCable({ path: join(folder, SOCKET_FILE) }, () => ({ path: join(socketFolder, SOCKET_FILE) }))
    cleaning.push(async () => {
      await cable.close()
      rmSync(folder, { recursive: true, force: true })
    })
    return { cable, databaseUrl: `postgresql://aura@localhost/aura?host=${encodeURIComponent(folder)}` }
  }

  const own = await wayToPostgres()
  let { stalenessSeconds } = options
  const installation = await openInstallation(own.databaseUrl, { stalenessSeconds })
  cleaning.push(() => installation.close())

  const portals = await Promise.all(
    Array.from({ length: options.portals }, async () => {
      const port = await freePort()
      const way = await wayToPostgres()
      let running: PortalProcess | undefined
      cleaning.push(() => running?.kill())
      return {
        port,
        url: `http://${LOOPBACK}:${port}`,
        database: way.cable,
        async start() {
          const environment = { DATABASE_URL: way.databaseUrl, AURA_MAX_STALENESS: String(stalenessSeconds) }
          running = await installation.startPortal({ port, environment })
        },
        kill: async () => running?.kill(),
        process: () => running,
      }
    }),
  )
  await Promise.all(portals.map(({ start }) => start()))

  const kills: { gateway: string; at: number }[] = []
  const gateways = await Promise.all(
    Array.from({ length: options.gateways }, async (_, number) => {
      const name = `gateway ${number + 1}`
      const portal = portals[number % portals.length] as (typeof portals)[number]
      const token = await installation.registerGateway(name)
      const [port, feedPort] = [await freePort(), await freePort()]
      const feed = await layCable({ port: feedPort, host: LOOPBACK }, () => ({ port: portal.port, host: LOOPBACK }))
      cleaning.push(() => feed.close())
      let running: GatewayProcess | undefined
      cleaning.push(() => running?.kill())
      const start = async () => {
        running = await startGateway({
          portalUrl: `http://${LOOPBACK}:${feedPort}`,
          token,
          dataFolder: `${installation.folder}/gateway-${number}`,
          port,
          ...(number === options.gateways - 1
            ? { preload: new URL(`./shifted-clock.mjs?minutes=${SHIFTED_MINUTES}`, import.meta.url).href }
            : {}),
        })
      }
      return {
        name,
        url: `http://${LOOPBACK}:${port}`,
        portal,
        feed,
        start,
        async kill() {
          kills.push({ gateway: name, at: Date.now() })
          await running?.kill()
        },
        stop: async () => running?.stop(),
        process: () => running,
        async readiness() {
          if (!running) throw new Error(`${name} has never been started`)
          return running.readiness()
        },
      }
    }),
  )
  await Promise.all(gateways.map(({ start }) => start()))

  let worker: RunningProcess | undefined
  const startWorker = () => {
    worker = startProcess(workerProcess({ ...installation.environment }))
  }
  cleaning.push(() => worker?.kill())
  startWorker()

  const untilWell = async (concerned: readonly (typeof gateways)[number][]) => {
    for (const gateway of concerned)
      await until(
        `${gateway.name} follows its portal`,
        async () => {
          const { ready, feed } = await gateway.readiness()
          return ready && feed === 'following'
        },
        { milliseconds: RECOVERY_MILLISECONDS, pauseMilliseconds: 50 },
      )
  }
  const isPortalWell = async ({ url }: (typeof portals)[number]) => (await call(`${url}/healthz`)).status === 200
  const behind = (portal: (typeof portals)[number]) => gateways.filter((gateway) => gateway.portal === portal)
  const portalWell = async (portal: (typeof portals)[number]) => {
    await until(`${portal.url} is well`, () => isPortalWell(portal), {
      milliseconds: RECOVERY_MILLISECONDS,
      pauseMilliseconds: 50,
    })
    await untilWell(behind(portal))
  }
  const everythingWell = async () => {
    for (const portal of portals) await portalWell(portal)
  }
  const closed = async (cable: Cable, how: 'cut' | 'silence', milliseconds: number) => {
    cable[how]()
    await sleep(milliseconds)
    cable.restore()
  }
  const restartPostgres = async (how: 'orderly' | 'crash') => {
    const started = await postgres.restart(how)
    socketFolder = started.connection.host
    await everythingWell()
  }
  const at = <T>(list: readonly T[], target: number) => list[target] as T

  const INFLICT: Record<FaultKind, (target: number, milliseconds: number) => Promise<void>> = {
    async gateway_killed(target, milliseconds) {
      const gateway = at(gateways, target)
      await gateway.kill()
      await sleep(milliseconds)
      await gateway.start()
      await untilWell([gateway])
    },
    async portal_killed(target, milliseconds) {
      const portal = at(portals, target)
      await portal.kill()
      await sleep(milliseconds)
      await portal.start()
      await portalWell(portal)
    },
    async worker_killed(_, milliseconds) {
      await worker?.kill()
      await sleep(milliseconds)
      startWorker()
    },
    async feed_cut(target, milliseconds) {
      const gateway = at(gateways, target)
      await closed(gateway.feed, 'cut', milliseconds)
      await untilWell([gateway])
    },
    async feed_silent(target, milliseconds) {
      const gateway = at(gateways, target)
      await closed(gateway.feed, 'silence', milliseconds)
      await untilWell([gateway])
    },
    async database_cut(target, milliseconds) {
      const portal = at(portals, target)
      await closed(portal.database, 'cut', milliseconds)
      await portalWell(portal)
    },
    async database_silent(target, milliseconds) {
      const portal = at(portals, target)
      await closed(portal.database, 'silence', milliseconds)
      await portalWell(portal)
    },
    postgres_restarted: () => restartPostgres('orderly'),
    postgres_crashed: () => restartPostgres('crash'),
  }

  const lanes = new Map<string, Promise<unknown>>()
  return {
    installation,
    portals: portals.map(({ url }) => url),
    gateways,
    kills,
    async inflict({ kind, target, lastsMilliseconds }) {
      const lane = `${FAULT_TARGETS[kind]} ${target}`
      const turn = (lanes.get(lane) ?? Promise.resolve()).then(async () => {
        const begins = Date.now()
        await INFLICT[kind](target, lastsMilliseconds)
        return { kind, target, begins, ends: Date.now() }
      })
      lanes.set(
        lane,
        turn.catch(() => undefined),
      )
      return turn
    },
    async changeStaleness(seconds) {
      stalenessSeconds = seconds
      await Promise.all(
        portals.map(async ({ kill, start }) => {
          await kill()
          await start()
        }),
      )
      for (const gateway of gateways)
        await until(
          `${gateway.name} has a lease of the new length`,
          async () => (await gateway.readiness()).lease_seconds > seconds / 2,
          { milliseconds: RECOVERY_MILLISECONDS },
        )
    },
    async takePortalsAway(milliseconds) {
      const begins = Date.now()
      await Promise.all(portals.map(({ kill }) => kill()))
      await sleep(milliseconds)
      const ends = Date.now()
      await Promise.all(portals.map(({ start }) => start()))
      await everythingWell()
      return { kind: 'portals_away', target: 0, begins, ends }
    },
    stopGateways: async () => {
      await Promise.all(gateways.map(({ stop }) => stop()))
    },
    expectAllAlive() {
      const processes = [
        ...portals.map(({ process }) => process()),
        ...gateways.map(({ process }) => process()),
        worker,
      ]
      for (const running of processes)
        if (!running || running.hasEnded()) throw new Error(`A process has ended by itself:\n${running?.output()}`)
    },
    async close() {
      for (const clean of cleaning.splice(0).reverse()) await clean()
    },
  }
}
