import type { Call } from '@/gateway/call'
import { Decider } from '@/gateway/decide'
import { FailureBudget } from '@/gateway/failure-budget'
import { FeedWaiters } from '@/gateway/feed-waiters'
import { createLog } from '@/gateway/log'
import { RateLimits } from '@/gateway/rate-limits'
import { VerifyingKeys } from '@/gateway/verifying-keys'
import type { Change } from '@/lib/core/changes'
import type { KnownState } from '@/lib/status/feed-format'
import { Knowledge } from '@/lib/status/knowledge'

/** Tests only: a decider that knows what it is told, at a time that stands still until it is moved. */
export class Deciding {
  readonly knowledge: Knowledge
  /** Milliseconds. */
  time = 0
  /** The portal's clock, in seconds since 1970. */
  nowSeconds = 1_800_000_000
  readonly decider: Decider
  readonly #waiters = new FeedWaiters()

  constructor(state: KnownState) {
    this.knowledge = new Knowledge(state)
    const verifyingKeys = new VerifyingKeys(createLog('silent'))
    verifyingKeys.learn(this.knowledge)
    this.decider = new Decider({
      known: { knowledge: this.knowledge, isFresh: () => true, nowSeconds: () => this.nowSeconds },
      verifyingKeys,
      waiters: this.#waiters,
      failures: new FailureBudget(() => this.time),
      rates: new RateLimits(() => this.time),
      cacheSize: 1_000,
    })
  }

  learn(change: Change): void {
    this.knowledge.apply({ seq: this.knowledge.seq + 1, change })
    this.#waiters.wake()
  }

  /** A call of `/apps/sentiment/` from 192.0.2.1, except for what is said. */
  async decide(call: Partial<Call>) {
    return await this.decider.decide({
      slug: 'sentiment',
      token: undefined,
      method: 'GET',
      path: '/',
      scope: undefined,
      address: '192.0.2.1',
      ...call,
    })
  }

  /** Resolves when so many requests wait for the feed. */
  async untilWaiting(requests: number): Promise<void> {
    while (this.#waiters.size < requests) await new Promise((resolve) => setImmediate(resolve))
  }
}
