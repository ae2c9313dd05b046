import type { Clock } from '@/lib/status/clock'

/**
 * A moment of one process's monotonic clock, in words that every process of this machine understands: each process's
 * clock has a zero of its own. Both in milliseconds since the machine booted. The first is exact and stands still while
 * the machine sleeps; the second counts sleep, in steps of a hundredth of a second.
 */
export interface MachineMoment {
  readonly awake: number
  readonly uptime: number
}

/** `process.hrtime` counts from the same moment in all processes, where `performance.now` begins with each. */
const awakeMilliseconds = () => Number(process.hrtime.bigint()) / 1e6

/** The monotonic clock is read last: should the process be stopped in between, the moment comes too early, never too late. */
export function toMachineMoment(moment: number, clock: Clock): MachineMoment {
  const awake = awakeMilliseconds()
  const uptime = clock.uptime()
  const ahead = moment - clock.monotonic()
  return { awake: awake + ahead, uptime: uptime + ahead }
}

/** Of the two, the one that leaves the least time counts. The monotonic clock is read first, for the same reason. */
export function fromMachineMoment({ awake, uptime }: MachineMoment, clock: Clock): number {
  const now = clock.monotonic()
  return now + Math.min(awake - awakeMilliseconds(), uptime - clock.uptime())
}
