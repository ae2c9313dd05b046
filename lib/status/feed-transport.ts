/** How the feed client reaches the portal: paths below `/dataplane`, the gateway's token added, nothing redirected. */
export interface FeedTransport {
  /** One whole answer of any status. Rejects when there is none. */
  call(method: 'GET' | 'POST', path: string, body: unknown, signal: AbortSignal): Promise<FeedAnswer>
  /** An answer that goes on. Rejects when there is none. */
  stream(path: string, signal: AbortSignal): Promise<FeedStream>
}

export interface FeedAnswer {
  readonly status: number
  readonly body: string
}

export interface FeedStream {
  readonly status: number
  readonly chunks: AsyncIterable<Uint8Array>
}
