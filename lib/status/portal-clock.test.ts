import { expect, test } from 'vitest'
import {
  type PortalClock,
  portalClockFromOffset,
  portalClockOf,
  portalNow,
  withReading,
} from '@/lib/status/portal-clock'

const NOON = Date.parse('2026-11-21T12:00:00Z')
/** The portal's clock was at noon at moment 0, read with a round trip of 20 ms. */
const KNOWN = portalClockOf(NOON, -10, 10)
/** A reading at a moment: sent half a round trip before; the portal read its clock `readAfter` of it after that. */
const readingAt = (moment: number, roundTrip: number, readAfter = 0.5, portalIsAheadBy = 0) =>
  portalClockOf(
    NOON + portalIsAheadBy + moment - roundTrip / 2 + roundTrip * readAfter,
    moment - roundTrip / 2,
    moment + roundTrip / 2,
  )
const errorAt = (clock: PortalClock, moment: number) => portalNow(clock, moment) - (NOON + moment)

test('an answer that took long, with the clock read at either end of it, does not move the clock', () => {
  for (const readAfter of [0, 1]) {
    const slow = readingAt(20_000, 10_000, readAfter)
    expect(Math.abs(errorAt(slow, 20_000))).toBe(5_000)
    expect(Math.abs(errorAt(withReading(KNOWN, slow), 20_000))).toBeLessThanOrEqual(10)
  }
})

test('a quicker answer, or one as quick as before, is believed', () => {
  const quick = readingAt(5_000, 4)
  expect(withReading(KNOWN, quick)).toBe(quick)
  const asQuick = readingAt(5_000, 20)
  expect(withReading(KNOWN, asQuick)).toBe(asQuick)
})

test('what was known becomes less certain with time, so that a slower answer is better in the end', () => {
  const slower = readingAt(10 * 60_000, 100)
  expect(withReading(KNOWN, readingAt(10_000, 100))).toBe(KNOWN)
  expect(withReading(KNOWN, slower)).toBe(slower)
})

test('a clock that was set is followed at once, however long the answer took', () => {
  const set = readingAt(10_000, 1_000, 0.5, 60_000)
  expect(withReading(KNOWN, set)).toBe(set)
})

test('any answer is better than what a journal remembers, or than nothing', () => {
  const slow = readingAt(1_000, 9_000)
  const remembered = portalClockFromOffset(0, {
    wall: () => NOON,
    monotonic: () => 0,
    uptime: () => 0,
    boot: undefined,
  })
  expect(withReading(remembered, slow)).toBe(slow)
  expect(withReading(undefined, slow)).toBe(slow)
})
