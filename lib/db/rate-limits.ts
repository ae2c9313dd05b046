import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible'
import type { Database } from '@/lib/db/database'

export interface Limit {
  /** Attempts in a window. */
  readonly points: number
  readonly windowSeconds: number
}

export interface Limiter {
  /** Counts an attempt. Zero when it may go on, else the seconds to wait. */
  consume(key: string): Promise<number>
  forget(key: string): Promise<void>
}

/** Counts attempts in Postgres, so that every portal counts the same, and a restart forgets none. */
export function createLimiter(database: Database, name: string, { points, windowSeconds }: Limit): Limiter {
  const limiter = new RateLimiterPrisma({
    storeClient: database.rateLimits,
    tableName: 'rateLimit',
    keyPrefix: name,
    points,
    duration: windowSeconds,
    clearExpiredByTimeout: false,
  })
  return {
    async consume(key) {
      try {
        await limiter.consume(key)
        return 0
      } catch (refusal) {
        // The library throws its answer when the limit is reached, and errors when the store fails.
        if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
        throw refusal
      }
    },
    async forget(key) {
      await limiter.delete(key)
    },
  }
}
