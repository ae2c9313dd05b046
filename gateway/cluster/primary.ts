import type { AddressInfo } from 'node:net'
import { Workers } from '@/gateway/cluster/workers'
import type { GatewayEnv } from '@/gateway/env'
import { openInstance } from '@/gateway/instance'
import type { Log } from '@/gateway/log'
import { type MetricFamily, ProcessMetrics } from '@/gateway/metrics/families'
import { instanceMetrics } from '@/gateway/metrics/instance-metrics'
import { sleep } from '@/gateway/sleep'
import { LeftoverUsage } from '@/gateway/usage/leftover-usage'
import { usageFolderOf } from '@/gateway/usage/usage-folders'
import type { Clock } from '@/lib/status/clock'
import type { FeedTransport } from '@/lib/status/feed-transport'

export interface ClusterOptions {
  readonly settings: GatewayEnv
  /** What a worker runs. */
  readonly program: string
  readonly transport: FeedTransport
  readonly software: string
  readonly clock: Clock
  readonly log: Log
}

export interface Cluster {
  /** Starts the workers. Resolves when all of them listen. */
  listen(): Promise<AddressInfo>
  /** Of each process what it measures. */
  metrics(): Promise<MetricFamily[][]>
  /** Lets the workers finish what is open, then gives the lease back. */
  stop(): Promise<void>
}

/**
 * A gateway of several processes, which is one instance to the portal. This one, the primary, has the feed, the journal and
 * the lease, and answers no request; its workers judge by what it tells them. Throws `JournalInUse`.
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const { settings, clock, log } = options
  const { dataFolder } = settings
  const workers = new Workers(options)
  const { journal, feed, id } = await openInstance({
    ...options,
    dataFolder,
    followers: workers,
    // Nothing is open here.
    onApplied: () => undefined,
  })
  const leftovers = await LeftoverUsage.start({
    dataFolder,
    inUse: workers.slots.map((slot) => usageFolderOf(dataFolder, slot)),
    transport: options.transport,
    instance: id,
    wall: clock.wall,
    portalNow: () => feed.nowSeconds() * 1_000,
    sleep,
    random: Math.random,
    log,
  })
  const metrics = new ProcessMetrics(instanceMetrics(feed, clock, options.software))
  feed.start()
  let isStopping = false
  return {
    metrics: async () => [await metrics.read(), ...(await workers.metrics())],
    listen: () => workers.start({ feed, instance: id }),
    async stop() {
      if (isStopping) return
      isStopping = true
      // Meanwhile the feed goes on: a key that dies now still closes what it has open.
      await workers.stop()
      const delivered = leftovers.stop()
      await feed.stop()
      try {
        await feed.release()
      } finally {
        await delivered
        journal.close()
      }
    },
  }
}
