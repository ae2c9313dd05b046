import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { fromMachineMoment, toMachineMoment } from '@/gateway/cluster/machine-moment'
import type { Clock } from '@/lib/status/clock'

/** A process's clock: its zero is its own, and it notices sleep by itself. */
const aClock = (zero: number, machine: { slept: number }): Clock => ({
  monotonic: () => performance.now() + zero + machine.slept,
  wall: Date.now,
  uptime: () => performance.now() + machine.slept,
  boot: 'boot',
})

describe('a moment that one process tells another', () => {
  it('is the same moment there, whatever zero its clock has', () => {
    const machine = { slept: 0 }
    const [here, there] = [aClock(1_000, machine), aClock(-77_000, machine)]
    const end = here.monotonic() + 900_000
    const told = fromMachineMoment(toMachineMoment(end, here), there)
    // Earlier by as long as the process stood still between two readings, and never later.
    expect(told).toBeLessThanOrEqual(end - 78_000 + 1)
    expect(told).toBeGreaterThan(end - 78_000 - 60_000)
  })

  it('does not move into the future when the machine sleeps on the way', () => {
    const machine = { slept: 0 }
    const [here, there] = [aClock(0, machine), aClock(5_000, machine)]
    const told = toMachineMoment(here.monotonic() + 900_000, here)
    machine.slept = 600_000
    expect(fromMachineMoment(told, there) - there.monotonic()).toBeLessThanOrEqual(300_000)
  })

  it('stands on a clock that other processes of this machine read alike', () => {
    const before = process.hrtime.bigint()
    const there = BigInt(
      execFileSync(process.execPath, ['-p', 'String(process.hrtime.bigint())'], { encoding: 'utf8' }),
    )
    expect(before < there && there < process.hrtime.bigint()).toBe(true)
  })
})
