import type { Log } from '@/gateway/log'
import type { SealedFile, Spool } from '@/gateway/usage/spool'
import { decodeRecord, type SpoolRecord } from '@/gateway/usage/spool-format'
import type { GatewayInstanceId } from '@/lib/core/identifiers'
import { FEED_VERSION } from '@/lib/status/feed-format'
import type { FeedTransport } from '@/lib/status/feed-transport'
import { retryDelay } from '@/lib/status/retry-delay'

const CALL_MILLISECONDS = 15_000
/** Refusals of a batch for what it is: they would be the same tomorrow. Everything else may be better then. */
const NEVER_TAKEN: ReadonlySet<number> = new Set([413, 422])
/** An outage of this many tries is worth a line; a portal that restarts is not. */
const FAILURES_WORTH_A_LINE = 5

export interface ShipperOptions {
  readonly spool: Spool
  readonly transport: FeedTransport
  readonly instance: GatewayInstanceId
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
  readonly random: () => number
  readonly log: Log
}

/** Takes sealed batches to the portal, the oldest first, each until the portal has it. A batch that arrives twice is counted once. */
export class Shipper {
  readonly #options: ShipperOptions
  readonly #stopping = new AbortController()
  #idle = new AbortController()
  #loop: Promise<void> = Promise.resolve()
  /** How many batches of the head the portal has taken. */
  #delivered: { readonly sealed: SealedFile; count: number } | undefined

  constructor(options: ShipperOptions) {
    this.#options = options
  }

  start(): void {
    this.#loop = this.#run()
  }

  /** To be called when there is something to deliver. */
  wake(): void {
    this.#idle.abort()
  }

  /** Ends the deliveries, and tries once more to get everything away until the time is over. */
  async stop(milliseconds: number): Promise<void> {
    this.#stopping.abort()
    this.#idle.abort()
    await this.#loop
    const { spool, log } = this.#options
    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(new Error('the time is over')), milliseconds)
    try {
      for (let head = spool.head; head; head = spool.head) await this.#deliver(head, deadline.signal)
    } catch (error) {
      log.info({ because: (error as Error).message }, 'The rest of what was counted is delivered after the next start')
    } finally {
      clearTimeout(timer)
    }
  }

  async #run(): Promise<void> {
    const { spool, sleep, random, log } = this.#options
    const { signal } = this.#stopping
    let failures = 0
    while (!signal.aborted) {
      const { head } = spool
      if (!head) {
        this.#idle = new AbortController()
        await sleep(60_000, this.#idle.signal)
        continue
      }
      try {
        await this.#deliver(head, signal)
        if (failures >= FAILURES_WORTH_A_LINE) log.info('The portal takes usage again')
        failures = 0
      } catch (error) {
        if (signal.aborted) return
        failures += 1
        if (failures === FAILURES_WORTH_A_LINE)
          log.warn({ error: (error as Error).message }, 'The portal does not take usage; it is kept until it does')
        await sleep(retryDelay(failures, random), signal)
      }
    }
  }

  async #deliver(sealed: SealedFile, signal: AbortSignal): Promise<void> {
    const { spool } = this.#options
    const contents = await spool.read(sealed)
    if (!contents) return
    if (this.#delivered?.sealed !== sealed) this.#delivered = { sealed, count: 0 }
    const progress = this.#delivered
    let isDamaged = contents.isDamaged
    for (const text of contents.texts.slice(progress.count)) {
      const record = decodeRecord(text)
      if (!record) {
        isDamaged = true
        break
      }
      await this.#send(sealed, contents.spool, record, text, signal)
      progress.count += 1
    }
    if (isDamaged) await spool.setAside(sealed)
    else await spool.remove(sealed)
    this.#delivered = undefined
  }

  async #send(sealed: SealedFile, id: string, record: SpoolRecord, text: Buffer, signal: AbortSignal): Promise<void> {
    const { spool, transport, instance, log } = this.#options
    const report = reportOf(instance, id, record)
    const { status, body } = await callWithin(CALL_MILLISECONDS, signal, (within) =>
      transport.call('POST', '/dataplane/usage', report, within),
    )
    if (status === 204) return
    if (!NEVER_TAKEN.has(status)) throw new Error(`the portal answered ${status}`)
    log.error(
      { status, answer: body.slice(0, 500), batch: report.batch },
      'The portal refuses what was counted; it was set aside',
    )
    await spool.keepRejected(sealed, record.number, text)
  }
}

async function callWithin<T>(
  milliseconds: number,
  signal: AbortSignal,
  call: (within: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const within = new AbortController()
  const give = () => within.abort(signal.reason)
  signal.addEventListener('abort', give)
  const timer = setTimeout(() => within.abort(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  try {
    return await call(within.signal)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', give)
  }
}

/** A batch as it travels (docs/architecture.md, "The feed, version 1"). */
function reportOf(instance: GatewayInstanceId, spool: string, { number, keys, gaps }: SpoolRecord) {
  return {
    version: FEED_VERSION,
    instance,
    batch: { spool, number },
    counts: keys.flatMap(({ key, counts }) => counts.map((count) => ({ key, ...count }))),
    uses: keys.flatMap(({ key, used, knocked }) =>
      [used, knocked].filter((use) => use !== undefined).map((use) => ({ key, ...use })),
    ),
    callers: keys.flatMap(({ key, callers }) => callers.map((caller) => ({ key, ...caller }))),
    requests: keys.flatMap(({ key, requests }) => requests.map((request) => ({ key, ...request }))),
    gaps,
  }
}

export type UsageReport = ReturnType<typeof reportOf>
