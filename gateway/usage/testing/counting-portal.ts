import type { UsageReport } from '@/gateway/usage/shipper'
import type { FeedTransport } from '@/lib/status/feed-transport'

/** Tests only: takes usage as the portal does, each batch once, with everything that can go wrong at a switch. */
export class CountingPortal implements FeedTransport {
  readonly taken = new Map<string, UsageReport>()
  deliveries = 0
  /** `answer_lost`: it counts, and nobody hears of it. */
  state: 'there' | 'away' | 'answer_lost' | { readonly status: number } = 'there'

  async call(_method: 'GET' | 'POST', path: string, body: unknown, signal: AbortSignal) {
    signal.throwIfAborted()
    if (this.state === 'away' || path !== '/dataplane/usage') throw new Error('ECONNREFUSED')
    if (typeof this.state === 'object') return { status: this.state.status, body: '' }
    this.deliveries += 1
    // As it arrives: through JSON.
    const report = JSON.parse(JSON.stringify(body)) as UsageReport
    const id = `${report.batch.spool} ${report.batch.number}`
    if (!this.taken.has(id)) this.taken.set(id, report)
    if (this.state === 'answer_lost') throw new Error('ECONNRESET')
    return { status: 204, body: '' }
  }

  stream(): never {
    throw new Error('nobody follows here')
  }

  #all<K extends 'counts' | 'uses' | 'callers' | 'requests' | 'gaps'>(kind: K): UsageReport[K][number][] {
    return [...this.taken.values()].flatMap((report) => report[kind] as UsageReport[K][number][])
  }

  get counts() {
    return this.#all('counts')
  }
  get uses() {
    return this.#all('uses')
  }
  get callers() {
    return this.#all('callers')
  }
  get requests() {
    return this.#all('requests')
  }
  get gaps() {
    return this.#all('gaps')
  }
  /** Requests that were counted, whatever of. */
  get total(): number {
    return this.counts.reduce((sum, { n }) => sum + n, 0)
  }
}
