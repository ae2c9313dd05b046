import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Upstream {
  readonly url: string
  /** Requests that have reached the app, in order. */
  readonly received: readonly IncomingMessage[]
  close(): Promise<void>
}

/** A real app behind the gateway: says who called (`/`), streams without end (`/stream`), takes a body (`/swallow`), or is left to the test. */
export async function startUpstream(
  handle: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<Upstream> {
  const received: IncomingMessage[] = []
  const server = createServer((request, response) => {
    received.push(request)
    if (!handle(request, response)) answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/stream') return stream(response)
  let bytes = 0
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ keyId: request.headers['x-aura-key-id'] ?? null, headers: request.headers, bytes }))
  })
}

function stream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write('data: 0\n\n')
  let number = 0
  const timer = setInterval(() => {
    number += 1
    response.write(`data: ${number}\n\n`)
  }, 50)
  response.on('close', () => clearInterval(timer))
}
