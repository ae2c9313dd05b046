import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Log } from '@/gateway/log'
import { countedOf, UsageRecorder } from '@/gateway/usage/recorder'
import { Shipper } from '@/gateway/usage/shipper'
import { Spool } from '@/gateway/usage/spool'
import { encodeRecord } from '@/gateway/usage/spool-format'
import { type Counted, type Gap, UsageTally } from '@/gateway/usage/usage-tally'
import type { GatewayInstanceId } from '@/lib/core/identifiers'
import type { FeedTransport } from '@/lib/status/feed-transport'

/** A kill loses what was counted since the last time. */
const SAVE_MILLISECONDS = 1_000
const SHIP_MILLISECONDS = 3_000
const LAST_DELIVERY_MILLISECONDS = 2_000
const MOST_BYTES = 256 * 1_024 * 1_024
/** So many keys are worked through before requests get their turn again. */
const KEYS_AT_ONCE = 50

export interface UsageOptions {
  /** Belongs to this process alone, as the folder of the journal does. */
  readonly folder: string
  readonly transport: FeedTransport
  readonly instance: GatewayInstanceId
  /** Milliseconds since 1970: by this machine, and by the portal. */
  readonly wall: () => number
  readonly portalNow: () => number
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
  readonly random: () => number
  readonly log: Log
  readonly saveMilliseconds?: number
  readonly shipMilliseconds?: number
  readonly lastDeliveryMilliseconds?: number
  readonly mostBytes?: number
}

/**
 * Everything about usage that one gateway process does: counts in memory, keeps it on disk from second to second, and takes
 * it to the portal. Nothing in here can change a verdict, or hold one up.
 */
export class Usage {
  readonly recorder: UsageRecorder
  readonly #options: UsageOptions
  readonly #spool: Spool
  readonly #shipper: Shipper
  readonly #gaps: Gap[]
  /** Counted, and not sealed yet. The log has the same. */
  #tally: UsageTally
  #sealedAt = Number.NEGATIVE_INFINITY
  #saving: Promise<void> | undefined
  readonly #timer: NodeJS.Timeout
  #isStopped = false

  private constructor(options: UsageOptions, spool: Spool, tally: UsageTally, gaps: Gap[]) {
    this.#options = options
    this.#spool = spool
    this.#tally = tally
    this.#gaps = gaps
    this.recorder = new UsageRecorder(options)
    this.#shipper = new Shipper({ ...options, spool })
    this.#shipper.start()
    this.#timer = setInterval(() => void this.save(), options.saveMilliseconds ?? SAVE_MILLISECONDS)
  }

  /** Takes up what the last process has left. Never fails: without a disk, usage goes to the portal from memory. */
  static async start(options: UsageOptions): Promise<Usage> {
    const gaps: Gap[] = []
    const { folder, portalNow, mostBytes = MOST_BYTES, log } = options
    const { spool, tally } = await Spool.open({
      folder,
      now: portalNow,
      mostBytes,
      log,
      onGap: (gap) => gaps.push(gap),
    })
    const usage = new Usage(options, spool, tally, gaps)
    // What is known of a gap must be on disk before this process says that it is alive, or the next kill would hide it.
    await usage.save()
    return usage
  }

  /** Batches' files that wait for the portal. */
  get waiting(): number {
    return this.#spool.waiting
  }

  /** The portal has everything that was counted here. */
  get isDelivered(): boolean {
    return this.#tally.isEmpty && this.#spool.waiting === 0
  }

  /** Keeps what was counted until now. One at a time: a disk that hangs is waited for, and recording goes on within its bounds. */
  save(): Promise<void> {
    this.#saving ??= this.#save(false)
      .catch((error: unknown) => this.#options.log.error({ error: (error as Error).stack }, 'Usage could not be saved'))
      .finally(() => {
        this.#saving = undefined
      })
    return this.#saving
  }

  async #save(isLast: boolean): Promise<void> {
    const { portalNow, shipMilliseconds = SHIP_MILLISECONDS } = this.#options
    const now = portalNow()
    const fresh = await this.#takeRecorded(now)
    await this.#spool.save(this.#tally, fresh, isLast)
    if (this.#spool.isSaved) await this.#spool.beat(now, false)
    const isDue = isLast || performance.now() - this.#sealedAt >= shipMilliseconds
    // While something is waiting already, one tally takes it all: an hour without the portal is one batch of counts, not a thousand.
    const isNext = isDue && this.#spool.waiting === 0
    if (this.#tally.isEmpty || !(isNext || (this.#tally.isLarge && this.#spool.isSaved))) return
    this.#sealedAt = performance.now()
    if (await this.#spool.seal(this.#tally)) this.#tally = new UsageTally()
    this.#shipper.wake()
  }

  /** Adds what was recorded to the tally. Returns it as records for the log. */
  async #takeRecorded(now: number): Promise<readonly Buffer[]> {
    const { tallies, samples, folded } = this.recorder.take()
    const gaps = this.#gaps.splice(0)
    const records: Buffer[] = []
    let some: Counted[] = []
    const keep = async (counted: Counted) => {
      this.#tally.add(counted)
      some.push(counted)
      if (some.length < KEYS_AT_ONCE) return
      records.push(encodeRecord({ number: 0, at: Math.floor(now), keys: some, gaps: [] }))
      some = []
      await nextTurn()
    }
    for (const [key, tally] of tallies) await keep(countedOf(key, tally, (key !== '' && samples.get(key)) || []))
    for (const [key, requests] of samples) {
      if (tallies.has(key)) continue
      await keep({ key, counts: [], used: undefined, knocked: undefined, callers: [], requests })
    }
    const foldedAt = this.#tally.takeFolded()
    if (folded || foldedAt !== undefined) {
      this.#options.log.error('Too many keys at once: some requests are counted for their app, and not for their key')
      gaps.push({ begins: foldedAt ?? now, ends: now, reason: 'disk_full' })
    }
    for (const gap of gaps) this.#tally.addGap(gap)
    if (some.length > 0 || gaps.length > 0) {
      const kept = gaps.map(({ begins, ends, reason }) => ({
        begins: Math.floor(begins),
        ends: Math.ceil(ends),
        reason,
      }))
      records.push(encodeRecord({ number: 0, at: Math.floor(now), keys: some, gaps: kept }))
    }
    return records
  }

  /** Saves everything, and delivers as much as can be in a moment; the rest is delivered after the next start. Never fails. */
  async stop(): Promise<void> {
    if (this.#isStopped) return
    this.#isStopped = true
    clearInterval(this.#timer)
    await this.#saving
    const { portalNow, lastDeliveryMilliseconds = LAST_DELIVERY_MILLISECONDS, log } = this.#options
    try {
      await this.#save(true)
      await this.#shipper.stop(lastDeliveryMilliseconds)
      await this.#save(true)
      if (this.#spool.isSaved) await this.#spool.beat(portalNow(), true)
      await this.#spool.close()
    } catch (error) {
      log.error({ error: (error as Error).stack }, 'Usage could not be saved')
    }
  }
}
