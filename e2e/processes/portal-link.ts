import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** The way from a gateway to its portal, which a test can cut, and on which it can hold a call back. */
export interface PortalLink {
  readonly url: string
  /** From now on every connection ends, as when a cable is pulled. */
  cut(): void
  restore(): void
  /** Holds the next call whose path begins so. It reaches the portal when it is let go. */
  holdNext(path: string): Promise<HeldCall>
  close(): Promise<void>
}

export interface HeldCall {
  letGo(): void
}

export async function startPortalLink(portalUrl: string): Promise<PortalLink> {
  const sockets = new Set<Socket>()
  const holds: { path: string; caught(call: HeldCall): void }[] = []
  let isCut = false
  const server = createServer(async (received, response) => {
    const hold = holds.findIndex(({ path }) => received.url?.startsWith(path))
    if (hold !== -1) {
      const [{ caught } = { caught: () => {} }] = holds.splice(hold, 1)
      await new Promise<void>((letGo) => caught({ letGo }))
    }
    const forwarded = request(
      `${portalUrl}${received.url}`,
      { method: received.method, headers: received.headers, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        response.flushHeaders()
        answer.on('error', () => response.destroy())
        answer.pipe(response)
      },
    )
    forwarded.on('error', () => response.destroy())
    endWith(response, () => forwarded.destroy())
    received.pipe(forwarded)
  })
  server.on('connection', (socket) => {
    if (isCut) return socket.destroy()
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    restore() {
      isCut = false
    },
    holdNext: (path) => new Promise((caught) => holds.push({ path, caught })),
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function endWith(response: ServerResponse, end: () => void): void {
  response.on('close', () => {
    if (!response.writableFinished) end()
  })
}
