import { fromMachineMoment } from '@/gateway/cluster/machine-moment'
import type { Update } from '@/gateway/cluster/messages'
import type { KnownFeed } from '@/gateway/front'
import type { Clock } from '@/lib/status/clock'
import type { FeedState } from '@/lib/status/feed-client'
import { parseKnownState, parseNumberedChange } from '@/lib/status/feed-format'
import { type Affected, Knowledge } from '@/lib/status/knowledge'
import { isLive, type Lease, NO_LEASE, withApplied, withGrant } from '@/lib/status/lease'
import { type PortalClock, portalNow } from '@/lib/status/portal-clock'

/**
 * What a worker knows, as the primary told it. The rules are those of the feed client: a lease counts once what the portal
 * knew when it granted it has been applied *here*, and runs out by this process's own clock when nobody extends it.
 */
export class Replica implements KnownFeed {
  readonly #clock: Clock
  #knowledge: Knowledge | undefined
  #lease: Lease = NO_LEASE
  #portalClock: PortalClock | undefined
  #state: FeedState = 'connecting'

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get knowledge(): Knowledge | undefined {
    return this.#knowledge
  }

  get state(): FeedState {
    return this.#state
  }

  isFresh(): boolean {
    return this.#knowledge !== undefined && isLive(this.#lease, this.#clock.monotonic())
  }

  remainingLease(): number {
    return Math.max(0, (this.#lease.end ?? 0) - this.#clock.monotonic())
  }

  nowSeconds(): number {
    return (this.#portalClock ? portalNow(this.#portalClock, this.#clock.monotonic()) : this.#clock.wall()) / 1_000
  }

  /**
   * Applies an update, and calls back after each piece of it. Throws when it is not of its shape or does not follow what is
   * known: the worker must end then, for it cannot say what it would be judging by.
   */
  take(update: Update, onApplied: (affected: Affected) => void): void {
    if (update.leaseGivenUp) this.#lease = NO_LEASE
    if (update.state) {
      this.#knowledge = new Knowledge(parseKnownState(update.state))
      onApplied({ kind: 'everything' })
    }
    const knowledge = this.#knowledge
    if (knowledge) {
      for (const change of update.changes) onApplied(knowledge.apply(parseNumberedChange(change)))
      this.#lease = withApplied(this.#lease, knowledge.seq)
      for (const { seq, end } of update.grants)
        this.#lease = withGrant(this.#lease, { seq, end: fromMachineMoment(end, this.#clock) }, knowledge.seq)
    }
    if (update.portalClock) {
      const { portal, at } = update.portalClock
      this.#portalClock = { portal, monotonic: fromMachineMoment(at, this.#clock) }
    }
    this.#state = update.feed
  }
}
