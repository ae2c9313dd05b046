import { describe, expect, it } from 'vitest'
import { sameLifetime } from '@/components/api-keys/same-lifetime'
import { endOfDayIn, momentIn } from '@/lib/contract/moments'

const CLOCK = new Date('2026-11-21T12:00:00Z')

describe('the lifetime of a new key, as the old one was given it,', () => {
  it.each([
    ['90 days', '2026-01-01T08:30:00.400Z', '2026-04-01T08:30:00Z', { expiration: '90d', day: '' }],
    ['a year, over a change of clocks', '2026-01-01T08:30:00Z', '2027-01-01T08:30:00Z', { expiration: '1y', day: '' }],
    ['none', '2026-01-01T08:30:00Z', null, { expiration: 'none', day: '' }],
    ['45 days', '2026-01-01T12:00:00Z', '2026-02-15T12:00:00Z', { expiration: 'custom', day: '2027-01-05' }],
    // Made in the morning for the end of the 30th day: more than 30 days, and so a day of its own.
    [
      'until the end of a day',
      '2026-01-01T08:00:00Z',
      '2026-01-31T22:59:59Z',
      { expiration: 'custom', day: '2026-12-22' },
    ],
  ])('is %s', (_, createdAt, expiresAt, expected) => {
    expect(sameLifetime({ createdAt, expiresAt }, CLOCK, 'Europe/Berlin')).toEqual(expected)
  })
})

describe('a time of day in a time zone', () => {
  it.each([
    ['2026-11-21', '14:05', 'Asia/Kolkata', '2026-11-21T08:35:00.000Z'],
    ['2026-07-01', '14:05', 'America/New_York', '2026-07-01T18:05:00.000Z'],
    ['2026-07-01', '14:05', 'UTC', '2026-07-01T14:05:00.000Z'],
    // Clocks go from two to three.
    ['2027-03-28', '02:30', 'Europe/Berlin', '2027-03-28T01:30:00.000Z'],
  ])('%s %s in %s is %s', (day, time, zone, at) => {
    expect(momentIn(day, time, zone).toISOString()).toBe(at)
  })

  it.each([
    ['2026-13-01', '14:05'],
    ['', '14:05'],
    ['2026-11-21', ''],
    ['2026-11-21', '25:00'],
  ])('is none for “%s” and “%s”', (day, time) => {
    expect(momentIn(day, time, 'UTC').getTime()).toBeNaN()
  })

  it('comes before the end of its day', () => {
    expect(momentIn('2026-11-21', '23:59', 'Asia/Kolkata') < endOfDayIn('2026-11-21', 'Asia/Kolkata')).toBe(true)
  })
})
