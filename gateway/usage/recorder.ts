import type { Decision } from '@/gateway/decide'
import { KeyTally, type SampledRequest } from '@/gateway/usage/key-tally'
import { plainAddress, plainAgent, plainMethod, plainPath } from '@/gateway/usage/plain-text'
import type { Counted, KeyOrNone } from '@/gateway/usage/usage-tally'
import type { ApiKeyId } from '@/lib/core/identifiers'
import type { Verdict } from '@/lib/core/verdicts'

const HOUR_MILLISECONDS = 3_600_000
/** All that verified tokens kept in memory could come to in a second, and more. */
const MOST_KEYS = 100_000
const MOST_CALLERS = 20_000
/** Requests that are sampled of one key in the time between two hand-overs, and of all. */
const SAMPLES_PER_KEY = 10
const MOST_SAMPLES = 2_000
const MOST_FINISHED = 10_000
/** Longer texts than this are copied short at once, since a part of a text keeps the whole of it in memory. */
const MOST_CHARACTERS = 1_024
/** What servers write for a caller that has left before its answer was whole. */
const CALLER_LEFT = 499

/** The request as it came. */
export interface Incoming {
  readonly method?: string | undefined
  readonly url?: string | undefined
}

/** The answer to it, which tells how it ended. */
export interface Answer {
  readonly statusCode: number
  readonly writableFinished: boolean
  readonly destroyed: boolean
  readonly closed: boolean
  readonly errored: Error | null
  once(event: 'close', listener: () => void): unknown
}

export interface RecorderOptions {
  /** Milliseconds since 1970 by this machine's clock: asked at each request. */
  readonly wall: () => number
  /** The same by the portal's clock: asked once a second. */
  readonly portalNow: () => number
  readonly random: () => number
}

/** What was counted since the last hand-over. */
export interface Recorded {
  readonly tallies: ReadonlyMap<KeyOrNone, KeyTally>
  readonly samples: ReadonlyMap<ApiKeyId, readonly SampledRequest[]>
  /** Counts of so many keys came at once that some were kept without their key. */
  readonly folded: boolean
}

class LiveTally extends KeyTally {
  /** Requests seen since the last hand-over, and those of them that are sampled. */
  seen = 0
  samples: Sample[] = []
}

/** A request that is watched to its end. */
class Sample {
  readonly key: ApiKeyId
  readonly at: number
  readonly method: string
  readonly target: string
  readonly verdict: Verdict
  readonly address: string
  status = 0
  ms = 0
  /** Another one was drawn in its place. */
  dropped = false

  constructor(key: ApiKeyId, at: number, method: string, target: string, verdict: Verdict, address: string) {
    this.key = key
    this.at = at
    this.method = method
    this.target = target
    this.verdict = verdict
    this.address = address
  }
}

/**
 * Counts requests whose verdict stands. It is on the way of every request, so it does little: it raises numbers that the
 * key leads to. Text is made fit to be kept when it is handed over, once a second, and not at each request.
 */
export class UsageRecorder {
  readonly #options: RecorderOptions
  #offset: number
  #tallies = new Map<KeyOrNone, LiveTally>()
  #keyless: LiveTally
  #callers = 0
  #sampled = 0
  #folded = false
  #finished: Sample[] = []

  constructor(options: RecorderOptions) {
    this.#options = options
    this.#offset = options.portalNow() - options.wall()
    this.#keyless = new LiveTally()
  }

  /** Milliseconds since 1970 by the portal's clock, as far as counting needs it. */
  now(): number {
    return this.#options.wall() + this.#offset
  }

  /** `arrivedAt` is from `now`. Nothing that is thrown in here may reach a caller, and nothing is. */
  record(
    { key, app, verdict }: Decision,
    request: Incoming,
    response: Answer,
    address: string,
    agent: string,
    arrivedAt: number,
  ): void {
    const appId = app === undefined ? '' : app.id
    const hour = Math.floor(arrivedAt / HOUR_MILLISECONDS)
    // A good signature on what was never issued here, or elsewhere: whoever made it chose the key id in it.
    if (key === undefined || verdict === 'bad_signature' || verdict === 'unknown_issuer') {
      this.#keyless.count(appId, hour, verdict, 1)
      return
    }
    const id = key.claims.jti
    let tally = this.#tallies.get(id)
    if (tally === undefined) {
      if (this.#tallies.size >= MOST_KEYS) {
        this.#folded = true
        this.#keyless.count(appId, hour, verdict, 1)
        return
      }
      tally = new LiveTally()
      this.#tallies.set(id, tally)
    }
    tally.count(appId, hour, verdict, 1)
    const shortAgent = agent.length > MOST_CHARACTERS ? copyShort(agent) : agent
    tally.use(arrivedAt, address, shortAgent, verdict)
    this.#callers += tally.call(address, shortAgent, arrivedAt, arrivedAt, 1, verdict, this.#callers < MOST_CALLERS)
    tally.seen += 1
    if (tally.seen <= SAMPLES_PER_KEY) {
      if (this.#sampled < MOST_SAMPLES)
        tally.samples.push(this.#watch(id, request, response, verdict, address, arrivedAt))
    } else {
      // Of all requests of a key each has the same chance to be shown (Vitter's algorithm R).
      const place = Math.floor(this.#options.random() * tally.seen)
      const replaced = tally.samples[place]
      if (replaced !== undefined) {
        replaced.dropped = true
        tally.samples[place] = this.#watch(id, request, response, verdict, address, arrivedAt)
      }
    }
  }

  #watch(id: ApiKeyId, request: Incoming, response: Answer, verdict: Verdict, address: string, at: number): Sample {
    this.#sampled += 1
    const { method = '', url = '' } = request
    const target = url.length > MOST_CHARACTERS ? copyShort(url) : url
    const sample = new Sample(id, at, method, target, verdict, address)
    if (response.closed) this.#finish(sample, response)
    else response.once('close', () => this.#finish(sample, response))
    return sample
  }

  #finish(sample: Sample, response: Answer): void {
    if (sample.dropped || this.#finished.length >= MOST_FINISHED) return
    // One that we cut off ourselves got what its head said; one that left got nothing whole.
    sample.status = response.writableFinished || response.errored ? response.statusCode : CALLER_LEFT
    sample.ms = Math.max(0, Math.round(this.now() - sample.at))
    this.#finished.push(sample)
  }

  /** Hands over what was counted, and begins anew. */
  take(): Recorded {
    this.#offset = this.#options.portalNow() - this.#options.wall()
    const tallies = this.#tallies
    if (this.#keyless.counts.length > 0) tallies.set('', this.#keyless)
    const finished = this.#finished
    const folded = this.#folded
    this.#tallies = new Map()
    this.#keyless = new LiveTally()
    this.#callers = 0
    this.#sampled = 0
    this.#folded = false
    this.#finished = []
    const samples = new Map<ApiKeyId, SampledRequest[]>()
    for (const sample of finished) {
      if (sample.dropped) continue
      const ofKey = samples.get(sample.key)
      if (ofKey) ofKey.push(plainSample(sample))
      else samples.set(sample.key, [plainSample(sample)])
    }
    return { tallies, samples, folded }
  }
}

const copyShort = (text: string) => Buffer.from(text.slice(0, MOST_CHARACTERS)).toString()

const plainSample = ({ at, method, target, verdict, status, ms, address }: Sample): SampledRequest => ({
  at: Math.floor(at),
  method: plainMethod(method),
  path: plainPath(target),
  verdict,
  status,
  ms,
  address: plainAddress(address),
})

/** What was counted of one key, its text made fit to be kept. */
export function countedOf(key: KeyOrNone, tally: KeyTally, requests: readonly SampledRequest[]): Counted {
  const { counts, used, knocked, callers } = tally
  const plainUse = (use: typeof used) =>
    use && { ...use, at: Math.floor(use.at), address: plainAddress(use.address), agent: plainAgent(use.agent) }
  return {
    key,
    counts,
    used: plainUse(used),
    knocked: plainUse(knocked),
    callers: callers.map((caller) => ({
      ...caller,
      first: Math.floor(caller.first),
      last: Math.floor(caller.last),
      address: plainAddress(caller.address),
      agent: plainAgent(caller.agent),
    })),
    requests,
  }
}
