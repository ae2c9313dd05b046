import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Clock } from '@/lib/status/clock'
import { grantedUntil, isLive, NO_LEASE, persistLease, restoreLease, withApplied, withGrant } from '@/lib/status/lease'

const clock = (monotonic: number, wall: number, uptime = monotonic, boot: string | null = 'boot'): Clock => ({
  monotonic: () => monotonic,
  wall: () => wall,
  uptime: () => uptime,
  boot: boot ?? undefined,
})

describe('a lease', () => {
  it('runs from the moment the renewal was sent', () => {
    const lease = withGrant(NO_LEASE, { seq: 5, end: grantedUntil(1_000, 60) }, 5)
    expect([isLive(lease, 60_999), isLive(lease, 61_000)]).toEqual([true, false])
    expect(isLive(NO_LEASE, 0)).toBe(false)
  })

  it('counts only once everything that the portal knew has been applied', () => {
    const waiting = withGrant(NO_LEASE, { seq: 7, end: 50_000 }, 5)
    expect(isLive(waiting, 0)).toBe(false)
    expect(isLive(withApplied(waiting, 6), 0)).toBe(false)
    expect(isLive(withApplied(waiting, 7), 0)).toBe(true)
  })

  it('goes on with what was granted before while a newer grant waits', () => {
    const lease = withGrant(withGrant(NO_LEASE, { seq: 5, end: 10_000 }, 5), { seq: 8, end: 20_000 }, 5)
    expect(lease.end).toBe(10_000)
    expect(withApplied(lease, 8)).toEqual({ end: 20_000, waiting: [] })
  })

  it('is shortened by a later, shorter grant', () => {
    expect(withGrant(withGrant(NO_LEASE, { seq: 5, end: 90_000 }, 5), { seq: 5, end: 20_000 }, 5).end).toBe(20_000)
  })

  it('holds a bounded number of waiting grants', () => {
    let lease = NO_LEASE
    for (let seq = 1; seq < 1_000; seq += 1) lease = withGrant(lease, { seq, end: seq }, 0)
    expect(lease.waiting.length).toBeLessThanOrEqual(16)
    expect(withApplied(lease, 999).end).toBe(999)
  })
})

describe('a restart', () => {
  it('never extends a lease, whatever time it takes and whatever the clocks show', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 900_000 }),
        fc.integer({ min: 0, max: 2_000_000 }),
        fc.boolean(),
        fc.integer({ min: -100_000, max: 100_000 }),
        (remaining, elapsed, sameBoot, wallShift) => {
          const persisted = persistLease(50_000 + remaining, 0, clock(50_000, 1_000_000, 70_000))
          // The wall clock may be set while we are away; the uptime cannot, and begins anew with another boot.
          const wall = 1_000_000 + elapsed + wallShift
          const later = clock(7, wall, sameBoot ? 70_000 + elapsed : 5, sameBoot ? 'boot' : 'another')
          const { lease } = restoreLease(persisted, later)
          const left = lease ? (lease.end ?? 0) - 7 : 0
          expect(left).toBeLessThanOrEqual(remaining)
          if (sameBoot) expect(left).toBeLessThanOrEqual(Math.max(0, remaining - elapsed))
          if (wallShift >= 0) expect(left).toBeLessThanOrEqual(Math.max(0, remaining - elapsed))
        },
      ),
    )
  })

  it('refuses when the clock shows a moment before the one at which the lease was written', () => {
    const persisted = persistLease(50_000, 0, clock(0, 1_000_000))
    expect(restoreLease(persisted, clock(0, 999_999))).toEqual({ lease: undefined, because: 'clock_went_backwards' })
    expect(restoreLease(persisted, clock(0, 1_000_001)).lease).toBeDefined()
  })

  it('compares no uptimes where boots have no name', () => {
    const persisted = persistLease(60_000, 0, clock(0, 1_000_000, 0, null))
    expect(restoreLease(persisted, clock(0, 1_030_000, 900_000, null)).lease?.end).toBe(30_000)
    expect(restoreLease(persisted, clock(0, 1_060_000, 1, null))).toEqual({ lease: undefined, because: 'ended' })
  })

  it('writes an end that comes too early when the process is stopped between reading its clocks', () => {
    let reads = 0
    const stopped: Clock = {
      monotonic: () => 5_000 + reads * 1_000,
      wall: () => 1_000 * reads++,
      uptime: () => 1_000 * reads++,
      boot: 'boot',
    }
    const persisted = persistLease(60_000, 0, stopped)
    expect(persisted.endWall).toBeLessThanOrEqual(60_000 - 5_000)
  })
})
