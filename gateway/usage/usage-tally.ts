import { type Caller, type Count, KeyTally, type SampledRequest, type Use } from '@/gateway/usage/key-tally'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { USAGE_LIMITS } from '@/lib/core/usage'

/** A key, or empty for requests that no key can be held responsible for: none was sent, or a forged one. */
export type KeyOrNone = ApiKeyId | ''

/** A time of which not everything that was counted is known any more. Milliseconds since 1970 by the portal's clock. */
export interface Gap {
  readonly begins: number
  readonly ends: number
  readonly reason: 'killed' | 'disk_full'
}

/** What was counted of one key, as plain values. */
export interface Counted {
  readonly key: KeyOrNone
  readonly counts: readonly Count[]
  readonly used: Use | undefined
  readonly knocked: Use | undefined
  readonly callers: readonly Caller[]
  readonly requests: readonly SampledRequest[]
}

const MOST_COUNTS = 100_000
const MOST_CALLERS = 20_000
const MOST_REQUESTS = 20_000
const MOST_GAPS = 200
/** Gaps of one reason that lie so close together are one. */
const SAME_GAP_MILLISECONDS = 60_000
/** A piece is sent in one request: large enough to be worth one, small enough to be written and read in a moment. */
const PIECE_ROWS = 1_000

/**
 * What was counted and is not on its way yet. Bounded, whatever arrives: callers and requests are left out first; counts
 * beyond the bound are still counted, for the app, without their key.
 */
export class UsageTally {
  readonly #keys = new Map<KeyOrNone, KeyTally>()
  readonly #mostCounts: number
  #counts = 0
  #callers = 0
  #requests = 0
  #gaps: Gap[] = []
  /** When it was last said that counts have lost their key. */
  #foldedAt: number | undefined

  constructor(mostCounts = MOST_COUNTS) {
    this.#mostCounts = mostCounts
  }

  get isEmpty(): boolean {
    return this.#keys.size === 0 && this.#gaps.length === 0
  }

  get size(): { readonly keys: number; readonly counts: number; readonly callers: number; readonly requests: number } {
    return { keys: this.#keys.size, counts: this.#counts, callers: this.#callers, requests: this.#requests }
  }

  get gaps(): readonly Gap[] {
    return this.#gaps
  }

  /** Half of what can be kept: time to make room. */
  get isLarge(): boolean {
    return this.#counts > this.#mostCounts / 2
  }

  add({ key, counts, used, knocked, callers, requests }: Counted): void {
    const tally = this.#tallyOf(key)
    for (const { app, hour, verdict, n } of counts) {
      const fits = this.#counts < this.#mostCounts || key === '' || tally?.has(app, hour, verdict)
      if (tally && fits) this.#counts += tally.count(app, hour, verdict, n)
      else this.#fold(app, hour, verdict, n)
    }
    if (!tally) return
    for (const use of [used, knocked]) if (use) tally.use(use.at, use.address, use.agent, use.verdict)
    for (const { address, agent, first, last, n, verdict } of callers)
      this.#callers += tally.call(address, agent, first, last, n, verdict, this.#callers < MOST_CALLERS)
    if (requests.length > 0) this.#addRequests(tally, requests)
  }

  addGap({ begins, ends, reason }: Gap): void {
    const gap: Gap = { begins: Math.floor(begins), ends: Math.ceil(Math.max(begins, ends)), reason }
    const near = this.#gaps.findLast((known) => known.reason === reason)
    const isSame =
      near &&
      (this.#gaps.length >= MOST_GAPS ||
        (gap.begins <= near.ends + SAME_GAP_MILLISECONDS && gap.ends >= near.begins - SAME_GAP_MILLISECONDS))
    if (!isSame) {
      this.#gaps.push(gap)
      return
    }
    this.#gaps = this.#gaps.filter((known) => known !== near)
    this.#gaps.push({ begins: Math.min(near.begins, gap.begins), ends: Math.max(near.ends, gap.ends), reason })
  }

  /** Says, from time to time, that counts had to be kept without their keys. */
  takeFolded(): number | undefined {
    const at = this.#foldedAt
    this.#foldedAt = undefined
    return at
  }

  forgetCallersAndRequests(): void {
    for (const tally of this.#keys.values()) tally.forgetCallersAndRequests()
    this.#callers = 0
    this.#requests = 0
  }

  /** Everything but the gaps, in pieces of a few keys, none of them long. */
  *pieces(): Generator<readonly Counted[]> {
    let piece: Counted[] = []
    let rows = 0
    for (const [key, { counts, used, knocked, callers, requests }] of this.#keys) {
      let at = 0
      while (counts.length - at > PIECE_ROWS) {
        yield [
          {
            key,
            counts: counts.slice(at, at + PIECE_ROWS),
            used: undefined,
            knocked: undefined,
            callers: [],
            requests: [],
          },
        ]
        at += PIECE_ROWS
      }
      const rest = { key, counts: at === 0 ? counts : counts.slice(at), used, knocked, callers, requests }
      const restRows = rest.counts.length + callers.length + requests.length + 1
      if (piece.length > 0 && rows + restRows > PIECE_ROWS) {
        yield piece
        piece = []
        rows = 0
      }
      piece.push(rest)
      rows += restRows
    }
    if (piece.length > 0) yield piece
  }

  #tallyOf(key: KeyOrNone): KeyTally | undefined {
    const known = this.#keys.get(key)
    if (known) return known
    if (this.#counts >= this.#mostCounts && key !== '') return undefined
    const tally = new KeyTally()
    this.#keys.set(key, tally)
    return tally
  }

  #fold(app: Count['app'], hour: number, verdict: Count['verdict'], n: number): void {
    this.#foldedAt ??= hour * 3_600_000
    const keyless = this.#tallyOf('') as KeyTally
    this.#counts += keyless.count(app, hour, verdict, n)
  }

  #addRequests(tally: KeyTally, requests: readonly SampledRequest[]): void {
    const before = tally.requests.length
    tally.requests.push(...requests)
    if (tally.requests.length > USAGE_LIMITS.requestsPerKey)
      tally.requests = tally.requests.slice(-USAGE_LIMITS.requestsPerKey)
    this.#requests += tally.requests.length - before
    if (this.#requests <= MOST_REQUESTS) return
    // The newest half of each key's: what people look at when they look at all.
    this.#requests = 0
    for (const each of this.#keys.values()) {
      each.requests = each.requests.slice(Math.ceil(each.requests.length / 2))
      this.#requests += each.requests.length
    }
  }
}
