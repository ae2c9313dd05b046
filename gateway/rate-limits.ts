import { LRUCache } from 'lru-cache'
import type { RateLimit } from '@/lib/core/key-limits'

/** The limited keys that are remembered; the one used longest ago is forgotten first, and starts afresh. */
const MOST_KEYS = 100_000
/** What rounding may take from a token: whoever waited as long as they were told is not sent away again. */
const ROUNDING = 1e-6

/**
 * A token bucket for each key that has a rate, by its position: `burst` requests at once after a pause, and
 * `requestsPerMinute` in the long run. A refused request takes nothing. Each gateway process counts for itself.
 */
export class RateLimits {
  readonly #buckets = new LRUCache<number, { left: number; at: number }>({ max: MOST_KEYS })
  readonly #monotonic: () => number

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
  }

  /** Takes a token: 0 when there was one, else the whole seconds until there will be. The rate is the one that holds now. */
  take(position: number, { requestsPerMinute, burst }: RateLimit): number {
    const now = this.#monotonic()
    const perSecond = requestsPerMinute / 60
    let bucket = this.#buckets.get(position)
    if (bucket) bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1_000) * perSecond)
    else {
      bucket = { left: burst, at: now }
      this.#buckets.set(position, bucket)
    }
    bucket.at = now
    if (bucket.left < 1 - ROUNDING) return Math.max(1, Math.ceil((1 - ROUNDING - bucket.left) / perSecond))
    bucket.left -= 1
    return 0
  }
}
