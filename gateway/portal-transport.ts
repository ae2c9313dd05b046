import { Agent, request } from 'undici'
import type { FeedTransport } from '@/lib/status/feed-transport'

const CONNECT_MILLISECONDS = 5_000
const HEADERS_MILLISECONDS = 15_000

/** Talks to the portal, whose address the operator has configured; redirects are answers like any other. */
export function createPortalTransport(portalUrl: string, token: string): FeedTransport & { close(): Promise<void> } {
  const dispatcher = new Agent({
    connect: { timeout: CONNECT_MILLISECONDS },
    headersTimeout: HEADERS_MILLISECONDS,
    allowH2: false,
  })
  const authorization = `Bearer ${token}`
  return {
    async call(method, path, body, signal) {
      const answer = await request(`${portalUrl}${path}`, {
        method,
        dispatcher,
        signal,
        headers: {
          authorization,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: answer.statusCode, body: await answer.body.text() }
    },
    async stream(path, signal) {
      const answer = await request(`${portalUrl}${path}`, {
        dispatcher,
        signal,
        headers: { authorization, accept: 'text/event-stream' },
        bodyTimeout: 0,
      })
      return { status: answer.statusCode, chunks: answer.body }
    },
    close: () => dispatcher.destroy(),
  }
}
