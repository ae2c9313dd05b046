import type { AddressInfo } from 'node:net'
import { type Front, type FrontOptions, openFront } from '@/gateway/front'
import { openInstance } from '@/gateway/instance'
import { type MetricFamily, ProcessMetrics } from '@/gateway/metrics/families'
import { instanceMetrics } from '@/gateway/metrics/instance-metrics'
import { sleep } from '@/gateway/sleep'
import { LeftoverUsage } from '@/gateway/usage/leftover-usage'
import type { Usage } from '@/gateway/usage/usage'
import { usageFolderOf } from '@/gateway/usage/usage-folders'
import type { FeedClient } from '@/lib/status/feed-client'

export interface GatewayOptions extends Omit<FrontOptions, 'known' | 'instance' | 'usageFolder'> {
  readonly dataFolder: string
  readonly software: string
}

export interface Gateway {
  readonly feed: FeedClient
  readonly usage: Usage
  readonly openRequests: number
  /** Of each process what it measures. */
  metrics(): Promise<MetricFamily[][]>
  listen(port: number, host: string): Promise<AddressInfo>
  /** Takes no more connections, lets what is open finish for a while, then gives the lease back. */
  stop(): Promise<void>
}

/** Puts a gateway of one process together: what it knows, and the front that judges by it. Throws `JournalInUse`. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { transport, dataFolder, clock, log } = options
  const usageFolder = usageFolderOf(dataFolder)
  let front: Front | undefined
  const { journal, feed, id } = await openInstance({ ...options, onApplied: (affected) => front?.applied(affected) })
  const opened = await openFront({
    ...options,
    known: feed,
    instance: id,
    usageFolder,
  })
  front = opened
  const leftovers = await LeftoverUsage.start({
    dataFolder,
    inUse: [usageFolder],
    transport,
    instance: id,
    wall: clock.wall,
    portalNow: () => feed.nowSeconds() * 1_000,
    sleep,
    random: Math.random,
    log,
  })
  const metrics = new ProcessMetrics([...instanceMetrics(feed, clock, options.software), ...opened.metrics])
  let stopping = false
  feed.start()

  return {
    feed,
    usage: opened.usage,
    get openRequests() {
      return opened.openRequests
    },
    metrics: async () => [await metrics.read()],
    listen: opened.listen,
    async stop() {
      if (stopping) return
      stopping = true
      await opened.drain()
      const closed = Promise.all([opened.close(), leftovers.stop()])
      await feed.stop()
      try {
        await feed.release()
      } finally {
        await closed
        journal.close()
      }
    },
  }
}
