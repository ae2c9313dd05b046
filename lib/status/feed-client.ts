import { createParser } from 'eventsource-parser'
import type { NumberedChange, PublicKeyJwk } from '@/lib/core/changes'
import type { GatewayInstanceId } from '@/lib/core/identifiers'
import type { Clock } from '@/lib/status/clock'
import {
  type Acknowledgement,
  FEED_VERSION,
  type LeaseAnswer,
  type LeaseRequest,
  parseChangeEvent,
  parseJson,
  parseLeaseAnswer,
  parseSnapshot,
  type ReleaseRequest,
  type Snapshot,
} from '@/lib/status/feed-format'
import { FeedFormatError } from '@/lib/status/feed-format-error'
import type { FeedAnswer, FeedTransport } from '@/lib/status/feed-transport'
import type { Journal } from '@/lib/status/journal'
import { type Affected, Knowledge } from '@/lib/status/knowledge'
import {
  grantedUntil,
  isLive,
  type Lease,
  type LeaseGrant,
  NO_LEASE,
  type PersistedLease,
  persistLease,
  withApplied,
  withGrant,
} from '@/lib/status/lease'
import {
  ALARMING_OFFSET_MILLISECONDS,
  type ClockReading,
  type PortalClock,
  portalClockOf,
  portalNow,
  portalOffset,
  withReading,
} from '@/lib/status/portal-clock'
import { retryDelay } from '@/lib/status/retry-delay'

/** What the client is doing, for people and for `/readyz`. Whether requests are answered is the lease's question alone. */
export const FEED_STATES = [
  'connecting',
  'following',
  /** The portal cannot be reached, or answers nonsense. */
  'interrupted',
  /** The gateway's token is not valid: it was retired, or mistyped. */
  'retired',
  /** The two sides speak different versions. */
  'upgrade',
  /** The portal knows less than we do: a backup was restored, and no new epoch begun. */
  'portal_went_back',
  /** A new epoch, another organization or another key that the pinned epoch key does not vouch for. */
  'epoch_refused',
] as const
export type FeedState = (typeof FEED_STATES)[number]

/** A statement that a key has signed (lib/crypto/epoch-statements), or undefined when it has not. */
export type VerifyEpochStatement = (
  statement: string,
  key: PublicKeyJwk,
) => Promise<{ readonly iss: string; readonly org: string; readonly epoch: number } | undefined>

export interface FeedLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/**
 * Processes that judge by what this one learns, as a cluster's workers do. They are told in order, in the same turn in
 * which it happens here; a change counts as applied, and a lease as extended, when it is so in every one of them.
 */
export interface Followers {
  /** Everything is new: a snapshot was taken. */
  replaced(): void
  changed(changes: readonly NumberedChange[]): void
  granted(grant: LeaseGrant): void
  /** No lease counts any more, not even one that was granted. */
  leaseGivenUp(): void
  /** Up to here each of them has applied everything in this epoch; infinity when there is nobody to wait for. */
  confirmedSeq(epoch: number): number
}

export interface FeedClientOptions {
  readonly transport: FeedTransport
  readonly journal: Journal
  /** What the journal had, if it could be trusted. */
  readonly knowledge: Knowledge | undefined
  readonly lease: Lease
  /** The portal's clock as it is known from before, if it is. */
  readonly portalClock: ClockReading | undefined
  readonly instance: GatewayInstanceId
  readonly boot: string | null
  readonly software: string
  readonly clock: Clock
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
  readonly random: () => number
  readonly verifyEpochStatement: VerifyEpochStatement
  /**
   * Called right after something was applied, and before it is acknowledged: what stopped being accepted must be closed
   * when this returns.
   */
  readonly onApplied: (affected: Affected) => void
  readonly followers?: Followers
  readonly log: FeedLog
  /** A stream without a byte for so long is dead; the portal sends one every 10 s. */
  readonly idleMilliseconds?: number
  readonly callMilliseconds?: number
}

const IDLE_MILLISECONDS = 25_000
const CALL_MILLISECONDS = 10_000
const RELEASE_MILLISECONDS = 2_000
/** A stream that lasted so long was a good one. */
const STEADY_MILLISECONDS = 5_000
/** Renewals before the portal has said how often it wants them. */
const FIRST_RENEW_SECONDS = 5
/** A reader that is ahead of the disk by more changes than this waits. */
const MOST_QUEUED = 5_000
const LONGEST_EVENT_CHARACTERS = 64 * 1_024 * 1_024

/** The portal answered, but not with what was asked for. */
class FeedRefusal extends Error {
  readonly state: FeedState

  constructor(state: FeedState, message: string) {
    super(message)
    this.name = 'FeedRefusal'
    this.state = state
  }
}

/** The change log cannot be followed from here. */
class SnapshotNeeded extends Error {}

/**
 * Learns what a gateway instance must know, and proves that it does: snapshot, then the stream of changes, each durable,
 * then applied, then acknowledged; and beside it the lease, without which nothing is answered.
 */
export class FeedClient {
  readonly #options: FeedClientOptions
  readonly #stopping = new AbortController()
  #knowledge: Knowledge | undefined
  #lease: Lease
  #portalClock: ClockReading | undefined
  #state: FeedState = 'connecting'
  #stream: AbortController | undefined
  #following = false
  #snapshotNeeded = false
  #renewSeconds = FIRST_RENEW_SECONDS
  /** Up to here everything is in the journal; undefined when the journal is behind what is applied. */
  #durableSeq: number | undefined
  /** The newest that the portal has taken our word for, in this epoch and by this process. */
  #acknowledgedSeq = -1
  /** The portal knows an instance by its renewals: nothing is acknowledged before the first of this process. */
  #introduced = false
  #acknowledging = false
  #alarmed = false
  #headSeq = 0
  #renewNow: AbortController | undefined
  readonly #calls = new Set<AbortController>()
  #serial: Promise<unknown> = Promise.resolve()
  #loops: Promise<unknown> = Promise.resolve()

  constructor(options: FeedClientOptions) {
    this.#options = options
    this.#knowledge = options.knowledge
    this.#lease = options.lease
    this.#portalClock = options.portalClock
    this.#durableSeq = options.knowledge?.seq
  }

  get knowledge(): Knowledge | undefined {
    return this.#knowledge
  }

  get state(): FeedState {
    return this.#state
  }

  /** The newest change that the portal had at the last renewal. */
  get headSeq(): number {
    return this.#headSeq
  }

  get acknowledgedSeq(): number {
    return this.#acknowledgedSeq
  }

  get lease(): Lease {
    return this.#lease
  }

  /** The portal's clock, as far as it is known. */
  get portalClock(): PortalClock | undefined {
    return this.#portalClock
  }

  /** Whether requests may be answered from what is known. */
  isFresh(): boolean {
    return this.#knowledge !== undefined && isLive(this.#lease, this.#options.clock.monotonic())
  }

  /** Milliseconds until nothing is answered any more; 0 when that is now. */
  remainingLease(): number {
    return Math.max(0, (this.#lease.end ?? 0) - this.#options.clock.monotonic())
  }

  /** Seconds since 1970 by the portal's clock. */
  nowSeconds(): number {
    const { clock } = this.#options
    return (this.#portalClock ? portalNow(this.#portalClock, clock.monotonic()) : clock.wall()) / 1_000
  }

  /** To be called when a follower has confirmed something, or is gone: what waited for it may be acknowledged now. */
  followersConfirmed(): void {
    this.#acknowledge()
  }

  start(): void {
    this.#loops = Promise.all([this.#follow(), this.#renew()])
  }

  /** Ends all traffic with the portal. What is known stays, and so does the lease. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#renewNow?.abort()
    for (const call of this.#calls) call.abort()
    await this.#loops
    await this.#serial
  }

  /**
   * Gives the lease back, after `stop`. It is forgotten on disk before the portal hears of it: once the portal counts this
   * instance as refusing everything, no restart may find a lease here. Throws when the disk does not take it.
   */
  async release(): Promise<void> {
    const { journal, instance, transport, log } = this.#options
    this.#giveUpLease()
    const knowledge = this.#knowledge
    if (!knowledge) return
    await this.#inTurn(() => (journal.needsReplacing ? this.#replaceJournal(knowledge, null) : journal.setLease(null)))
    try {
      const request: ReleaseRequest = { version: FEED_VERSION, instance }
      const answer = await transport.call(
        'POST',
        '/dataplane/release',
        request,
        AbortSignal.timeout(RELEASE_MILLISECONDS),
      )
      if (answer.status !== 204) throw refusalOf(answer.status, answer.body)
    } catch (error) {
      log.warn(
        { error: messageOf(error) },
        'The portal was not told that this gateway has stopped; it counts on the end of the lease',
      )
    }
  }

  // ---- following ----

  async #follow(): Promise<void> {
    const { sleep, random, clock } = this.#options
    let failures = 0
    while (!this.#stopping.signal.aborted) {
      try {
        if (!this.#knowledge || this.#snapshotNeeded) await this.#readSnapshot()
        const openedAt = clock.monotonic()
        try {
          await this.#readChanges()
        } finally {
          // A stream that is refused or breaks at once is no success, or a broken portal would be asked ten times a second.
          if (clock.monotonic() - openedAt > STEADY_MILLISECONDS) failures = 0
        }
      } catch (error) {
        if (this.#stopping.signal.aborted) return
        if (error instanceof SnapshotNeeded) this.#needSnapshot(error.message)
        else this.#report(error)
      }
      failures += 1
      await sleep(retryDelay(failures, random), this.#stopping.signal)
    }
  }

  async #readSnapshot(): Promise<void> {
    const answer = await this.#call('GET', `/dataplane/snapshot?version=${FEED_VERSION}`, undefined)
    if (answer.status !== 200) throw refusalOf(answer.status, answer.body)
    const snapshot = parseSnapshot(parseJson(answer.body, 'a snapshot'))
    await this.#inTurn(() => this.#takeSnapshot(snapshot))
    this.#snapshotNeeded = false
    this.#renewNow?.abort()
  }

  async #takeSnapshot(snapshot: Snapshot): Promise<void> {
    const { log } = this.#options
    const next = await this.#admit(snapshot)
    const newEpoch = this.#knowledge !== undefined && this.#knowledge.epoch.number !== next.epoch.number
    if (newEpoch || !this.#knowledge) {
      // Whoever restored the portal's database may have lost our lease with it, so nothing is answered on the old one.
      this.#giveUpLease()
      this.#acknowledgedSeq = -1
      this.#introduced = false
    }
    this.#renewSeconds = snapshot.renewSeconds
    await this.#makeDurable(next)
    this.#knowledge = next
    this.#options.onApplied({ kind: 'everything' })
    this.#options.followers?.replaced()
    log.info(
      { epoch: next.epoch.number, seq: next.seq, issuedBelow: next.issuedBelow },
      newEpoch ? 'A new epoch began' : 'Snapshot taken',
    )
    this.#afterApplying()
  }

  /** The knowledge that a snapshot leads to, or a refusal of it. */
  async #admit(snapshot: Snapshot): Promise<Knowledge> {
    const current = this.#knowledge
    const { organization, epoch } = snapshot
    if (
      current &&
      (current.organization.id !== organization.id || current.organization.issuer !== organization.issuer)
    ) {
      throw new FeedRefusal(
        'epoch_refused',
        'the portal answers for another organization than the one this gateway belongs to; register the gateway anew and give it an empty data folder',
      )
    }
    if (current && epoch.number < current.epoch.number) throw wentBack()
    const pinned = current?.epoch.key ?? epoch.key
    if (snapshot.epoch.statement !== current?.epoch.statement) {
      const statement = await this.#options.verifyEpochStatement(epoch.statement, pinned).catch(() => undefined)
      if (
        !statement ||
        statement.iss !== organization.issuer ||
        statement.org !== organization.id ||
        statement.epoch !== epoch.number
      ) {
        throw new FeedRefusal(
          'epoch_refused',
          'the statement of the portal’s epoch is not signed by the epoch key that this gateway has pinned',
        )
      }
    } else if (epoch.number !== current.epoch.number) {
      throw new FeedRefusal('epoch_refused', 'the portal’s epoch has the statement of another one')
    }
    if (!current || current.epoch.number !== epoch.number)
      return new Knowledge({ ...snapshot, epoch: { ...epoch, key: pinned } })
    if (snapshot.seq < current.seq) throw wentBack()
    return current.mergedWith(snapshot)
  }

  async #readChanges(): Promise<void> {
    const { transport, clock, idleMilliseconds = IDLE_MILLISECONDS } = this.#options
    const knowledge = this.#knowledge
    if (!knowledge) return
    // A stop that came while the snapshot was read would not be heard of again.
    this.#stopping.signal.throwIfAborted()
    const stream = new AbortController()
    this.#stream = stream
    const onStop = () => stream.abort()
    this.#stopping.signal.addEventListener('abort', onStop)
    let lastByteAt = clock.monotonic()
    const watchdog = setInterval(
      () => {
        if (clock.monotonic() - lastByteAt > idleMilliseconds)
          stream.abort(new Error(`no byte for ${idleMilliseconds} ms`))
      },
      Math.min(1_000, idleMilliseconds / 4),
    )
    const queue: NumberedChange[] = []
    let applying: Promise<void> | undefined
    const fail = (error: unknown) => stream.abort(error)
    const applyQueue = async () => {
      try {
        while (queue.length > 0) {
          const changes = queue.splice(0)
          await this.#inTurn(() => this.#takeChanges(changes))
        }
      } catch (error) {
        fail(error)
      } finally {
        applying = undefined
      }
    }
    const parser = createParser({
      maxBufferSize: LONGEST_EVENT_CHARACTERS,
      onEvent: ({ event, data }) => {
        try {
          if (event === 'change') queue.push(parseChangeEvent(data))
          else if (event === 'epoch') fail(new SnapshotNeeded('a new epoch began'))
          else throw new FeedFormatError('unknown_kind', `unknown event “${event ?? ''}”`)
        } catch (error) {
          fail(error)
        }
      },
      onError: (error) => {
        if (error.type === 'max-buffer-size-exceeded') fail(error)
      },
    })
    try {
      const { epoch, seq } = knowledge
      const { status, chunks } = await transport.stream(
        `/dataplane/changes?version=${FEED_VERSION}&epoch=${epoch.number}&after=${seq}`,
        stream.signal,
      )
      if (status !== 200) {
        const body = await readText(chunks)
        if (status === 409) throw new SnapshotNeeded('the portal cannot continue from here')
        throw refusalOf(status, body)
      }
      this.#following = true
      this.#setState('following')
      const decoder = new TextDecoder()
      for await (const chunk of chunks) {
        lastByteAt = clock.monotonic()
        parser.feed(decoder.decode(chunk, { stream: true }))
        // Also when this chunk ends in nonsense: what came before it may be a revocation.
        if (queue.length > 0) applying ??= applyQueue()
        if (stream.signal.aborted) break
        if (queue.length > MOST_QUEUED) await applying
      }
      stream.signal.throwIfAborted()
      throw new Error('the portal ended the stream')
    } catch (error) {
      // A stream that we gave up ourselves ends with our own reason, in whatever words the transport wraps it.
      const reason: unknown = stream.signal.aborted ? stream.signal.reason : error
      if (reason instanceof FeedFormatError && reason.code !== 'unsupported_version')
        throw new SnapshotNeeded(reason.message)
      throw reason
    } finally {
      clearInterval(watchdog)
      this.#stopping.signal.removeEventListener('abort', onStop)
      stream.abort()
      this.#stream = undefined
      this.#following = false
      // What was read before the end is whole, and may hold a revocation.
      await applying
    }
  }

  async #takeChanges(changes: readonly NumberedChange[]): Promise<void> {
    const { journal } = this.#options
    const knowledge = this.#knowledge
    if (!knowledge) return
    const fresh = changes.filter(({ seq }) => seq > knowledge.seq)
    const gap = fresh.findIndex(({ seq }, index) => seq !== knowledge.seq + 1 + index)
    const following = gap === -1 ? fresh : fresh.slice(0, gap)
    if (following.length > 0) {
      if (!journal.needsReplacing && this.#durableSeq === knowledge.seq) {
        try {
          await journal.append(following)
          this.#durableSeq = following.at(-1)?.seq
        } catch (error) {
          this.#journalFailed(error)
        }
      }
      // Applied even when the disk failed: a revocation must not wait for someone to free disk space. It is not acknowledged.
      for (const change of following) this.#options.onApplied(knowledge.apply(change))
      this.#options.followers?.changed(following)
      if (this.#durableSeq !== knowledge.seq) await this.#makeDurable(knowledge)
      this.#afterApplying()
      if (journal.hasGrown && !journal.needsReplacing)
        await journal.compact(knowledge).catch((error: unknown) => this.#journalFailed(error))
    }
    if (gap !== -1) throw new SnapshotNeeded(`change ${fresh[gap]?.seq} came after ${knowledge.seq}`)
  }

  #afterApplying(): void {
    if (this.#durableSeq === undefined) return
    const before = this.#lease
    this.#lease = withApplied(before, this.#durableSeq)
    this.#acknowledge()
    if (this.#lease !== before) void this.#inTurn(() => this.#persistLease())
  }

  // ---- the journal ----

  #journalFailed(error: unknown): void {
    this.#durableSeq = undefined
    this.#options.log.error(
      { error: messageOf(error) },
      'The journal cannot be written: changes are applied, but neither acknowledged nor remembered. Is the disk full?',
    )
  }

  /** Brings the journal up to what is known, by writing all of it anew. */
  async #makeDurable(knowledge: Knowledge): Promise<void> {
    const { end } = this.#lease
    try {
      await this.#replaceJournal(knowledge, end === undefined ? null : this.#leaseToPersist(end))
    } catch (error) {
      this.#journalFailed(error)
    }
  }

  async #replaceJournal(knowledge: Knowledge, lease: PersistedLease | null): Promise<void> {
    const { journal, instance, boot } = this.#options
    await journal.replace(knowledge, instance, boot, lease)
    this.#durableSeq = knowledge.seq
  }

  #leaseToPersist(end: number): PersistedLease {
    const { clock } = this.#options
    return persistLease(end, this.#portalClock ? portalOffset(this.#portalClock, clock) : 0, clock)
  }

  async #persistLease(): Promise<void> {
    const { journal } = this.#options
    const { end } = this.#lease
    if (end === undefined || journal.needsReplacing) return
    await journal.setLease(this.#leaseToPersist(end)).catch((error: unknown) => this.#journalFailed(error))
  }

  // ---- the lease ----

  async #renew(): Promise<void> {
    const { sleep, random } = this.#options
    const stopping = this.#stopping.signal
    let failures = 0
    while (!stopping.aborted) {
      this.#renewNow = new AbortController()
      const { signal } = this.#renewNow
      let pause = this.#renewSeconds * 1_000
      if (this.#knowledge) {
        try {
          await this.#renewOnce()
          failures = 0
          pause = this.#renewSeconds * 1_000
        } catch (error) {
          if (stopping.aborted) return
          this.#report(error)
          failures += 1
          pause = retryDelay(failures, random)
        }
      }
      await sleep(pause, signal)
    }
  }

  async #renewOnce(): Promise<void> {
    const { clock, instance, software } = this.#options
    const knowledge = this.#knowledge
    if (!knowledge) return
    if (this.#durableSeq === undefined) await this.#inTurn(() => this.#makeDurable(knowledge))
    if (this.#durableSeq === undefined) return
    const askedAtSeq = this.#durableSeq
    const request: LeaseRequest = {
      version: FEED_VERSION,
      instance,
      software,
      sentAt: Math.round(clock.wall()),
      appliedSeq: Math.max(0, this.#everywhereSeq() ?? 0),
      epoch: knowledge.epoch.number,
    }
    const sentAt = clock.monotonic()
    const answer = await this.#call('POST', '/dataplane/lease', request)
    const receivedAt = clock.monotonic()
    if (answer.status !== 200) throw refusalOf(answer.status, answer.body)
    const lease = parseLeaseAnswer(parseJson(answer.body, 'a lease'))
    await this.#inTurn(() => this.#takeLease(lease, askedAtSeq, knowledge, sentAt, receivedAt))
  }

  async #takeLease(
    answer: LeaseAnswer,
    askedAtSeq: number,
    askedFor: Knowledge,
    sentAt: number,
    receivedAt: number,
  ): Promise<void> {
    this.#portalClock = withReading(this.#portalClock, portalClockOf(answer.now, sentAt, receivedAt))
    this.#checkOffset()
    this.#renewSeconds = answer.renewSeconds
    const epoch = this.#knowledge?.epoch.number
    // While the answer was on its way a new epoch was taken; it has asked for a lease of its own.
    if (epoch !== askedFor.epoch.number) return
    if (answer.epoch !== epoch) return this.#needSnapshot('the portal is in another epoch')
    // Compared with what we had applied when we asked: what came since may be newer than the answer.
    if (answer.seq < askedAtSeq) throw wentBack()
    this.#headSeq = answer.seq
    this.#introduced = true
    if (this.#following) this.#setState('following')
    const grant: LeaseGrant = { seq: answer.seq, end: grantedUntil(sentAt, answer.stalenessSeconds) }
    this.#lease = withGrant(this.#lease, grant, this.#durableSeq ?? -1)
    this.#options.followers?.granted(grant)
    this.#acknowledge()
    await this.#persistLease()
  }

  #giveUpLease(): void {
    this.#lease = NO_LEASE
    this.#options.followers?.leaseGivenUp()
  }

  #checkOffset(): void {
    const { clock, log } = this.#options
    if (!this.#portalClock) return
    const offset = portalOffset(this.#portalClock, clock)
    const alarming = Math.abs(offset) > ALARMING_OFFSET_MILLISECONDS
    if (alarming && !this.#alarmed) {
      log.error(
        { offsetMilliseconds: offset },
        'This machine’s clock is more than 5 s away from the portal’s; expiry is judged by the portal’s. Set up time synchronization',
      )
    }
    this.#alarmed = alarming
  }

  // ---- acknowledgements ----

  /** Up to here everything is durable, and applied wherever requests are answered by it; undefined when nobody can say. */
  #everywhereSeq(): number | undefined {
    if (!this.#knowledge || this.#durableSeq === undefined) return undefined
    const confirmed = this.#options.followers?.confirmedSeq(this.#knowledge.epoch.number) ?? Number.POSITIVE_INFINITY
    return Math.min(this.#durableSeq, confirmed)
  }

  /** The newest is enough: whoever has applied 12 has applied 11. One is on its way at a time. */
  #acknowledge(): void {
    const seq = this.#everywhereSeq()
    if (this.#acknowledging || !this.#introduced || seq === undefined || seq <= this.#acknowledgedSeq) return
    this.#acknowledging = true
    void this.#sendAcknowledgements().finally(() => {
      this.#acknowledging = false
    })
  }

  async #sendAcknowledgements(): Promise<void> {
    const { instance, sleep, random } = this.#options
    let failures = 0
    while (!this.#stopping.signal.aborted && this.#introduced) {
      const knowledge = this.#knowledge
      const seq = this.#everywhereSeq()
      if (!knowledge || seq === undefined || seq <= this.#acknowledgedSeq) return
      const acknowledgement: Acknowledgement = { version: FEED_VERSION, instance, epoch: knowledge.epoch.number, seq }
      try {
        const answer = await this.#call('POST', '/dataplane/acknowledgements', acknowledgement)
        if (answer.status !== 204) throw refusalOf(answer.status, answer.body)
        failures = 0
        if (knowledge.epoch === this.#knowledge?.epoch) this.#acknowledgedSeq = Math.max(this.#acknowledgedSeq, seq)
      } catch (error) {
        if (this.#stopping.signal.aborted) return
        this.#report(error)
        failures += 1
        await sleep(retryDelay(failures, random), this.#stopping.signal)
      }
    }
  }

  // ---- what all share ----

  async #call(method: 'GET' | 'POST', path: string, body: unknown): Promise<FeedAnswer> {
    const { transport, callMilliseconds = CALL_MILLISECONDS } = this.#options
    this.#stopping.signal.throwIfAborted()
    const call = new AbortController()
    const deadline = setTimeout(
      () => call.abort(new Error(`no answer within ${callMilliseconds} ms`)),
      callMilliseconds,
    )
    this.#calls.add(call)
    try {
      return await transport.call(method, path, body, call.signal)
    } finally {
      clearTimeout(deadline)
      this.#calls.delete(call)
    }
  }

  /** Everything that writes the journal or changes what is known happens one after another. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#serial.then(work)
    this.#serial = turn.catch(() => undefined)
    return turn
  }

  #needSnapshot(because: string): void {
    this.#options.log.info({ because }, 'A new snapshot is needed')
    this.#snapshotNeeded = true
    this.#stream?.abort(new SnapshotNeeded(because))
  }

  #report(error: unknown): void {
    const state = stateOf(error)
    if (state === 'portal_went_back') this.#needSnapshot(messageOf(error))
    this.#setState(state, messageOf(error))
  }

  #setState(state: FeedState, because?: string): void {
    if (state === this.#state) return
    this.#state = state
    const { log } = this.#options
    const fields = because === undefined ? { feed: state } : { feed: state, because }
    if (state === 'following') log.info(fields, 'Following the portal’s changes')
    else if (state === 'interrupted') log.warn(fields, 'The portal cannot be followed; trying again')
    else log.error(fields, ADVICE[state])
  }
}

const ADVICE: Readonly<Record<Exclude<FeedState, 'following' | 'interrupted'>, string>> = {
  connecting: 'Connecting',
  retired:
    'The portal does not accept this gateway’s token: it was retired, or is mistyped. Requests are answered until the lease ends',
  upgrade: 'Portal and gateway speak different versions of the feed: upgrade the older one',
  portal_went_back:
    'The portal knows less than this gateway: was a backup restored? Run “npm run new-epoch” at the portal; until then the lease is not extended',
  epoch_refused:
    'The portal’s epoch is not vouched for by the key that this gateway has pinned; the lease is not extended',
}

function wentBack(): FeedRefusal {
  return new FeedRefusal('portal_went_back', 'the portal is at an earlier change than this gateway')
}

/** A refusal's problem+json says `unsupported_version` in its code or type; its words go to the log. */
function refusalOf(status: number, body: string): FeedRefusal {
  const said = body.slice(0, 300)
  if (status === 401) return new FeedRefusal('retired', 'the token is not valid')
  if (/unsupported_version/.test(said)) return new FeedRefusal('upgrade', said)
  return new FeedRefusal('interrupted', `the portal answered ${status}: ${said}`)
}

function stateOf(error: unknown): FeedState {
  if (error instanceof FeedRefusal) return error.state
  return error instanceof FeedFormatError && error.code === 'unsupported_version' ? 'upgrade' : 'interrupted'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function readText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > 65_536) break
  }
  return text
}
