import { randomUUID } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { refuseMissingKeys } from '@/lib/operations/refuse-missing-keys'
import { scrubOutput } from '@/lib/operations/scrubbed-output'
import { feedHub } from '@/lib/server/feed-hub'
import { PEER_HEADER } from '@/lib/server/origin'
import { installation } from '@/lib/server/platform'

/** Runs once when the portal starts, before it answers. */
export async function start(): Promise<void> {
  for (const output of [process.stdout, process.stderr]) scrubOutput(output)
  try {
    await refuseMissingKeys(installation().platform, {
      address: null,
      agent: 'portal',
      requestId: randomUUID(),
    })
  } catch (error) {
    // Everything that is wrong with the environment, or the key-encryption keys, is in the message; a stack would only hide it.
    console.error(error instanceof Error ? error.message : error)
    process.exit(78)
  }
  // Whoever started us may be gone, and the other end of our output with them. Next would report that it could not write, on the same
  // broken pipe, for ever.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined)
  // Next shows a route the headers that a caller sent, X-Forwarded-For among them, and no socket. The address that can't be forged is put
  // beside them here, over whatever was sent under that name.
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? ''
  })
  const hub = feedHub()
  // Next waits for open connections when it is told to stop, and a feed never ends by itself. Nor does a connection that a gateway keeps
  // alive: it would come back on it again and again.
  const stop = () => {
    subscribe('http.server.response.finish', (message) => (message as { socket: Socket }).socket.end())
    hub.close()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}
