import { type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** How long a caller that was answered may take to read the answer and leave. */
const LINGER_MILLISECONDS = 2_000

/**
 * A response for a request that node has handed over together with its socket. It is answered as any other, once; then the
 * socket is closed, unless the answer was that protocols are switched.
 */
export function responseOn(request: IncomingMessage, socket: Socket, early: Buffer): ServerResponse {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  if (early.length > 0) socket.unshift(early)
  // Node goes on reading into the socket's own buffer, which is bounded: a caller who leaves while it waits is noticed.
  socket.once('end', () => response.writableEnded || socket.destroy())
  socket.on('error', () => socket.destroy())
  socket.on('drain', () => response.emit('drain'))
  response.once('finish', () => {
    if (response.statusCode === 101) return
    // What the caller has sent already is read and dropped: a socket that is closed over it is reset, and the answer lost.
    socket.resume()
    socket.end()
    const timer = setTimeout(() => socket.destroy(), LINGER_MILLISECONDS)
    socket.once('close', () => clearTimeout(timer))
  })
  return response
}

/**
 * An offer to switch protocols may be passed over (RFC 9110 §7.8), but node has read no further than to it. So the request is
 * put back in front of what follows it, without the offer, and read again as the ordinary one that it is.
 */
export function passOver(server: Server, request: IncomingMessage, socket: Socket, following: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request
  let text = `${method} ${url} HTTP/${httpVersion}\r\n`
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string
    if (name.toLowerCase() !== 'upgrade') text += `${name}: ${rawHeaders[at + 1]}\r\n`
  }
  socket.unshift(Buffer.concat([Buffer.from(`${text}\r\n`, 'latin1'), following]))
  server.emit('connection', socket)
}
