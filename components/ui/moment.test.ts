import { describe, expect, it } from 'vitest'
import { formatDay, formatMoment, formatRelative } from './moment'

describe('moments in words', () => {
  it('names the zone with every absolute moment', () => {
    expect(formatMoment('2027-02-18T13:05:00Z', 'Europe/Berlin')).toBe('18 Feb 2027, 14:05 Europe/Berlin')
    expect(formatMoment('2026-11-20T13:05:01.084Z', 'UTC', 'seconds')).toBe('20 Nov 2026, 13:05:01 UTC')
  })

  it('gives the day that the reader has, not the one in Greenwich', () => {
    expect(formatDay('2026-12-31T23:30:00Z', 'Europe/Berlin')).toBe('1 Jan 2027')
    expect(formatDay('2026-01-01T00:30:00Z', 'America/New_York')).toBe('31 Dec 2025')
  })

  it('writes midnight as 00', () => {
    expect(formatMoment('2026-09-01T00:00:00Z', 'UTC')).toBe('1 Sep 2026, 00:00 UTC')
  })

  const now = '2026-11-20T13:00:00Z'
  it.each([
    ['2026-11-20T13:00:00.400Z', 'just now'],
    ['2026-11-20T12:59:48Z', '12 s ago'],
    ['2026-11-20T12:59:00Z', '1 min ago'],
    ['2026-11-20T18:30:00Z', 'in 5 h'],
    ['2026-11-19T12:00:00Z', 'yesterday'],
    ['2026-11-21T14:00:00Z', 'tomorrow'],
    ['2026-11-18T22:00:00Z', '2 days ago'],
    ['2027-02-18T12:59:59Z', 'in 90 days'],
    ['2027-11-20T13:00:00Z', 'in 365 days'],
    ['2029-11-20T13:00:00Z', 'in 3 years'],
  ])('says %s as "%s"', (at, words) => {
    expect(formatRelative(at, now, 'UTC')).toBe(words)
  })
})
