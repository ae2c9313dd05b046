import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What a webhook leads to: a real server, which keeps what it was sent and answers as it is told to. */
export interface WebhookSink {
  readonly url: string
  readonly received: Received[]
  /** From now on; 204 until then. */
  answer(how: number | ((response: ServerResponse) => void)): void
  close(): void
}

export async function openWebhookSink(): Promise<WebhookSink> {
  let how: number | ((response: ServerResponse) => void) = 204
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const pieces: Uint8Array[] = []
    for await (const piece of request) pieces.push(piece)
    received.push({ headers: request.headers, body: Buffer.concat(pieces).toString() })
    if (typeof how === 'function') how(response)
    else response.writeHead(how).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer: (next) => {
      how = next
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
