import type { Clock } from '@/lib/status/clock'

/** Beyond this, something is wrong with a clock, and someone should look. */
export const ALARMING_OFFSET_MILLISECONDS = 5_000

/** The portal's clock as it is known here, carried on by the monotonic clock: nobody's change of the wall clock moves an expiry. */
export interface PortalClock {
  /** Milliseconds since 1970 by the portal. */
  readonly portal: number
  /** The moment of the monotonic clock at which the portal's clock showed that. */
  readonly monotonic: number
}

/** The portal read its clock between sending and receiving; the middle is off by half the round trip at most. */
export function portalClockOf(portalNow: number, sentAt: number, receivedAt: number): PortalClock {
  return { portal: portalNow, monotonic: (sentAt + receivedAt) / 2 }
}

/** Until the portal answers, what was known of its clock when the journal was written. */
export function portalClockFromOffset(portalOffset: number, clock: Clock): PortalClock {
  return { portal: clock.wall() + portalOffset, monotonic: clock.monotonic() }
}

export function portalNow(known: PortalClock, monotonicNow: number): number {
  return known.portal + (monotonicNow - known.monotonic)
}

/** What to add to this machine's wall clock for the portal's. */
export function portalOffset(known: PortalClock, clock: Clock): number {
  return Math.round(portalNow(known, clock.monotonic()) - clock.wall())
}
