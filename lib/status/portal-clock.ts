import type { Clock } from '@/lib/status/clock'

/** Beyond this, something is wrong with a clock, and someone should look. */
export const ALARMING_OFFSET_MILLISECONDS = 5_000

/** Quartz drifts by less: what is known of the portal's clock becomes less certain by so much of the time that has passed. */
const DRIFT = 0.000_5

/** The portal's clock as it is known here, carried on by the monotonic clock: nobody's change of the wall clock moves an expiry. */
export interface PortalClock {
  /** Milliseconds since 1970 by the portal. */
  readonly portal: number
  /** The moment of the monotonic clock at which the portal's clock showed that. */
  readonly monotonic: number
}

export interface ClockReading extends PortalClock {
  /** By how many milliseconds it may have been off when it was read. */
  readonly uncertainty: number
}

/** The portal read its clock between sending and receiving; the middle is off by half the round trip at most. */
export function portalClockOf(portalNow: number, sentAt: number, receivedAt: number): ClockReading {
  return { portal: portalNow, monotonic: (sentAt + receivedAt) / 2, uncertainty: (receivedAt - sentAt) / 2 }
}

/** Until the portal answers, what was known of its clock when the journal was written. */
export function portalClockFromOffset(portalOffset: number, clock: Clock): ClockReading {
  return { portal: clock.wall() + portalOffset, monotonic: clock.monotonic(), uncertainty: Number.POSITIVE_INFINITY }
}

/**
 * The more certain of what was known and what was just read: an answer that took ten seconds must not move expiries by
 * five. Where the two contradict each other one of the clocks was set, and the newer one tells how things are.
 */
export function withReading(known: ClockReading | undefined, reading: ClockReading): ClockReading {
  if (!known) return reading
  const uncertainty = known.uncertainty + DRIFT * (reading.monotonic - known.monotonic)
  if (reading.uncertainty <= uncertainty) return reading
  const apart = Math.abs(portalNow(known, reading.monotonic) - reading.portal)
  return apart > uncertainty + reading.uncertainty ? reading : known
}

export function portalNow(known: PortalClock, monotonicNow: number): number {
  return known.portal + (monotonicNow - known.monotonic)
}

/** What to add to this machine's wall clock for the portal's. */
export function portalOffset(known: PortalClock, clock: Clock): number {
  return Math.round(portalNow(known, clock.monotonic()) - clock.wall())
}
