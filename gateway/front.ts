import type { AddressInfo } from 'node:net'
import type { Dispatcher } from 'undici'
import { Decider, type Known } from '@/gateway/decide'
import { FailureBudget } from '@/gateway/failure-budget'
import { FeedWaiters } from '@/gateway/feed-waiters'
import type { Log } from '@/gateway/log'
import type { Source } from '@/gateway/metrics/families'
import { frontMetrics } from '@/gateway/metrics/front-metrics'
import { RequestCounts } from '@/gateway/metrics/request-counts'
import { OpenRequests } from '@/gateway/open-requests'
import { RateLimits } from '@/gateway/rate-limits'
import { createGatewayServer } from '@/gateway/server'
import { sleep } from '@/gateway/sleep'
import { Usage } from '@/gateway/usage/usage'
import { VerifyingKeys } from '@/gateway/verifying-keys'
import type { GatewayInstanceId } from '@/lib/core/identifiers'
import { TrustedProxies } from '@/lib/inbound/trusted-proxies'
import type { Clock } from '@/lib/status/clock'
import type { FeedState } from '@/lib/status/feed-client'
import type { FeedTransport } from '@/lib/status/feed-transport'
import type { Affected } from '@/lib/status/knowledge'

const SWEEP_MILLISECONDS = 1_000
const DRAIN_MILLISECONDS = 10_000
const CACHED_TOKENS = 50_000

/** What a front judges by, and what `/readyz` says about it. */
export interface KnownFeed extends Known {
  readonly state: FeedState
  /** Milliseconds until nothing is answered any more. */
  remainingLease(): number
}

export interface FrontOptions {
  readonly known: KnownFeed
  readonly instance: GatewayInstanceId
  readonly transport: FeedTransport
  readonly dispatcher: Dispatcher
  /** Of this process alone. */
  readonly usageFolder: string
  readonly clock: Clock
  readonly log: Log
  /** Address ranges of the proxies in front whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[]
  readonly cachedTokens?: number
  readonly sweepMilliseconds?: number
  readonly drainMilliseconds?: number
  /** For how long it tries, when it stops, to deliver what it counted. */
  readonly lastDeliveryMilliseconds?: number
  readonly headersMilliseconds?: number
  readonly uploadIdleMilliseconds?: number
  readonly handshakeMilliseconds?: number
}

/** What callers meet: the server, how it judges, what it has open, and what it counts. Where its knowledge comes from, it does not know. */
export interface Front {
  readonly usage: Usage
  /** Requests that were accepted and are not finished; WebSockets among them. */
  readonly openRequests: number
  readonly metrics: readonly Source[]
  /** To be called right after something was applied: what stopped being accepted is closed when this returns. */
  applied(affected: Affected): void
  listen(port: number, host: string): Promise<AddressInfo>
  /** Takes no more connections, and lets what is open finish for a while. A key that dies meanwhile still closes what it has open. */
  drain(): Promise<void>
  /** After `drain`: keeps what was counted. */
  close(): Promise<void>
}

export async function openFront(options: FrontOptions): Promise<Front> {
  const { known, dispatcher, clock, log } = options
  const open = new OpenRequests()
  const waiters = new FeedWaiters()
  const verifyingKeys = new VerifyingKeys(log)
  if (known.knowledge) verifyingKeys.learn(known.knowledge)
  const decider = new Decider({
    known,
    verifyingKeys,
    waiters,
    failures: new FailureBudget(clock.monotonic),
    rates: new RateLimits(clock.monotonic),
    cacheSize: options.cachedTokens ?? CACHED_TOKENS,
  })
  const usage = await Usage.start({
    folder: options.usageFolder,
    transport: options.transport,
    instance: options.instance,
    wall: clock.wall,
    portalNow: () => known.nowSeconds() * 1_000,
    sleep,
    random: Math.random,
    log,
    ...(options.lastDeliveryMilliseconds ? { lastDeliveryMilliseconds: options.lastDeliveryMilliseconds } : {}),
  })
  const counts = new RequestCounts()
  let stopping = false
  const server = createGatewayServer({
    decider,
    recorder: usage.recorder,
    counts,
    trustedProxies: new TrustedProxies(options.trustedProxies),
    proxy: {
      dispatcher,
      decider,
      open,
      appById: (id) => known.knowledge?.app(id),
      monotonic: clock.monotonic,
      counts,
      log,
      ...(options.uploadIdleMilliseconds === undefined
        ? {}
        : { uploadIdleMilliseconds: options.uploadIdleMilliseconds }),
      ...(options.handshakeMilliseconds === undefined ? {} : { handshakeMilliseconds: options.handshakeMilliseconds }),
    },
    readiness: () => ({
      ready: known.isFresh() && !stopping,
      feed: known.state,
      epoch: known.knowledge?.epoch.number ?? null,
      seq: known.knowledge?.seq ?? null,
      lease_seconds: Math.floor(known.remainingLease() / 1_000),
    }),
    log,
    ...(options.headersMilliseconds === undefined ? {} : { headersMilliseconds: options.headersMilliseconds }),
  })
  const sweep = setInterval(() => open.sweep(), options.sweepMilliseconds ?? SWEEP_MILLISECONDS)

  return {
    usage,
    get openRequests() {
      return open.size
    },
    metrics: frontMetrics({
      counts,
      openRequests: () => open.size,
      verifiedTokens: decider.verifiedTokens,
      usageWaiting: () => usage.waiting,
    }),
    applied(affected) {
      if (affected.kind === 'everything' && known.knowledge) verifyingKeys.learn(known.knowledge)
      const closed = open.closeRefused(affected)
      if (closed > 0) log.info({ closed }, 'Open responses were closed: their keys are not accepted any more')
      waiters.wake()
    },
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => resolve(server.address() as AddressInfo))
      }),
    async drain() {
      stopping = true
      const closed = new Promise((resolve) => server.close(resolve))
      const drained = new AbortController()
      // Node closes the connections that are idle now; those that become idle while others finish are ours to close.
      const closeIdle = setInterval(() => server.closeIdleConnections(), 50)
      await Promise.race([closed, sleep(options.drainMilliseconds ?? DRAIN_MILLISECONDS, drained.signal)])
      drained.abort()
      clearInterval(closeIdle)
      server.closeAllConnections()
      open.cutAll()
      await closed
      clearInterval(sweep)
    },
    async close() {
      await usage.stop()
      await dispatcher.destroy()
    },
  }
}
