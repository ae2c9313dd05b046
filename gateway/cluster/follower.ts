import { toMachineMoment } from '@/gateway/cluster/machine-moment'
import type { Applied, Update } from '@/gateway/cluster/messages'
import type { NumberedChange } from '@/lib/core/changes'
import type { Clock } from '@/lib/status/clock'
import type { FeedClient } from '@/lib/status/feed-client'
import type { LeaseGrant } from '@/lib/status/lease'

/** A worker that is behind by more changes than this is told everything instead. */
const MOST_CHANGES = 5_000
/** Grants replace each other; a worker that is behind needs the newest ones. */
const MOST_GRANTS = 16
/**
 * Turns of the clock, a second each, that an update may go unconfirmed. Counted and not measured: after the whole machine
 * or the whole group of processes stood still, the primary must not take its own absence for the worker's.
 */
const MOST_SILENT_TICKS = 5

export interface FollowerOptions {
  /** Where the primary stands. */
  readonly feed: Pick<FeedClient, 'knowledge' | 'lease' | 'portalClock' | 'state'>
  readonly clock: Clock
  readonly send: (update: Update) => void
}

/**
 * One worker as the primary sees it: what it has been told, and what it has confirmed. One update is on its way at a time;
 * what comes meanwhile goes together into the next. So neither a slow worker nor a dead one makes a queue that grows.
 */
export class Follower {
  readonly #options: FollowerOptions
  #number = 0
  #isUnderway = false
  #silentTicks = 0
  /** It judges by this or by something newer; undefined when it refuses everything, since it knows nothing yet. */
  #serves: { readonly epoch: number; readonly seq: number } | undefined
  #needsState = true
  #changes: NumberedChange[] = []
  #grants: LeaseGrant[] = []
  #leaseGivenUp = false
  #hasNewClock = true

  /** Tells it at once what is known. Until it confirms that, it serves nothing. */
  constructor(options: FollowerOptions) {
    this.#options = options
    const { knowledge, lease } = options.feed
    if (knowledge && lease.end !== undefined) this.#grants.push({ seq: knowledge.seq, end: lease.end })
    this.#grants.push(...lease.waiting)
    this.#tell()
  }

  // ---- what the feed says ----

  replaced(): void {
    this.#needsState = true
    this.#changes = []
    this.#tellWhenFree()
  }

  changed(changes: readonly NumberedChange[]): void {
    if (!this.#needsState) this.#changes = this.#changes.concat(changes)
    if (this.#changes.length > MOST_CHANGES) {
      this.#needsState = true
      this.#changes = []
    }
    this.#tellWhenFree()
  }

  granted(grant: LeaseGrant): void {
    this.#grants = [...this.#grants, grant].slice(-MOST_GRANTS)
    this.#hasNewClock = true
    this.#tellWhenFree()
  }

  leaseGivenUp(): void {
    this.#grants = []
    this.#leaseGivenUp = true
    this.#tellWhenFree()
  }

  // ---- what the worker says ----

  /** Takes its word. Returns whether it is further than before. */
  applied({ number, known }: Applied): boolean {
    if (number !== this.#number || !this.#isUnderway) return false
    this.#isUnderway = false
    this.#silentTicks = 0
    const before = this.#serves
    if (known) this.#serves = known
    if (this.#hasNews) this.#tell()
    return this.#serves?.seq !== before?.seq || this.#serves?.epoch !== before?.epoch
  }

  /** Up to here it has applied everything in this epoch; infinity as long as it serves nothing. */
  confirmedSeq(epoch: number): number {
    if (!this.#serves) return Number.POSITIVE_INFINITY
    return this.#serves.epoch === epoch ? this.#serves.seq : -1
  }

  /** To be called every second. False when the worker has been silent for too long: it hangs. */
  tick(): boolean {
    if (!this.#isUnderway) this.#tell()
    else this.#silentTicks += 1
    return this.#silentTicks < MOST_SILENT_TICKS
  }

  get #hasNews(): boolean {
    return (
      (this.#needsState && this.#options.feed.knowledge !== undefined) ||
      this.#changes.length > 0 ||
      this.#grants.length > 0 ||
      this.#leaseGivenUp
    )
  }

  #tellWhenFree(): void {
    if (!this.#isUnderway) this.#tell()
  }

  #tell(): void {
    const { feed, clock, send } = this.#options
    const { knowledge, portalClock } = feed
    const state = this.#needsState ? knowledge?.state() : undefined
    // It cannot be behind the first state that it ever gets: it refuses everything before.
    if (state) this.#serves ??= { epoch: state.epoch.number, seq: state.seq }
    this.#number += 1
    const update: Update = {
      kind: 'update',
      number: this.#number,
      leaseGivenUp: this.#leaseGivenUp,
      ...(state ? { state } : {}),
      changes: this.#changes,
      grants: this.#grants.map(({ seq, end }) => ({ seq, end: toMachineMoment(end, clock) })),
      ...(this.#hasNewClock && portalClock
        ? { portalClock: { portal: portalClock.portal, at: toMachineMoment(portalClock.monotonic, clock) } }
        : {}),
      feed: feed.state,
    }
    this.#needsState &&= state === undefined
    this.#changes = []
    this.#grants = []
    this.#leaseGivenUp = false
    this.#hasNewClock &&= portalClock === undefined
    this.#isUnderway = true
    send(update)
  }
}
