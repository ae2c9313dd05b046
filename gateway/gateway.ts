import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Dispatcher } from 'undici'
import { Decider } from '@/gateway/decide'
import { FailureBudget } from '@/gateway/failure-budget'
import type { Log } from '@/gateway/log'
import { OpenRequests } from '@/gateway/open-requests'
import { PositionWaiters } from '@/gateway/position-waiters'
import { createGatewayServer } from '@/gateway/server'
import { Usage } from '@/gateway/usage/usage'
import { VerifyingKeys } from '@/gateway/verifying-keys'
import { verifyEpochStatement } from '@/lib/crypto/epoch-statements'
import { newIdAt } from '@/lib/crypto/identifiers'
import type { Clock } from '@/lib/status/clock'
import { FeedClient } from '@/lib/status/feed-client'
import type { FeedTransport } from '@/lib/status/feed-transport'
import { Journal } from '@/lib/status/journal'
import { NO_LEASE, persistLease, restoreLease } from '@/lib/status/lease'
import { portalClockFromOffset } from '@/lib/status/portal-clock'

const SWEEP_MILLISECONDS = 1_000
const DRAIN_MILLISECONDS = 10_000
const CACHED_TOKENS = 50_000

export interface GatewayOptions {
  readonly transport: FeedTransport
  readonly dispatcher: Dispatcher
  readonly dataFolder: string
  readonly software: string
  readonly clock: Clock
  readonly log: Log
  readonly cachedTokens?: number
  readonly sweepMilliseconds?: number
  readonly drainMilliseconds?: number
  readonly headersMilliseconds?: number
  readonly uploadIdleMilliseconds?: number
}

export interface Gateway {
  readonly feed: FeedClient
  readonly usage: Usage
  listen(port: number, host: string): Promise<AddressInfo>
  /** Takes no more connections, lets what is open finish for a while, then gives the lease back. */
  stop(): Promise<void>
}

/** Puts one gateway instance together: what it knows, how it judges, and the server in front. Throws `JournalInUse`. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { transport, dispatcher, clock, log } = options
  const { journal, recovered } = Journal.open(options.dataFolder)
  const open = new OpenRequests()
  const waiters = new PositionWaiters()
  const verifyingKeys = new VerifyingKeys(log)
  const start = await takeUp(journal, recovered, clock, log)
  const feed = new FeedClient({
    transport,
    journal,
    ...start,
    software: options.software,
    clock,
    sleep,
    random: Math.random,
    verifyEpochStatement,
    onApplied: (affected) => {
      if (affected.kind === 'everything' && feed.knowledge) verifyingKeys.learn(feed.knowledge)
      const closed = open.closeRefused(affected)
      if (closed > 0) log.info({ closed }, 'Open responses were closed: their keys are not accepted any more')
      waiters.wake()
    },
    log,
  })
  if (feed.knowledge) verifyingKeys.learn(feed.knowledge)
  const decider = new Decider({
    known: feed,
    verifyingKeys,
    waiters,
    failures: new FailureBudget(clock.monotonic),
    cacheSize: options.cachedTokens ?? CACHED_TOKENS,
  })
  const usage = await Usage.start({
    folder: join(options.dataFolder, 'usage'),
    transport,
    instance: start.instance,
    wall: clock.wall,
    portalNow: () => feed.nowSeconds() * 1_000,
    sleep,
    random: Math.random,
    log,
  })
  let stopping = false
  const server = createGatewayServer({
    decider,
    recorder: usage.recorder,
    proxy: {
      dispatcher,
      decider,
      open,
      appById: (id) => feed.knowledge?.app(id),
      monotonic: clock.monotonic,
      log,
      ...(options.uploadIdleMilliseconds === undefined
        ? {}
        : { uploadIdleMilliseconds: options.uploadIdleMilliseconds }),
    },
    readiness: () => ({
      ready: feed.isFresh() && !stopping,
      feed: feed.state,
      epoch: feed.knowledge?.epoch.number ?? null,
      seq: feed.knowledge?.seq ?? null,
      lease_seconds: Math.floor(feed.remainingLease() / 1_000),
    }),
    log,
    ...(options.headersMilliseconds === undefined ? {} : { headersMilliseconds: options.headersMilliseconds }),
  })
  const sweep = setInterval(() => open.sweep(), options.sweepMilliseconds ?? SWEEP_MILLISECONDS)
  feed.start()

  return {
    feed,
    usage,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => resolve(server.address() as AddressInfo))
      }),
    async stop() {
      if (stopping) return
      stopping = true
      const closed = new Promise((resolve) => server.close(resolve))
      // Meanwhile the feed goes on: a key that dies now still closes what it has open.
      const drained = new AbortController()
      // Node closes the connections that are idle now; those that become idle while others finish are ours to close.
      const closeIdle = setInterval(() => server.closeIdleConnections(), 50)
      await Promise.race([closed, sleep(options.drainMilliseconds ?? DRAIN_MILLISECONDS, drained.signal)])
      drained.abort()
      clearInterval(closeIdle)
      server.closeAllConnections()
      await closed
      clearInterval(sweep)
      const usageStopped = usage.stop()
      await feed.stop()
      try {
        await feed.release()
      } finally {
        await usageStopped
        journal.close()
        await dispatcher.destroy()
      }
    },
  }
}

/** What a start finds in its journal, and who it is. */
async function takeUp(
  journal: Journal,
  recovered: ReturnType<typeof Journal.open>['recovered'],
  clock: Clock,
  log: Log,
) {
  const boot = clock.boot ?? null
  const newInstance = newIdAt(new Date())('gatewayInstance')
  if (!recovered.found) {
    const message = 'Starting without a journal; everything is refused until the portal answers'
    if (recovered.because === 'missing') log.info({ because: recovered.detail }, message)
    else log.error({ because: recovered.detail }, message)
    return { knowledge: undefined, lease: NO_LEASE, portalClock: undefined, instance: newInstance, boot }
  }
  const { knowledge, lease: persisted } = recovered
  // After a boot this may be a copy of the machine, beside the first: two that answer for one instance would hide each other's silence.
  const sameBoot = boot !== null && boot === recovered.boot
  const instance = sameBoot ? recovered.instance : newInstance
  const restored = persisted ? restoreLease(persisted, clock) : undefined
  const lease = restored?.lease ?? NO_LEASE
  const portalClock = persisted ? portalClockFromOffset(persisted.portalOffset, clock) : undefined
  if (!sameBoot) {
    await journal.replace(
      knowledge,
      instance,
      boot,
      lease.end === undefined || !persisted ? null : persistLease(lease.end, persisted.portalOffset, clock),
    )
  }
  log.info(
    {
      seq: knowledge.seq,
      epoch: knowledge.epoch.number,
      leaseMilliseconds: lease.end === undefined ? 0 : Math.round(lease.end - clock.monotonic()),
      ...(restored && !restored.lease ? { because: restored.because } : {}),
    },
    lease.end === undefined
      ? 'Starting from the journal, without a lease; everything is refused until the portal answers'
      : 'Starting from the journal, within its lease',
  )
  return { knowledge, lease, portalClock, instance, boot }
}

/** Resolves after a while, or as soon as the signal aborts. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}
