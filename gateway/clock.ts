import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import type { Clock } from '@/lib/status/clock'

/** The two clocks that should go in step have come apart by this much: the machine slept, or someone set the time. */
const NOTICEABLE_MILLISECONDS = 1_000

/**
 * The machine's clocks. Node's monotonic clock stands still while a machine sleeps, and the portal's does not: a lease
 * would outlive its end. So whenever the wall clock has moved more than the monotonic one, the uptime, which counts
 * sleep, says how far to move on.
 */
export function systemClock(): Clock {
  const boot = bootId()
  const uptimeAtStart = uptime() * 1_000 - performance.now()
  let slept = 0
  let skew = Date.now() - performance.now()
  const monotonic = () => {
    const awake = performance.now()
    const skewNow = Date.now() - awake
    if (Math.abs(skewNow - skew) > NOTICEABLE_MILLISECONDS) {
      skew = skewNow
      const missing = uptime() * 1_000 - awake - uptimeAtStart
      if (missing > slept + NOTICEABLE_MILLISECONDS / 2) slept = missing
    }
    return awake + slept
  }
  return { monotonic, wall: Date.now, uptime: () => uptime() * 1_000, boot }
}

function bootId(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    // Only Linux tells; elsewhere every start counts as another boot.
    return undefined
  }
}
