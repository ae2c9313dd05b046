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
    const ahead = fromMachineMoment(toMachineMoment(end, here), there) - there.monotonic()
    expect(ahead).toBeLessThanOrEqual(end - here.monotonic() + 1)
    expect(ahead).toBeGreaterThan(899_000)
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
