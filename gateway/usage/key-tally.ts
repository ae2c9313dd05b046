import type { AppId } from '@/lib/core/identifiers'
import { KNOCKS, USAGE_LIMITS } from '@/lib/core/usage'
import type { Verdict } from '@/lib/core/verdicts'

/** Requests of one hour, app and verdict. */
export interface Count {
  readonly app: AppId | ''
  /** Hours since 1970 by the portal's clock. */
  readonly hour: number
  readonly verdict: Verdict
  n: number
}

/** When and by whom a key was presented last. Moments are milliseconds since 1970 by the portal's clock. */
export interface Use {
  at: number
  address: string
  agent: string
  verdict: Verdict
}

export interface Caller {
  readonly address: string
  readonly agent: string
  first: number
  last: number
  n: number
  verdict: Verdict
}

export interface SampledRequest {
  readonly at: number
  readonly method: string
  readonly path: string
  readonly verdict: Verdict
  /** What the caller was answered; 499 when it left before the whole answer. */
  readonly status: number
  readonly ms: number
  readonly address: string
}

/** Verdicts that say that a key is dead, and presented all the same. */
const DEAD: ReadonlySet<Verdict> = new Set(KNOCKS)
/** Few enough to be looked through one by one; beyond this an index is kept. */
const MOST_WITHOUT_INDEX = 16

/** What was counted of one key, or of all requests that no key can be held responsible for. */
export class KeyTally {
  readonly counts: Count[] = []
  used: Use | undefined
  knocked: Use | undefined
  callers: Caller[] = []
  requests: SampledRequest[] = []
  #count: Count | undefined
  #caller: Caller | undefined
  #index: Map<string, Count> | undefined

  /** Returns 1 when this is the first of its hour, app and verdict, else 0. */
  count(app: AppId | '', hour: number, verdict: Verdict, n: number): 0 | 1 {
    const recent = this.#count
    if (recent && recent.verdict === verdict && recent.app === app && recent.hour === hour) {
      recent.n += n
      return 0
    }
    const known = this.#find(app, hour, verdict)
    if (known) {
      known.n += n
      this.#count = known
      return 0
    }
    const count: Count = { app, hour, verdict, n }
    this.counts.push(count)
    this.#count = count
    if (this.#index) this.#index.set(indexKey(app, hour, verdict), count)
    return 1
  }

  has(app: AppId | '', hour: number, verdict: Verdict): boolean {
    return this.#find(app, hour, verdict) !== undefined
  }

  #find(app: AppId | '', hour: number, verdict: Verdict): Count | undefined {
    if (this.counts.length <= MOST_WITHOUT_INDEX) {
      for (const count of this.counts)
        if (count.verdict === verdict && count.app === app && count.hour === hour) return count
      return undefined
    }
    this.#index ??= new Map(this.counts.map((count) => [indexKey(count.app, count.hour, count.verdict), count]))
    return this.#index.get(indexKey(app, hour, verdict))
  }

  /** Notes an accepted use, or a knock; what is neither says nothing about a key. */
  use(at: number, address: string, agent: string, verdict: Verdict): void {
    if (verdict === 'accepted') this.used = later(this.used, at, address, agent, verdict)
    else if (DEAD.has(verdict)) this.knocked = later(this.knocked, at, address, agent, verdict)
  }

  /**
   * Returns by how much the number of callers has grown. Once there are as many as are kept of a key, a new one takes the
   * place of the one that was not seen for the longest time; while `mayGrow` is false, new ones are passed over.
   */
  call(
    address: string,
    agent: string,
    first: number,
    last: number,
    n: number,
    verdict: Verdict,
    mayGrow: boolean,
  ): 0 | 1 {
    const recent = this.#caller
    const known =
      recent && recent.agent === agent && recent.address === address ? recent : this.#findCaller(address, agent)
    if (known) {
      known.n += n
      if (first < known.first) known.first = first
      if (last >= known.last) {
        known.last = last
        known.verdict = verdict
      }
      this.#caller = known
      return 0
    }
    if (!mayGrow) return 0
    const caller: Caller = { address, agent, first, last, n, verdict }
    if (this.callers.length < USAGE_LIMITS.callersPerKey) {
      this.callers.push(caller)
      this.#caller = caller
      return 1
    }
    let oldest = 0
    for (let at = 1; at < this.callers.length; at += 1)
      if ((this.callers[at] as Caller).last < (this.callers[oldest] as Caller).last) oldest = at
    if ((this.callers[oldest] as Caller).last <= last) {
      this.callers[oldest] = caller
      this.#caller = caller
    }
    return 0
  }

  #findCaller(address: string, agent: string): Caller | undefined {
    for (const caller of this.callers) if (caller.agent === agent && caller.address === address) return caller
    return undefined
  }

  /** Counts stay, whatever happens to the rest. */
  forgetCallersAndRequests(): void {
    this.callers = []
    this.requests = []
    this.#caller = undefined
  }
}

const indexKey = (app: string, hour: number, verdict: Verdict) => `${app} ${hour} ${verdict}`

function later(known: Use | undefined, at: number, address: string, agent: string, verdict: Verdict): Use {
  if (!known) return { at, address, agent, verdict }
  if (at >= known.at) {
    known.at = at
    known.address = address
    known.agent = agent
    known.verdict = verdict
  }
  return known
}
