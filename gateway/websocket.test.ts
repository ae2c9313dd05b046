import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocket } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeOrganization, type TestOrganization } from '@/gateway/testing/organization'
import { RawConnection } from '@/gateway/testing/raw-connection'
import { type RunningGateway, runGateway, until } from '@/gateway/testing/running-gateway'
import type { DataPlaneApp } from '@/lib/core/changes'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

const NONCE = 'dGhlIHNhbXBsZSBub25jZQ=='
const HANDSHAKE = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${NONCE}\r\n`

let organization: TestOrganization
let portal: PortalStandIn
let portalUrl: string
let running: RunningGateway
let upstream: Server
let app: DataPlaneApp
/** What the app does with a handshake, and with an ordinary request. */
let onUpgrade: (request: IncomingMessage, socket: Socket, head: Buffer) => void
let onRequest: (request: IncomingMessage, body: string) => { status: number; body: string }
const atTheApp: Socket[] = []
let nextPosition = 0
const position = () => {
  nextPosition += 1
  return nextPosition
}
const mint = (at = position()) => organization.mint(app, at)

beforeAll(async () => {
  upstream = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const answer = onRequest(request, body)
      response.writeHead(answer.status, { 'content-length': Buffer.byteLength(answer.body) })
      response.end(answer.body)
    })
  })
  upstream.on('upgrade', (request, socket: Socket, head) => {
    atTheApp.push(socket)
    socket.on('error', () => undefined)
    onUpgrade(request, socket, head)
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  organization = await makeOrganization()
  app = organization.app('chat', `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/base`)
  portal = new PortalStandIn(await organization.state([app]))
  portalUrl = await portal.listen()
  running = await runGateway(portal, portalUrl, {
    handshakeMilliseconds: 1_000,
    uploadIdleMilliseconds: 300,
    sweepMilliseconds: 100,
  })
  await until(() => running.gateway.feed.isFresh(), 'a lease')
})

afterAll(async () => {
  await running.stop()
  await portal.close()
  upstream.closeAllConnections()
  for (const socket of atTheApp) socket.destroy()
  upstream.close()
})

const acceptOf = (request: IncomingMessage) =>
  createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64')
const switched = (request: IncomingMessage, more = '') =>
  `HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: ${acceptOf(request)}\r\n${more}\r\n`
const bytesBack = (request: IncomingMessage, socket: Socket, head: Buffer) => {
  socket.write(switched(request))
  if (head.length > 0) socket.write(head)
  socket.pipe(socket)
}

const ask = (
  token: string | undefined,
  headers = HANDSHAKE,
  early = '',
  path = '/apps/chat/room?a=b',
  method = 'GET',
) =>
  new RawConnection(
    running.port,
    `${method} ${path} HTTP/1.1\r\nHost: gw.test\r\n${token === undefined ? '' : `Authorization: Bearer ${token}\r\n`}${headers}\r\n${early}`,
  )
const isOpen = (connection: RawConnection) => connection.text.includes('\r\n\r\n')
/** A WebSocket that is open to the app: the caller's end of it and the app's. */
async function open(token: string, more = '') {
  const before = atTheApp.length
  const connection = ask(token, `${HANDSHAKE}${more}`)
  await until(() => isOpen(connection) && atTheApp.length > before, 'the switch')
  expect(connection.text).toMatch(/^HTTP\/1\.1 101 /)
  return { connection, atApp: atTheApp[before] as Socket }
}
/** What a caller gets who is not let through: the whole answer, and then the end. */
async function refusal(connection: RawConnection) {
  await until(() => connection.isEnded, 'the end')
  connection.socket.destroy()
  const { text } = connection
  return { status: Number(text.slice(9, 12)), text, problem: JSON.parse(connection.body.toString() || '{}') }
}

describe('a WebSocket', () => {
  it('is opened by a key, told who calls, and passes frames of any size both ways', async () => {
    let seen: IncomingMessage | undefined
    onUpgrade = (request, socket) => {
      seen = request
      socket.write(switched(request, 'Sec-WebSocket-Protocol: chat.v1\r\nX-Aura-Key-Id: forged\r\n'))
      echoMessages(socket)
    }
    const token = await mint()
    const socket = new WebSocket(`ws://127.0.0.1:${running.port}/apps/chat/room?a=b`, {
      protocols: ['chat.v1'],
      headers: { authorization: `Bearer ${token}`, 'x-aura-user': 'me' },
    })
    const messages: string[] = []
    socket.addEventListener('message', ({ data }) => messages.push(String(data)))
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve)
      socket.addEventListener('error', ({ error }) => reject(error))
    })
    expect(socket.protocol).toBe('chat.v1')
    expect([seen?.url, seen?.headers['x-aura-app'], seen?.headers.authorization]).toEqual([
      '/base/room?a=b',
      app.id,
      undefined,
    ])
    expect(seen?.headers['x-aura-user']).not.toBe('me')
    expect([seen?.headers.via, seen?.headers['x-forwarded-host']]).toEqual([
      '1.1 aura-gateway',
      `127.0.0.1:${running.port}`,
    ])
    const large = 'x'.repeat(3 * 1024 * 1024)
    for (const message of ['hello', 'é'.repeat(100), large]) socket.send(message)
    await until(() => messages.length === 3, 'three messages', 15_000)
    expect(messages).toEqual(['hello', 'é'.repeat(100), large])
    const closed = new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)))
    socket.close(1000)
    expect(await closed).toBe(1000)
  }, 20_000)

  it('holds back whichever side is faster than the other reads', async () => {
    let written = 0
    onUpgrade = (request, socket) => {
      socket.write(switched(request))
      const fill = (): void => {
        while (!socket.destroyed && written < 200 * 1024 * 1024) {
          written += 65_536
          if (!socket.write(Buffer.alloc(65_536))) return
        }
      }
      socket.on('drain', fill)
      fill()
    }
    const { connection } = await open(await mint())
    connection.socket.pause()
    // Until nothing moves any more: what fits into the buffers between them is theirs.
    let last = -1
    while (written !== last) {
      last = written
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    expect(written).toBeLessThan(60 * 1024 * 1024)
    connection.socket.destroy()
  })

  it('passes on what was sent with the handshake, both ways, once it is open', async () => {
    onUpgrade = (request, socket, head) => {
      socket.write(`${switched(request)}early from the app`)
      socket.on('data', (chunk) => socket.write(`:${chunk}`))
      if (head.length > 0) socket.emit('data', head)
    }
    const connection = ask(await mint(), HANDSHAKE, 'early from the caller')
    await until(() => connection.body.length >= 40, 'both')
    expect(connection.body.toString()).toBe('early from the app:early from the caller')
    connection.socket.destroy()
  })

  it.each(['destroys', 'ends'])('that one side %s ends for the other, and leaves nothing behind', async (how) => {
    onUpgrade = bytesBack
    const stop = (socket: Socket) => (how === 'destroys' ? socket.resetAndDestroy() : socket.end())
    const byCaller = await open(await mint())
    stop(byCaller.connection.socket)
    await until(() => byCaller.atApp.destroyed, 'the app’s end')
    const byApp = await open(await mint())
    stop(byApp.atApp)
    await until(() => byApp.connection.isClosed, 'the caller’s end')
    await until(() => running.gateway.openRequests === 0, 'nothing open')
  })

  it('gives the caller what the app sent before it ended', async () => {
    onUpgrade = (request, socket) => socket.end(`${switched(request)}${'y'.repeat(500_000)}`)
    const { connection } = await open(await mint())
    await until(() => connection.isEnded, 'the end')
    expect(connection.body.length).toBe(500_000)
    connection.socket.destroy()
  })

  it('is closed when its key is revoked, before that is acknowledged; others and what is open over HTTP stay', async () => {
    onUpgrade = bytesBack
    const at = position()
    const [dying, living] = [await open(await mint(at)), await open(await mint())]
    const before = running.gateway.openRequests
    let closedAtAck: boolean | undefined
    portal.onAcknowledgement = ({ seq: acknowledged }) => {
      if (acknowledged >= seq) closedAtAck ??= running.gateway.openRequests === before - 1
    }
    const seq = portal.publish({ kind: 'status', set: [{ value: 1, runs: [[at, 1]] }] })
    await until(() => closedAtAck !== undefined && dying.connection.isClosed && dying.atApp.destroyed, 'the close')
    portal.onAcknowledgement = () => undefined
    expect(closedAtAck).toBe(true)
    living.connection.socket.write('still here')
    await until(() => living.connection.body.toString() === 'still here', 'the echo')
    living.connection.socket.destroy()
  })

  it('may be silent for as long as its key lives, and is closed when that expires', async () => {
    onUpgrade = bytesBack
    const exp = Math.floor(Date.now() / 1_000) + 2
    const { connection, atApp } = await open(await organization.mint(app, position(), { exp }))
    await until(() => connection.isClosed && atApp.destroyed, 'the end of the key')
    // The portal's clock, by which it expires, may be told a moment ahead of ours.
    expect(Date.now() / 1_000).toBeGreaterThan(exp - 0.5)
  })

  it('is counted as usage with how it ended', async () => {
    onUpgrade = bytesBack
    const { connection } = await open(await mint())
    connection.socket.destroy()
    await until(() => running.gateway.openRequests === 0, 'nothing open')
    await until(
      () => [...portal.usage.values()].some((report) => JSON.stringify(report).includes('"status":101')),
      'the report',
      10_000,
    )
  }, 15_000)

  it('that a caller leaves before the app has answered ends at the app', async () => {
    let left = false
    onUpgrade = (_request, socket) => {
      socket.on('end', () => {
        left = true
      })
      // A socket tells of its end only to who reads it.
      socket.resume()
    }
    const connection = ask(await mint())
    await until(() => running.gateway.openRequests === 1, 'it under way')
    connection.socket.destroy()
    await until(() => left && running.gateway.openRequests === 0, 'the end at the app')
  })
})

describe('a WebSocket that is refused', () => {
  it.each([
    ['without a key', 401, 'missing', undefined],
    ['with nonsense for a key', 401, 'malformed', 'nonsense'],
  ] as const)('%s gets the verdict, as any other request', async (_name, status, verdict, token) => {
    let reached = 0
    onUpgrade = () => {
      reached += 1
    }
    const answer = await refusal(ask(token, HANDSHAKE, 'early bytes that nobody wants'))
    expect([answer.status, answer.problem.verdict, reached]).toEqual([status, verdict, 0])
    expect(answer.text).toMatch(/^WWW-Authenticate: Bearer realm="chat"/m)
    expect(answer.text).toMatch(/^X-Aura-Request-Id: req_/m)
    expect(answer.text).toMatch(/^Connection: close/m)
  })

  it('by the app is passed on as the answer that it is, with its body', async () => {
    onUpgrade = (_request, socket) =>
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 12\r\nX-Why: because\r\n\r\nnot for you!')
    const connection = ask(await mint())
    await until(() => connection.isEnded, 'the end')
    expect(connection.text).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/)
    expect(connection.text).toMatch(/^X-Why: because/m)
    expect(connection.body.toString()).toBe('not for you!')
    connection.socket.destroy()
  })

  it.each([
    [
      'answers as if the request were an ordinary one',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
      200,
      undefined,
    ],
    [
      'has not understood the handshake',
      'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n',
      502,
      'upstream_handshake',
    ],
    [
      'switches to something else',
      'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
      502,
      'upstream_handshake',
    ],
    ['closes without a word', '', 502, 'upstream_unreachable'],
    ['talks nonsense', 'nonsense\r\n\r\n', 502, 'upstream_unreachable'],
    [
      'sends a head that is too large',
      `HTTP/1.1 101 Switching Protocols\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
      502,
      'upstream_unreachable',
    ],
  ])('by an app that %s opens nothing', async (_name, answer, status, code) => {
    onUpgrade = (_request, socket) => socket.end(answer)
    const connection = ask(await mint(), HANDSHAKE, 'GET /base/secret HTTP/1.1\r\nHost: a\r\n\r\n')
    await until(() => connection.isEnded, 'the end')
    expect(connection.text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    if (code) expect(connection.text).toContain(`urn:aura:gateway:${code}`)
    expect(connection.text.match(/HTTP\/1\.1/g)).toHaveLength(1)
    connection.socket.destroy()
    await until(() => running.gateway.openRequests === 0, 'nothing open')
  })

  it('to an app at an address that may not be connected to reaches nobody', async () => {
    const forbidden = organization.app('forbidden', 'http://10.0.0.1:80')
    const seq = portal.publish({ kind: 'app', app: forbidden })
    await until(() => (running.gateway.feed.knowledge?.seq ?? 0) >= seq, 'the app')
    const token = await organization.mint(forbidden, position())
    const answer = await refusal(ask(token, HANDSHAKE, '', '/apps/forbidden/'))
    expect([answer.status, answer.problem.type]).toEqual([502, 'urn:aura:gateway:upstream_refused'])
  })

  it('by an app that never answers is told so in time', async () => {
    onUpgrade = () => undefined
    const answer = await refusal(ask(await mint()))
    expect([answer.status, answer.problem.type]).toEqual([504, 'urn:aura:gateway:upstream_timeout'])
  })

  it('while the app still thinks about it, since the key is revoked, gets the verdict', async () => {
    onUpgrade = () => undefined
    const at = position()
    const connection = ask(await mint(at))
    await until(() => running.gateway.openRequests === 1, 'it under way')
    portal.publish({ kind: 'status', set: [{ value: 1, runs: [[at, 1]] }] })
    const answer = await refusal(connection)
    expect([answer.status, answer.problem.verdict]).toEqual([401, 'revoked'])
  })
})

describe('callers who mean harm', () => {
  const nonce = `Sec-WebSocket-Key: ${NONCE}\r\n`
  const smuggled = 'GET /base/secret HTTP/1.1\r\nHost: a\r\n\r\n'
  it.each([
    ['a body by length', `${HANDSHAKE}Content-Length: ${smuggled.length}\r\n`],
    ['a body in chunks', `${HANDSHAKE}Transfer-Encoding: chunked\r\n`],
    ['a body by both', `${HANDSHAKE}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n`],
    ['two protocols in two headers', `${HANDSHAKE}Upgrade: h2c\r\n`],
    ['two protocols in one header', HANDSHAKE.replace('websocket', 'websocket, h2c')],
    ['the same protocol twice', `${HANDSHAKE}Upgrade: websocket\r\n`],
    ['no protocol that is spelled so', HANDSHAKE.replace('websocket', 'websocket2')],
    ['no nonce', HANDSHAKE.replace(nonce, '')],
    ['two nonces', `${HANDSHAKE}${nonce}`],
    ['a nonce of another size', HANDSHAKE.replace(NONCE, 'c2hvcnQ=')],
    ['an Upgrade that Connection does not name', HANDSHAKE.replace('Connection: Upgrade', 'Connection: keep-alive')],
    ['an Upgrade without Connection', HANDSHAKE.replace('Connection: Upgrade\r\n', '')],
  ])('and ask with %s reach no app', async (_name, headers) => {
    let reached = 0
    onUpgrade = (_request, socket) => {
      reached += 1
      socket.destroy()
    }
    onRequest = () => {
      reached += 1
      return { status: 200, body: '' }
    }
    const connection = ask(await mint(), headers, smuggled)
    await until(() => connection.text.includes('HTTP/1.1 400'), 'the refusal')
    expect(connection.text).not.toContain('HTTP/1.1 200')
    expect(connection.text).not.toContain('HTTP/1.1 101')
    expect(reached).toBe(0)
    connection.socket.destroy()
  })

  it.each(['8', '13, 8', 'x'])('and ask for version %s are told which one there is', async (version) => {
    const answer = await refusal(ask(await mint(), HANDSHAKE.replace('Version: 13', `Version: ${version}`), smuggled))
    expect([answer.status, answer.problem.type]).toEqual([426, 'urn:aura:gateway:websocket_version'])
    expect(answer.text).toMatch(/^Sec-WebSocket-Version: 13\r$/m)
  })

  it('and POST the handshake reach no app', async () => {
    const answer = await refusal(ask(await mint(), HANDSHAKE, '', '/apps/chat/', 'POST'))
    expect([answer.status, answer.problem.type]).toEqual([400, 'urn:aura:gateway:bad_handshake'])
  })

  it('and name a header of the handshake in Connection take it away, and open nothing', async () => {
    onUpgrade = (request, socket) => socket.end(switched(request))
    const connection = ask(await mint(), HANDSHAKE.replace('Upgrade\r\n', 'Upgrade, Sec-WebSocket-Key\r\n'))
    await until(() => connection.isEnded, 'the end')
    expect(connection.text).toContain('urn:aura:gateway:upstream_handshake')
    connection.socket.destroy()
  })

  it('and hide a handshake behind a request that is not answered yet lose the connection, and nobody else theirs', async () => {
    const [token, living] = [await mint(), await mint()]
    onUpgrade = bytesBack
    onRequest = () => ({ status: 200, body: 'alive' })
    const other = await open(living)
    const connection = new RawConnection(
      running.port,
      `GET /apps/chat/ HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\nGET /apps/chat/ HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n${HANDSHAKE}\r\n`,
    )
    await until(() => connection.isClosed, 'the close')
    other.connection.socket.write('still here')
    await until(() => other.connection.body.toString() === 'still here', 'the echo')
    other.connection.socket.destroy()
  })
})

describe('an offer of another protocol', () => {
  it.each(['h2c', 'TLS/1.0, h2c'])('is passed over: %s; body and keep-alive stay', async (protocol) => {
    const seen: string[] = []
    onRequest = (request, body) => {
      seen.push(`${request.method} ${request.url} ${request.headers.upgrade} ${body}`)
      return { status: 200, body: 'served' }
    }
    const token = await mint()
    const connection = new RawConnection(
      running.port,
      `POST /apps/chat/x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: ${protocol}\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\nAuthorization: Bearer ${token}\r\nContent-Length: 5\r\n\r\nhelloGET /apps/chat/y HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    )
    await until(() => connection.text.match(/served/g)?.length === 2, 'two answers')
    expect(seen).toEqual(['POST /base/x undefined hello', 'GET /base/y undefined '])
    connection.socket.destroy()
  })

  it('is passed over where there is no app behind, and the verdict is the same', async () => {
    const connection = ask(await mint(), `${HANDSHAKE}`, '', '/verify?app=chat')
    await until(() => connection.text.startsWith('HTTP/1.1 204'), 'the verdict')
    connection.socket.destroy()
    const health = ask(undefined, HANDSHAKE, '', '/healthz')
    await until(() => health.text.startsWith('HTTP/1.1 200'), 'the answer')
    health.socket.destroy()
  })
})

it('a gateway that stops gives what is open the time to end, and then ends it', async () => {
  onUpgrade = bytesBack
  const stopping = await runGateway(portal, portalUrl, { drainMilliseconds: 300 })
  await until(() => stopping.gateway.feed.isFresh(), 'a lease')
  const token = await mint()
  const connection = new RawConnection(
    stopping.port,
    `GET /apps/chat/ HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n${HANDSHAKE}\r\n`,
  )
  await until(() => isOpen(connection), 'the switch')
  const stopped = stopping.stop()
  connection.socket.write('still served')
  await until(() => connection.body.toString() === 'still served', 'the echo')
  await stopped
  await until(() => connection.isClosed, 'the close')
  expect(stopping.gateway.openRequests).toBe(0)
})

/** A server's side of RFC 6455 as far as one test needs it: whole text messages, unmasked and sent back; the close is answered. */
function echoMessages(socket: Socket): void {
  let waiting = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    waiting = Buffer.concat([waiting, chunk])
    for (;;) {
      const short = (waiting[1] ?? 0) & 0x7f
      const start = short === 127 ? 10 : short === 126 ? 4 : 2
      if (waiting.length < start + 4) return
      const length =
        short === 127 ? Number(waiting.readBigUInt64BE(2)) : short === 126 ? waiting.readUInt16BE(2) : short
      if (waiting.length < start + 4 + length) return
      const mask = waiting.subarray(start, start + 4)
      const payload = Buffer.from(waiting.subarray(start + 4, start + 4 + length))
      for (let at = 0; at < length; at += 1) payload[at] = (payload[at] as number) ^ (mask[at % 4] as number)
      const head = Buffer.from(waiting.subarray(0, start))
      head[1] = short
      const isClose = ((head[0] as number) & 0x0f) === 8
      waiting = waiting.subarray(start + 4 + length)
      socket.write(Buffer.concat([head, payload]))
      if (isClose) socket.end()
    }
  })
}
