import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, describe, expect, test } from 'vitest'
import { KEY_PREFIX } from '@/lib/core/claims'
import { createOutboundDispatcher, type LookupAll } from '@/lib/outbound/outbound-dispatcher'
import { postMessage } from '@/lib/outbound/post-message'

const closing: (() => void)[] = []
afterAll(() => {
  for (const close of closing) close()
})

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  closing.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const answering = (listener: RequestListener) => listening(createServer(listener))
const raw = (speak: (socket: Socket) => void) => listening(createTcpServer(speak))

async function post(url: string, options: { milliseconds?: number; allow?: string[]; lookup?: LookupAll } = {}) {
  const dispatcher = createOutboundDispatcher({
    allow: options.allow ?? ['127.0.0.0/8'],
    connectMilliseconds: 2_000,
    plainOnlyWhereAllowed: true,
    ...(options.lookup ? { lookup: options.lookup } : {}),
  })
  try {
    return await postMessage(
      dispatcher,
      { url, headers: { 'content-type': 'application/json' }, body: '{"type":"ping"}' },
      { wholeMilliseconds: options.milliseconds ?? 15_000 },
    )
  } finally {
    await dispatcher.destroy()
  }
}
const at = (port: number) => `http://127.0.0.1:${port}/hook?of=ours`

describe('a message is sent', () => {
  test('as it was given, by POST, and what comes back is told: status, time, the beginning of its text', async () => {
    const seen: unknown[] = []
    const port = await answering((request, response) => {
      let body = ''
      request.on('data', (piece) => {
        body += piece
      })
      request.on('end', () => {
        seen.push([request.method, request.url, request.headers['content-type'], body])
        response.writeHead(202).end('taken')
      })
    })
    const answer = await post(at(port))
    expect(answer).toMatchObject({ kind: 'answered', status: 202, text: 'taken' })
    expect(seen).toEqual([['POST', '/hook?of=ours', 'application/json', '{"type":"ping"}']])
  })

  test('once: a redirect is an answer, and where it leads gets nothing', async () => {
    let reached = 0
    const elsewhere = await answering((_, response) => {
      reached += 1
      response.end()
    })
    const port = await answering((_, response) => response.writeHead(307, { location: at(elsewhere) }).end())
    expect(await post(at(port))).toMatchObject({ kind: 'answered', status: 307 })
    expect(reached).toBe(0)
  })

  test('and of an endless answer 1 KiB is kept, without keys that it holds and what no page can show', async () => {
    const key = `${KEY_PREFIX}${'x'.repeat(80)}.${'y'.repeat(300)}.${'z'.repeat(86)}`
    const port = await answering((_, response) => {
      response.write(`\u0000\u001b[31m${'a word '.repeat(100)}${key} `)
      const endless = setInterval(() => response.write('and so on '.repeat(1_000)), 1)
      response.on('close', () => clearInterval(endless))
    })
    const answer = await post(at(port))
    if (answer.kind !== 'answered') throw new Error('It was answered')
    expect(answer.text).toMatch(/^\[31m(?:a word ){100}\[key removed\] (?:and so on )+[ando s]*$/)
    expect(answer.text).toHaveLength(1_024)
  })

  test('and the status stands, however the body of the answer goes on', async () => {
    const dripping = await answering((_, response) => {
      response.write('slowly')
      const drip = setInterval(() => response.write('.'), 50)
      response.on('close', () => clearInterval(drip))
    })
    expect(await post(at(dripping), { milliseconds: 500 })).toMatchObject({ kind: 'answered', status: 200 })
    const breaking = await raw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart')
        setTimeout(() => socket.destroy(), 20)
      })
    })
    expect(await post(at(breaking))).toMatchObject({ kind: 'answered', status: 200, text: 'part' })
  })
})

describe('no answer has a reason in plain words', () => {
  test('nobody listens; it is closed, reset or said nothing to; what comes is no HTTP', async () => {
    const closed = await raw((socket) => socket.end())
    const reset = await raw((socket) => socket.once('data', () => socket.resetAndDestroy()))
    const silent = await raw(() => undefined)
    const babbling = await raw((socket) => socket.once('data', () => socket.end('220 mail.example.test ESMTP\r\n')))
    const heading = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const endless = setInterval(() => socket.write(`x-more: ${'a'.repeat(1_000)}\r\n`), 1)
      socket.on('close', () => clearInterval(endless))
    })
    const free = await raw(() => undefined)
    closing.pop()?.()
    expect({
      free: await post(at(free)),
      closed: await post(at(closed)),
      reset: await post(at(reset)),
      silent: await post(at(silent), { milliseconds: 300 }),
      babbling: await post(at(babbling)),
      heading: await post(at(heading)),
    }).toMatchObject({
      free: { reason: 'refused' },
      closed: { reason: 'broken_off' },
      reset: { reason: 'broken_off' },
      silent: { reason: 'too_slow' },
      babbling: { reason: 'not_http' },
      heading: { reason: 'not_http' },
    })
  })

  test('a name that is none; one that leads where the portal may not go, now or at a later connection', async () => {
    const port = await answering((_, response) => response.end())
    let asked = 0
    const rebinding: LookupAll = (_hostname, _options, callback) => {
      asked += 1
      callback(null, [{ address: asked === 1 ? '93.184.216.34' : '169.254.169.254', family: 4 }])
    }
    const unknown: LookupAll = (_hostname, _options, callback) =>
      callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), [])
    expect(await post('https://hooks.test/', { lookup: unknown })).toMatchObject({ reason: 'unknown_host' })
    expect(await post(at(port), { allow: [] })).toMatchObject({ reason: 'address_not_allowed' })
    expect(await post('http://hooks.test/', { lookup: rebinding })).toMatchObject({ reason: 'address_not_allowed' })
    expect(await post('https://hooks.test/', { lookup: rebinding })).toMatchObject({ reason: 'address_not_allowed' })
  })

  test('TLS that is none', async () => {
    const plain = await answering((_, response) => response.end())
    const withoutCertificate = await listening(createTlsServer())
    for (const port of [plain, withoutCertificate])
      expect(await post(`https://127.0.0.1:${port}/`)).toMatchObject({ reason: 'certificate' })
  })
})
