import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import {
  type GatewayProcess,
  type Installation,
  type MadeKey,
  openInstallation,
  type PortalProcess,
  startGateway,
  untilReady,
} from '@/e2e/processes/installation'
import { until } from '@/e2e/processes/until'
import { startUpstream, type Upstream } from '@/e2e/processes/upstream'
import { createTestDatabase, type TestDatabase } from '@/lib/db/testing/test-database'

const MEBIBYTE = 1_024 * 1_024

let database: TestDatabase
let installation: Installation
let portal: PortalProcess
let gateway: GatewayProcess
let upstream: Upstream
let good: MadeKey
let port: number

beforeAll(async () => {
  database = await createTestDatabase()
  installation = await openInstallation(database.databaseUrl)
  upstream = await startUpstream((request, response) => {
    if (request.url === '/never-reads') return request.pause() !== undefined
    if (request.url !== '/gush') return false
    response.writeHead(200)
    const gush = () => {
      while (response.write(Buffer.alloc(MEBIBYTE))) {}
    }
    response.on('drain', gush)
    gush()
    return true
  })
  const app = await installation.createApp('resize-image', upstream.url)
  good = await installation.createKey(app, 'good')
  portal = await installation.startPortal()
  const token = await installation.registerGateway('edge')
  port = await freePort()
  gateway = await startGateway({ portalUrl: portal.url, token, dataFolder: `${installation.folder}/gateway`, port })
  await untilReady(gateway)
  await serves()
})

afterAll(async () => {
  await gateway?.stop()
  await portal?.stop()
  await upstream?.close()
  await installation?.close()
  await database?.drop()
})

/** A good caller is served. */
async function serves(): Promise<void> {
  expect((await call(`${gateway.url}/apps/resize-image/`, { token: good.token })).status).toBe(200)
}

/** Bytes of memory that the gateway's process holds at this moment (Linux; 0 elsewhere, where nothing is compared). */
function memoryBytes(): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${gateway.pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024
  } catch {
    return 0
  }
}

interface RawConnection {
  readonly socket: Socket
  received(): string
  isClosed(): boolean
}

function open(): Promise<RawConnection> {
  return new Promise((resolve, reject) => {
    let received = ''
    let closed = false
    const socket = connect(port, '127.0.0.1', () =>
      resolve({ socket, received: () => received, isClosed: () => closed }),
    )
    socket.on('data', (chunk: Buffer) => {
      received += chunk
    })
    socket.on('error', reject)
    socket.on('close', () => {
      closed = true
    })
  })
}

it('answers headers that are too large, in whatever shape they come, and goes on', async () => {
  const shapes = [
    `GET /apps/resize-image/ HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`,
    `GET /apps/resize-image/ HTTP/1.1\r\nHost: a\r\n${Array.from({ length: 3_000 }, (_, at) => `X-${at}: y\r\n`).join('')}\r\n`,
    `GET /apps/resize-image/?${'q'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
    `GET /verify?app=resize-image HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${'e'.repeat(20_000)}\r\n\r\n`,
  ]
  for (const shape of shapes) {
    const connection = await open()
    connection.socket.write(shape)
    await until('it is answered and closed', () => connection.isClosed(), { milliseconds: 5_000 })
    expect(connection.received()).toMatch(/^HTTP\/1\.1 431 /)
    expect(connection.received()).toContain('urn:aura:gateway:headers_too_large')
  }
  await serves()
})

it('takes no memory for bodies: of refused requests, for an app that does not read, or to a caller that does not', async () => {
  const before = memoryBytes()
  const body = Buffer.alloc(MEBIBYTE)
  const connections: RawConnection[] = []
  const begin = async (head: string) => {
    const connection = await open()
    connection.socket.on('error', () => undefined)
    connection.socket.write(head)
    connections.push(connection)
    return connection
  }
  const length = `Content-Length: ${10_000 * MEBIBYTE}\r\n`
  const authorization = `Authorization: Bearer ${good.token}\r\n`
  for (let each = 0; each < 4; each += 1) {
    const refused = await begin(`POST /verify?app=resize-image HTTP/1.1\r\nHost: a\r\n${length}\r\n`)
    const uploading = await begin(
      `POST /apps/resize-image/never-reads HTTP/1.1\r\nHost: a\r\n${authorization}${length}\r\n`,
    )
    for (const { socket } of [refused, uploading]) pourInto(socket, body, 60)
    const download = await begin(`GET /apps/resize-image/gush HTTP/1.1\r\nHost: a\r\n${authorization}\r\n`)
    await until('the download has begun', () => download.received().length > 0)
    download.socket.pause()
  }
  let most = 0
  for (let each = 0; each < 20; each += 1) {
    await sleep(100)
    await serves()
    most = Math.max(most, memoryBytes())
  }
  // 12 connections with 60 MiB and more each; what is kept is a few buffers of each.
  expect(most - before).toBeLessThan(150 * MEBIBYTE)
  for (const { socket } of connections) socket.destroy()
  await serves()
})

it('gives slow callers ten seconds for their headers and serves everyone else meanwhile', async () => {
  const slow = await Promise.all(Array.from({ length: 300 }, open))
  for (const { socket } of slow) {
    socket.on('error', () => undefined)
    socket.write('GET /apps/resize-image/ HTTP/1.1\r\nHost: a\r\n')
  }
  const begun = performance.now()
  let letters = 0
  while (slow.some((connection) => !connection.isClosed())) {
    // Far more than the ten seconds, for a machine that is busy; without the limit it would be for ever.
    if (performance.now() - begun > 60_000) throw new Error('The slow connections are still open')
    letters += 1
    for (const { socket, isClosed } of slow) if (!isClosed()) socket.write(`X-${letters}: y\r\n`)
    await serves()
    await sleep(500)
  }
  expect(slow.filter((connection) => connection.received().startsWith('HTTP/1.1 408 '))).toHaveLength(slow.length)
}, 30_000)

it('answers what is no request at all, and what could be two', async () => {
  const shapes: readonly (readonly [string, RegExp])[] = [
    ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', /^HTTP\/1\.1 400 /],
    ['GET / HTTP/9.9\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      `POST /apps/resize-image/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /`,
      /^HTTP\/1\.1 400 /,
    ],
    [
      `POST /apps/resize-image/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`,
      /^HTTP\/1\.1 400 /,
    ],
    ['GET /apps/resize-image/ HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['GET /apps/resize-image/\r\nX: y HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
  ]
  const reached = upstream.received.length
  for (const [shape, expected] of shapes) {
    const connection = await open()
    connection.socket.write(shape, 'latin1')
    await until(`it is answered: ${JSON.stringify(shape)}`, () => connection.received().includes('\r\n\r\n'), {
      milliseconds: 5_000,
    })
    expect(connection.received()).toMatch(expected)
    connection.socket.destroy()
  }
  expect(upstream.received.length).toBe(reached)
  await serves()
})

/** Writes as fast as the other side takes it, up to so many pieces. */
function pourInto(socket: Socket, piece: Buffer, pieces: number): void {
  let left = pieces
  const pour = () => {
    while (left > 0 && !socket.destroyed) {
      left -= 1
      if (!socket.write(piece)) return
    }
  }
  socket.on('drain', pour)
  pour()
}
