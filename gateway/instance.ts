import { untilPredecessorsAreGone } from '@/gateway/cluster/predecessors'
import type { Log } from '@/gateway/log'
import { sleep } from '@/gateway/sleep'
import { verifyEpochStatement } from '@/lib/crypto/epoch-statements'
import { newIdAt } from '@/lib/crypto/identifiers'
import type { Clock } from '@/lib/status/clock'
import { FeedClient, type FeedClientOptions } from '@/lib/status/feed-client'
import type { FeedTransport } from '@/lib/status/feed-transport'
import { Journal } from '@/lib/status/journal'
import { NO_LEASE, persistLease, restoreLease } from '@/lib/status/lease'
import { portalClockFromOffset } from '@/lib/status/portal-clock'

export interface InstanceOptions extends Pick<FeedClientOptions, 'onApplied' | 'followers'> {
  readonly transport: FeedTransport
  readonly dataFolder: string
  readonly software: string
  readonly clock: Clock
  readonly log: Log
}

/**
 * One gateway instance as the portal sees it: who it is, what it learns, and its memory on disk. Throws `JournalInUse`, also
 * when a process that answered for it before has not ended.
 */
export async function openInstance(options: InstanceOptions) {
  const { dataFolder, clock, log, ...rest } = options
  const { journal, recovered } = Journal.open(dataFolder)
  try {
    await untilPredecessorsAreGone(dataFolder)
  } catch (error) {
    journal.close()
    throw error
  }
  const start = await takeUp(journal, recovered, clock, log)
  const feed = new FeedClient({
    ...rest,
    journal,
    ...start,
    clock,
    sleep,
    random: Math.random,
    verifyEpochStatement,
    log,
  })
  return { journal, feed, id: start.instance }
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
