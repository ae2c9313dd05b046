import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EXPIRATION_DAYS, type ExpirationPreset, expiresAt, expiresSoon } from '@/lib/core/expiration'
import { DEFAULT_POLICY } from '@/lib/core/policy'

const DAY = 86_400_000
const NOW = new Date('2026-11-03T10:00:00.000Z')
const PRESETS = Object.entries(EXPIRATION_DAYS) as [ExpirationPreset, number][]

const momentOf = (...args: Parameters<typeof expiresAt>): Date | null => {
  const wanted = expiresAt(...args)
  if (!wanted.ok) throw new Error(wanted.failure.code)
  return wanted.value
}

describe('the moment a key stops', () => {
  it('is offered after 7, 30, 60 and 90 days and a year of 365', () => {
    expect(PRESETS).toEqual([
      ['7d', 7],
      ['30d', 30],
      ['60d', 60],
      ['90d', 90],
      ['1y', 365],
    ])
  })

  // Clocks went back in Warsaw on 25 October 2026 and go forward on 28 March 2027.
  it.each(PRESETS)('is N times 24 hours away for %s, through a change of clocks too', (preset, days) => {
    for (const now of [
      new Date('2026-10-24T22:30:00Z'),
      new Date('2027-03-27T23:30:00Z'),
      new Date('2028-02-28T12:00:00Z'),
    ]) {
      const moment = momentOf({ kind: 'preset', preset }, DEFAULT_POLICY, now) as Date
      expect(moment.getTime() - now.getTime()).toBe(days * DAY)
    }
  })

  it('so shows another hour on the wall after a change of clocks, which the dialog says by showing the moment', () => {
    const wall = (moment: Date) => moment.toLocaleTimeString('en-GB', { timeZone: 'Europe/Warsaw' })
    const now = new Date('2026-10-20T10:00:00Z')
    expect(wall(now)).toBe('12:00:00')
    expect(wall(momentOf({ kind: 'preset', preset: '7d' }, DEFAULT_POLICY, now) as Date)).toBe('11:00:00')
  })

  it('is a whole second, never later than asked for', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(NOW.getTime() + 1_000), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
        (at) => {
          const moment = momentOf({ kind: 'moment', at }, DEFAULT_POLICY, NOW) as Date
          expect(moment.getTime() % 1000).toBe(0)
          expect(at.getTime() - moment.getTime()).toBeGreaterThanOrEqual(0)
          expect(at.getTime() - moment.getTime()).toBeLessThan(1000)
          expect(Number.isSafeInteger(moment.getTime() / 1000)).toBe(true)
        },
      ),
    )
  })

  it('has not passed', () => {
    for (const at of [
      NOW,
      new Date(NOW.getTime() - 1),
      new Date(NOW.getTime() + 999),
      new Date(0),
      new Date(Number.NaN),
    ]) {
      expect(expiresAt({ kind: 'moment', at }, DEFAULT_POLICY, NOW)).toEqual({
        ok: false,
        failure: { code: 'expiration_past', field: 'expiration' },
      })
    }
    expect(momentOf({ kind: 'moment', at: new Date(NOW.getTime() + 1000) }, DEFAULT_POLICY, NOW)).not.toBeNull()
  })

  it('may be left out only where policy neither forbids that nor bounds the life of keys', () => {
    expect(momentOf({ kind: 'none' }, DEFAULT_POLICY, NOW)).toBeNull()
    for (const policy of [
      { ...DEFAULT_POLICY, noExpirationAllowed: false },
      { ...DEFAULT_POLICY, maximumLifetimeDays: 90 },
    ]) {
      expect(expiresAt({ kind: 'none' }, policy, NOW)).toEqual({
        ok: false,
        failure: { code: 'expiration_required', field: 'expiration' },
      })
    }
  })

  it('is at most as far away as policy allows, to the second', () => {
    const policy = { ...DEFAULT_POLICY, maximumLifetimeDays: 90 }
    const furthest = new Date(NOW.getTime() + 90 * DAY)
    expect(momentOf({ kind: 'preset', preset: '90d' }, policy, NOW)).toEqual(furthest)
    expect(momentOf({ kind: 'moment', at: furthest }, policy, NOW)).toEqual(furthest)
    for (const wanted of [
      { kind: 'preset', preset: '1y' },
      { kind: 'moment', at: new Date(furthest.getTime() + 1000) },
    ] as const) {
      expect(expiresAt(wanted, policy, NOW)).toEqual({
        ok: false,
        failure: { code: 'expiration_too_late', field: 'expiration', params: { days: 90 } },
      })
    }
  })
})

describe('expiring soon', () => {
  it('is the last 7 days, and neither before nor after', () => {
    const inMilliseconds = (away: number) => expiresSoon(new Date(NOW.getTime() + away), NOW)
    expect(inMilliseconds(7 * DAY + 1)).toBe(false)
    expect(inMilliseconds(7 * DAY)).toBe(true)
    expect(inMilliseconds(1)).toBe(true)
    expect(inMilliseconds(0)).toBe(false)
    expect(inMilliseconds(-1)).toBe(false)
    expect(expiresSoon(null, NOW)).toBe(false)
  })
})
