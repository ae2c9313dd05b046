import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Change, NumberedChange } from '@/lib/core/changes'
import {
  type Acknowledgement,
  encodeChangeEvent,
  encodeEpochEvent,
  FEED_VERSION,
  HEARTBEAT,
  type KnownState,
  type LeaseRequest,
  type ReleaseRequest,
  type Snapshot,
} from '@/lib/status/feed-format'
import { Knowledge } from '@/lib/status/knowledge'

/** Tests only: the portal's side of the feed over real HTTP, with everything that can go wrong at a switch. */
export class PortalStandIn {
  readonly token = `agt_${'A'.repeat(43)}`
  readonly leases: LeaseRequest[] = []
  readonly acknowledgements: Acknowledgement[] = []
  readonly releases: ReleaseRequest[] = []
  /** Batches of usage, by spool and number, with what their first delivery said; and how many deliveries there were. */
  readonly usage = new Map<string, unknown>()
  usageDeliveries = 0
  snapshotsRead = 0
  stalenessSeconds = 900
  renewSeconds = 5
  /** Added to the clock that the portal tells. */
  clockOffset = 0
  /** Answers in place of the portal: by path, as long as it stands. */
  readonly overrides = new Map<string, { status: number; body: string }>()
  /** Called when an acknowledgement has come, before it is answered. */
  onAcknowledgement: (acknowledgement: Acknowledgement) => void = () => undefined
  /** Called when a renewal has been read; its answer waits for it. */
  onLease: (request: LeaseRequest) => void | Promise<void> = () => undefined
  #knowledge: Knowledge
  #log: NumberedChange[] = []
  #logStartsAfter: number
  readonly #streams = new Set<ServerResponse>()
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  constructor(state: KnownState) {
    this.#knowledge = new Knowledge(state)
    this.#logStartsAfter = state.seq
  }

  get seq(): number {
    return this.#knowledge.seq
  }

  get openStreams(): number {
    return this.#streams.size
  }

  get state(): KnownState {
    return this.#knowledge.state()
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  /** Commits a change and tells every stream. */
  publish(change: Change): number {
    const numbered = { seq: this.seq + 1, change }
    this.commitQuietly(change)
    this.send(encodeChangeEvent(numbered))
    return numbered.seq
  }

  /** Commits a change that no stream hears of. */
  commitQuietly(change: Change): void {
    const numbered = { seq: this.seq + 1, change }
    this.#knowledge.apply(numbered)
    this.#log.push(numbered)
  }

  /** Begins another epoch, as a restored portal does. */
  beginEpoch(state: KnownState): void {
    this.restore(state)
    this.send(encodeEpochEvent(state.epoch.number))
  }

  /** What a restored backup looks like: another state, and nobody is told. */
  restore(state: KnownState): void {
    this.#knowledge = new Knowledge(state)
    this.#log = []
    this.#logStartsAfter = state.seq
  }

  send(bytes: Uint8Array): void {
    for (const stream of this.#streams) stream.write(bytes)
  }

  cutStreams(): void {
    for (const stream of this.#streams) stream.destroy()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://portal')
    if (request.headers.authorization !== `Bearer ${this.token}`) return answer(response, 401, { status: 401 })
    const override = this.overrides.get(url.pathname)
    if (override) {
      response.writeHead(override.status, { 'content-type': 'application/json' })
      response.end(override.body)
      return
    }
    switch (url.pathname) {
      case '/dataplane/snapshot': {
        this.snapshotsRead += 1
        const { stalenessSeconds, renewSeconds } = this
        return answer(response, 200, {
          version: FEED_VERSION,
          ...this.#knowledge.state(),
          stalenessSeconds,
          renewSeconds,
        } satisfies Snapshot)
      }
      case '/dataplane/changes':
        return this.#stream(url, response)
      case '/dataplane/lease': {
        const lease = (await readJson(request)) as LeaseRequest
        this.leases.push(lease)
        // Read first, as the portal does in its transaction: the answer may be slower than what is committed after it.
        const { seq, stalenessSeconds, renewSeconds } = this
        await this.onLease(lease)
        return answer(response, 200, {
          version: FEED_VERSION,
          epoch: this.#knowledge.epoch.number,
          seq,
          now: Date.now() + this.clockOffset,
          stalenessSeconds,
          renewSeconds,
        })
      }
      case '/dataplane/acknowledgements': {
        const acknowledgement = (await readJson(request)) as Acknowledgement
        this.acknowledgements.push(acknowledgement)
        this.onAcknowledgement(acknowledgement)
        return answer(response, 204)
      }
      case '/dataplane/release':
        this.releases.push((await readJson(request)) as ReleaseRequest)
        return answer(response, 204)
      case '/dataplane/usage': {
        const report = (await readJson(request)) as { batch: { spool: string; number: number } }
        const id = `${report.batch.spool} ${report.batch.number}`
        this.usageDeliveries += 1
        if (!this.usage.has(id)) this.usage.set(id, report)
        return answer(response, 204)
      }
      default:
        return answer(response, 404, {})
    }
  }

  #stream(url: URL, response: ServerResponse): void {
    const after = Number(url.searchParams.get('after'))
    const epoch = Number(url.searchParams.get('epoch'))
    if (epoch !== this.#knowledge.epoch.number || after > this.seq || after < this.#logStartsAfter)
      return answer(response, 409, { code: 'unknown_epoch' })
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' })
    response.write(HEARTBEAT)
    for (const numbered of this.#log) if (numbered.seq > after) response.write(encodeChangeEvent(numbered))
    this.#streams.add(response)
    response.on('close', () => this.#streams.delete(response))
  }
}

function answer(response: ServerResponse, status: number, value?: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(value === undefined ? undefined : JSON.stringify(value))
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) text += chunk
  return JSON.parse(text)
}
