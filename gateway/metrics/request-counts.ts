import type { Verdict } from '@/lib/core/verdicts'

/** Where a verdict was asked for: at an app itself, or by a proxy in front of one. */
export type Surface = 'apps' | 'verify'

/** Upper ends of the buckets that durations are sorted into, in seconds. */
export const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const
/** Apps that have numbers of their own. Only apps that exist get here, yet each is a line for whoever keeps the numbers. */
const MOST_APPS = 500
/** No slug looks like this. */
const ALL_OTHERS = '(others)'

export interface Durations {
  /** How many ended within each bucket and in none before it; the last ones took longer than all of them. */
  readonly buckets: number[]
  sumSeconds: number
}

/** Plain numbers, raised as requests come and read when somebody asks: nothing else of metrics is on the way of a request. */
export class RequestCounts {
  readonly verdicts: Readonly<Record<Surface, Map<Verdict, number>>> = { apps: new Map(), verify: new Map() }
  /** Of accepted requests, by app. */
  readonly durations: Readonly<Record<Surface, Map<string, Durations>>> = { apps: new Map(), verify: new Map() }
  /** Of accepted requests that the app behind did not answer as it should, by app and problem. */
  readonly failures = new Map<string, Map<string, number>>()

  judged(surface: Surface, verdict: Verdict): void {
    raise(this.verdicts[surface], verdict)
  }

  /** The answer to an accepted request has begun, so long after the request came. */
  answered(surface: Surface, app: string, milliseconds: number): void {
    const ofSurface = this.durations[surface]
    const label = labelOf(ofSurface, app)
    let durations = ofSurface.get(label)
    if (!durations) {
      durations = { buckets: new Array<number>(BUCKETS_SECONDS.length + 1).fill(0), sumSeconds: 0 }
      ofSurface.set(label, durations)
    }
    const seconds = milliseconds / 1_000
    let at = 0
    while (at < BUCKETS_SECONDS.length && seconds > (BUCKETS_SECONDS[at] as number)) at += 1
    durations.buckets[at] = (durations.buckets[at] as number) + 1
    durations.sumSeconds += seconds
  }

  failed(app: string, problem: string): void {
    const label = labelOf(this.failures, app)
    const problems = this.failures.get(label) ?? new Map<string, number>()
    this.failures.set(label, problems)
    raise(problems, problem)
  }
}

function labelOf(known: ReadonlyMap<string, unknown>, app: string): string {
  return known.size < MOST_APPS || known.has(app) ? app : ALL_OTHERS
}

function raise<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
