import { describe, expect, it } from 'vitest'
import { afterAttempt, retryMilliseconds } from '@/lib/core/delivery'
import { LIMITS } from '@/lib/core/limits'

describe('a delivery that fails', () => {
  it('is tried again after ever longer, at least every hour, for about a day', () => {
    const waits = Array.from({ length: LIMITS.deliveryAttempts }, (_, n) => retryMilliseconds(n + 1))
    expect(waits.slice(0, 9)).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600].map((seconds) => seconds * 1000))
    expect(waits.at(-1)).toBeNull()
    const hours = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0) / 3_600_000
    expect(hours).toBeGreaterThan(23)
    expect(hours).toBeLessThan(25)
  })

  it('has failed after the last attempt, or at once when it was refused', () => {
    const now = new Date(0)
    const failed = { outcome: 'failed', error: 'no answer' } as const
    expect(afterAttempt(1, failed, now)).toEqual({
      state: 'pending',
      error: 'no answer',
      nextAttemptAt: new Date(30_000),
    })
    expect(afterAttempt(LIMITS.deliveryAttempts, failed, now)).toMatchObject({ state: 'failed', nextAttemptAt: null })
    expect(afterAttempt(1, { outcome: 'refused', error: 'no such box' }, now)).toMatchObject({ state: 'failed' })
    expect(afterAttempt(1, { outcome: 'sent' }, now)).toEqual({ state: 'sent', error: null, nextAttemptAt: null })
  })
})
