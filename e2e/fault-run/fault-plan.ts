/** What can be done to an installation, each with what it is done to. */
export const FAULT_TARGETS = {
  gateway_killed: 'gateway',
  portal_killed: 'portal',
  worker_killed: 'worker',
  /** Every connection between a gateway and its portal ends, and no new one comes about. */
  feed_cut: 'gateway',
  /** Nothing gets through between a gateway and its portal, and nobody is told. */
  feed_silent: 'gateway',
  /** The same between a portal and Postgres. */
  database_cut: 'portal',
  database_silent: 'portal',
  postgres_restarted: 'postgres',
  /** Stopped without being given the time to write anything. */
  postgres_crashed: 'postgres',
} as const satisfies Record<string, 'gateway' | 'portal' | 'worker' | 'postgres'>

export type FaultKind = keyof typeof FAULT_TARGETS

export interface Fault {
  readonly kind: FaultKind
  /** Which of its kind, from 0. */
  readonly target: number
  /** Since the run began. */
  readonly atMilliseconds: number
  /** How long the process is down, or the way is closed. */
  readonly lastsMilliseconds: number
}

export interface FaultsOfKind {
  readonly kind: FaultKind
  readonly times: number
  readonly lastsMilliseconds: readonly [least: number, most: number]
}

/**
 * Spreads faults over a run: each kind evenly, so that no part of the run is without it, each one at a random moment of
 * its stretch, on each target in turn.
 */
export function planFaults(
  random: () => number,
  within: readonly [begins: number, ends: number],
  targets: Readonly<Record<(typeof FAULT_TARGETS)[FaultKind], number>>,
  kinds: readonly FaultsOfKind[],
): readonly Fault[] {
  const [begins, ends] = within
  return kinds
    .flatMap(({ kind, times, lastsMilliseconds: [least, most] }) => {
      const first = Math.floor(random() * targets[FAULT_TARGETS[kind]])
      const stretch = (ends - begins) / times
      return Array.from({ length: times }, (_, number) => ({
        kind,
        target: (first + number) % targets[FAULT_TARGETS[kind]],
        atMilliseconds: Math.round(begins + (number + random()) * stretch),
        lastsMilliseconds: Math.round(least + random() * (most - least)),
      }))
    })
    .sort((a, b) => a.atMilliseconds - b.atMilliseconds)
}
