import type { Clock } from '@/lib/status/clock'

/**
 * The right to answer, for a while, without having heard from the portal. It runs from the moment the renewal was *sent*,
 * on the monotonic clock, and counts once everything that the portal knew then has been applied here. So at its end the
 * portal, which counts from the moment it received the renewal, is already certain that this instance refuses everything.
 */
export interface Lease {
  /** On the monotonic clock: from here on everything is refused. Undefined when there is none. */
  readonly end: number | undefined
  /** Granted, waiting for changes that are still on their way; in the order of their `seq`. */
  readonly waiting: readonly LeaseGrant[]
}

export interface LeaseGrant {
  readonly seq: number
  readonly end: number
}

export const NO_LEASE: Lease = { end: undefined, waiting: [] }

/** Renewals come every few seconds; more waiting than this means that the newest will do. */
const MOST_WAITING = 16

export function isLive(lease: Lease, monotonicNow: number): boolean {
  return lease.end !== undefined && monotonicNow < lease.end
}

/** When a lease ends that was asked for at this moment of the monotonic clock. */
export function grantedUntil(sentAt: number, stalenessSeconds: number): number {
  return sentAt + stalenessSeconds * 1_000
}

/** Takes a grant. A later grant replaces an earlier one even when it ends sooner: the operator has shortened the staleness. */
export function withGrant(lease: Lease, grant: LeaseGrant, appliedSeq: number): Lease {
  return withApplied({ ...lease, waiting: [...lease.waiting, grant].slice(-MOST_WAITING) }, appliedSeq)
}

/** Lets the grants count whose `seq` has now been applied. */
export function withApplied(lease: Lease, appliedSeq: number): Lease {
  const reached = lease.waiting.filter((grant) => grant.seq <= appliedSeq)
  const last = reached.at(-1)
  return last ? { end: last.end, waiting: lease.waiting.filter((grant) => grant.seq > appliedSeq) } : lease
}

/** A lease as the journal keeps it: its end by every clock that may still be there after a restart. */
export interface PersistedLease {
  /** By this machine's wall clock. */
  readonly endWall: number
  /** In uptime of that boot. */
  readonly endUptime: number
  readonly boot: string | null
  /** The wall clock when this was written: a clock that shows less has gone backwards. */
  readonly writtenWall: number
  /** What to add to this machine's wall clock for the portal's, as far as was known. */
  readonly portalOffset: number
}

/**
 * The other clocks are read before the monotonic one: should the process be stopped in between, the end that is written
 * comes too early, never too late.
 */
export function persistLease(end: number, portalOffset: number, clock: Clock): PersistedLease {
  const wall = clock.wall()
  const uptime = clock.uptime()
  const remaining = end - clock.monotonic()
  return {
    endWall: Math.floor(wall + remaining),
    endUptime: Math.floor(uptime + remaining),
    boot: clock.boot ?? null,
    writtenWall: wall,
    portalOffset,
  }
}

export type RestoredLease =
  | { readonly lease: Lease }
  | { readonly lease: undefined; readonly because: 'ended' | 'clock_went_backwards' }

/** No restart extends a lease: of all clocks that still mean something, the one that leaves the least time counts. */
export function restoreLease(persisted: PersistedLease, clock: Clock): RestoredLease {
  const monotonic = clock.monotonic()
  const wall = clock.wall()
  if (wall < persisted.writtenWall) return { lease: undefined, because: 'clock_went_backwards' }
  const sameBoot = clock.boot !== undefined && clock.boot === persisted.boot
  const remaining = Math.min(
    persisted.endWall - wall,
    sameBoot ? persisted.endUptime - clock.uptime() : Number.POSITIVE_INFINITY,
  )
  return remaining > 0 ? { lease: { end: monotonic + remaining, waiting: [] } } : { lease: undefined, because: 'ended' }
}
