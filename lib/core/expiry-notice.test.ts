import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EXPIRY_NOTICE_DAYS, expiryNoticeDue } from '@/lib/core/expiry-notice'

const DAY = 86_400_000
const HOUR = 3_600_000
const at = (milliseconds: number) => new Date(milliseconds)

/** Everything that is told of a key by a worker that looks at these moments, whatever else it forgets. */
function noticesOf(key: { createdAt: Date; expiresAt: Date }, looks: readonly number[]) {
  const notices: { days: number; at: number }[] = []
  for (const look of looks) {
    const days = expiryNoticeDue(key, notices.at(-1)?.days ?? null, at(look))
    if (days !== null) notices.push({ days, at: look })
  }
  return notices
}

describe('notices of a key that will expire', () => {
  it.each([
    [365, [30, 14, 7, 1]],
    [90, [30, 14, 7, 1]],
    [30, [14, 7, 1]],
    [7, [1]],
    [1, []],
  ])('made for %i days: at %j', (days, steps) => {
    const key = { createdAt: at(0), expiresAt: at(days * DAY) }
    const looks = Array.from({ length: days * 24 + 48 }, (_, hour) => hour * HOUR)
    expect(noticesOf(key, looks).map((notice) => notice.days)).toEqual(steps)
  })

  it('come once each, in their order, none early, none after the end, whenever and however often anybody looks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 * 24 }),
        fc.array(fc.integer({ min: 0, max: 410 * 24 * 60 }), { maxLength: 60 }),
        (hours, minutes) => {
          const key = { createdAt: at(0), expiresAt: at(hours * HOUR) }
          const looks = minutes.map((minute) => minute * 60_000).sort((a, b) => a - b)
          const notices = noticesOf(key, looks)
          const steps = notices.map(({ days }) => days)
          expect(steps).toEqual([...new Set(steps)].sort((a, b) => b - a))
          for (const { days, at: moment } of notices) {
            const due = key.expiresAt.getTime() - days * DAY
            expect(moment).toBeGreaterThanOrEqual(due)
            expect(moment).toBeLessThan(key.expiresAt.getTime())
            expect(due).toBeGreaterThan(0)
          }
          // Whoever looked in the time of a step that the key was there for has told it.
          for (const [place, days] of EXPIRY_NOTICE_DAYS.entries()) {
            const from = key.expiresAt.getTime() - days * DAY
            const to = key.expiresAt.getTime() - (EXPIRY_NOTICE_DAYS[place + 1] ?? 0) * DAY
            const wasLooked = looks.some((look) => look >= from && look < to)
            expect(steps.includes(days)).toBe(wasLooked && from > 0)
          }
        },
      ),
    )
  })
})
