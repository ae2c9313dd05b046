import type { GatewayId, OrganizationId } from '@/lib/core/identifiers'
import { openDatabase } from '@/lib/db/database'
import { listenForChanges } from '@/lib/db/listen'
import { readLog } from '@/lib/operations/read-log'
import { platform } from '@/lib/server/platform'
import { encodeChangeEvent, encodeEpochEvent, HEARTBEAT } from '@/lib/status/feed-format'

/** One gateway's open stream: where chunks go, and how it is ended. */
export interface Subscriber {
  readonly gatewayId: GatewayId
  /** False when the reader is too slow to keep up; it is dropped then, and reads what it missed when it comes back. */
  write(chunk: Uint8Array): boolean
  close(): void
}

interface Stream {
  readonly subscriber: Subscriber
  /** The last change that it was given; undefined until it has been sent what it missed. */
  seq: number | undefined
}

interface OrganizationFeed {
  readonly streams: Set<Stream>
  /** Everything up to here has been handed to the streams. */
  seq: number | undefined
  epoch: number
  reading: boolean
  again: boolean
}

/** Organizations whose log is read at the same time. */
const CONNECTIONS = 2
const HEARTBEAT_MILLISECONDS = 10_000
/** The log is asked this often even if nothing was heard: a lost wake-up costs this much and no change. */
const POLL_MILLISECONDS = 3_000

/**
 * Hands committed changes to every gateway that follows, each encoded once. Wake-ups come from Postgres; the log is the truth, and is read
 * in order from where the feed stands.
 */
export class FeedHub {
  readonly #feeds = new Map<OrganizationId, OrganizationFeed>()
  /** Connections of its own: a change reaches gateways however many requests are waiting for one. */
  readonly #database = openDatabase(platform().database.url, CONNECTIONS)
  readonly #listener: { close(): Promise<void> }
  readonly #timers: NodeJS.Timeout[]
  #closed = false

  constructor() {
    this.#listener = listenForChanges(platform().database.url, (notice) => {
      if (notice) void this.#pump(notice.organizationId)
      else this.#pumpAll()
    })
    this.#timers = [
      setInterval(() => this.#pumpAll(), POLL_MILLISECONDS),
      setInterval(() => this.#each((stream) => this.#write(stream, HEARTBEAT)), HEARTBEAT_MILLISECONDS),
    ]
    for (const timer of this.#timers) timer.unref()
  }

  /** Takes a place before the log is read, so that nothing falls between; `begin` says where the reading ended. */
  attach(organizationId: OrganizationId, epoch: number, subscriber: Subscriber) {
    if (this.#closed) subscriber.close()
    const feed = this.#feeds.get(organizationId) ?? {
      streams: new Set(),
      seq: undefined,
      epoch,
      reading: false,
      again: false,
    }
    this.#feeds.set(organizationId, feed)
    const stream: Stream = { subscriber, seq: undefined }
    feed.streams.add(stream)
    return {
      begin: (seq: number) => {
        stream.seq = seq
        // Who read before others did begins further back: the feed goes back with it, and nobody is given anything twice.
        feed.seq = Math.min(feed.seq ?? seq, seq)
        void this.#pump(organizationId)
      },
      detach: () => {
        feed.streams.delete(stream)
        if (feed.streams.size === 0 && this.#feeds.get(organizationId) === feed) this.#feeds.delete(organizationId)
      },
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const timer of this.#timers) clearInterval(timer)
    void this.#listener.close()
    void this.#database.close()
    this.#each((stream) => stream.subscriber.close())
  }

  #each(visit: (stream: Stream) => void): void {
    for (const { streams } of this.#feeds.values()) for (const stream of [...streams]) visit(stream)
  }

  #pumpAll(): void {
    for (const organizationId of this.#feeds.keys()) void this.#pump(organizationId)
  }

  async #pump(organizationId: OrganizationId): Promise<void> {
    const feed = this.#feeds.get(organizationId)
    if (!feed || feed.seq === undefined) return
    // A wake-up during a read may be for a commit that the read no longer saw: read once more.
    feed.again = true
    if (feed.reading) return
    feed.reading = true
    try {
      while (feed.again && !this.#closed) {
        feed.again = false
        const from = feed.seq
        const { epoch, changes, more, retired } = await readLog(
          { ...platform(), database: this.#database },
          organizationId,
          from,
        )
        for (const { subscriber } of [...feed.streams]) if (retired.includes(subscriber.gatewayId)) subscriber.close()
        if (epoch !== feed.epoch) {
          feed.epoch = epoch
          for (const stream of [...feed.streams]) {
            this.#write(stream, encodeEpochEvent(epoch))
            stream.subscriber.close()
          }
          continue
        }
        // A stream began further back meanwhile, and asked to read again.
        if (feed.seq < from) continue
        for (const numbered of changes) {
          const chunk = encodeChangeEvent(numbered)
          for (const stream of [...feed.streams]) this.#offer(stream, numbered.seq, chunk)
          feed.seq = numbered.seq
        }
        feed.again ||= more
      }
    } catch (error) {
      // Postgres is away: the poll tries again, and the listener wakes us when it is back.
      console.error(
        'The change log could not be read:',
        error instanceof Error ? error.message.split('\n').at(-1) : error,
      )
    } finally {
      feed.reading = false
    }
  }

  #offer(stream: Stream, seq: number, chunk: Uint8Array): void {
    if (stream.seq !== undefined && seq > stream.seq) {
      stream.seq = seq
      this.#write(stream, chunk)
    }
  }

  #write(stream: Stream, chunk: Uint8Array): void {
    if (!stream.subscriber.write(chunk)) stream.subscriber.close()
  }
}

/** Instrumentation and routes share one hub. */
const shared = globalThis as typeof globalThis & { auraFeedHub?: FeedHub }
export function feedHub(): FeedHub {
  shared.auraFeedHub ??= new FeedHub()
  return shared.auraFeedHub
}
