import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeOrganization, type TestOrganization } from '@/gateway/testing/organization'
import { type RunningGateway, runGateway, until } from '@/gateway/testing/running-gateway'
import type { DataPlaneApp } from '@/lib/core/changes'
import { KEY_PREFIX, statusReference } from '@/lib/core/claims'
import { STATUS_VALUES } from '@/lib/core/status-value'
import { VERDICTS } from '@/lib/core/verdicts'
import { generateSigningKey, importPrivateKey } from '@/lib/crypto/signing-keys'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

let organization: TestOrganization
let portal: PortalStandIn
let running: RunningGateway
let upstream: Server
let upstreamUrl: string
let app: DataPlaneApp
let other: DataPlaneApp
let onUpstream: (request: IncomingMessage, response: ServerResponse) => void
let nextPosition = 0
const position = () => {
  nextPosition += 1
  return nextPosition
}

beforeAll(async () => {
  upstream = createServer((request, response) => onUpstream(request, response))
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  upstreamUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
  organization = await makeOrganization()
  app = organization.app('sentiment', `${upstreamUrl}/base/`)
  other = organization.app('other', upstreamUrl)
  portal = new PortalStandIn(
    await organization.state([app, other, organization.app('off', upstreamUrl, { providerEnabled: false })]),
  )
  running = await runGateway(portal, await portal.listen(), {
    headersMilliseconds: 1_500,
    uploadIdleMilliseconds: 2_500,
  })
  await until(() => running.gateway.feed.isFresh(), 'a lease')
})

afterAll(async () => {
  await running.stop()
  await portal.close()
  upstream.closeAllConnections()
  upstream.close()
})

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const echo = (request: IncomingMessage, response: ServerResponse) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({
        method: request.method,
        url: request.url,
        raw: request.rawHeaders,
        headers: request.headers,
        body: Buffer.concat(chunks).toString('latin1'),
      }),
    )
  })
}

async function verify(token: string | undefined, query = 'app=sentiment') {
  const response = await fetch(`${running.url}/verify?${query}`, token === undefined ? {} : { headers: bearer(token) })
  const text = await response.text()
  return { status: response.status, headers: response.headers, problem: text === '' ? undefined : JSON.parse(text) }
}

/** Sends bytes as they are and returns everything that comes back until the other side closes. */
function raw(text: string, milliseconds = 5_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(running.port, '127.0.0.1')
    let received = ''
    const timer = setTimeout(
      () => socket.destroy(new Error(`no end after ${milliseconds} ms: ${received}`)),
      milliseconds,
    )
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
    })
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? undefined : reject(error),
    )
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(received)
    })
    socket.write(text)
  })
}

describe('verdicts', () => {
  const refusals: [string, number, string | undefined, () => Promise<string | undefined>, string?][] = [
    ['missing', 401, undefined, async () => undefined],
    ['malformed', 401, 'invalid_token', async () => 'nonsense'],
    ['malformed', 401, 'invalid_token', async () => `${await organization.mint(app, position())}=`],
    [
      'bad_signature',
      401,
      'invalid_token',
      async () => (await organization.mint(app, position())).replace(/\.[^.]{10}/, '.AAAAAAAAAA'),
    ],
    [
      'unknown_issuer',
      401,
      'invalid_token',
      async () => (await makeOrganization('https://elsewhere.test/o/x')).mint(app, position()),
    ],
    [
      'unknown_issuer',
      401,
      'invalid_token',
      async () =>
        organization.mint(app, position(), {
          iss: 'https://elsewhere.test/o/x',
          status: statusReference('https://elsewhere.test/o/x', 1),
        }),
    ],
    ['wrong_app', 401, 'invalid_token', async () => organization.mint(other, position())],
    ['expired', 401, 'invalid_token', async () => organization.mint(app, position(), { exp: 1_700_000_100 })],
    [
      'insufficient_scope',
      403,
      'insufficient_scope',
      async () => organization.mint(app, position()),
      'app=sentiment&scope=train',
    ],
    ['unknown_app', 404, undefined, async () => organization.mint(app, position()), 'app=nowhere'],
    ['unknown_app', 404, undefined, async () => undefined, 'app=nowhere'],
  ]
  it.each(refusals)('a refused request says why: %s', async (verdict, status, error, make, query) => {
    const answer = await verify(await make(), query)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.problem).toMatchObject({
      type: `urn:aura:verdict:${verdict}`,
      verdict,
      status,
      title: VERDICTS[verdict as 'missing'].title,
      request_id: answer.headers.get('x-aura-request-id'),
    })
    const challenge = answer.headers.get('www-authenticate')
    if (status === 404) expect(challenge).toBeNull()
    else expect(challenge).toMatch(/^Bearer realm="sentiment"/)
    if (error) expect(challenge).toContain(`error="${error}", error_description="`)
    else expect(challenge ?? '').not.toContain('error')
  })

  it.each([
    ['revoked', STATUS_VALUES.revoked],
    ['disabled', STATUS_VALUES.disabled],
    ['orphaned', STATUS_VALUES.orphaned],
  ] as const)('a key that is %s is refused after it was accepted', async (verdict, value) => {
    const at = position()
    const token = await organization.mint(app, at)
    expect((await verify(token)).status).toBe(204)
    const seq = portal.publish({ kind: 'status', set: [{ value, runs: [[at, 1]] }] })
    await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
    expect((await verify(token)).problem.verdict).toBe(verdict)
  })

  it('a disabled key that is enabled again is accepted, and a revoked one is not', async () => {
    const [disabled, revoked] = [position(), position()]
    const tokens = [await organization.mint(app, disabled), await organization.mint(app, revoked)]
    portal.publish({
      kind: 'status',
      set: [
        { value: 2, runs: [[disabled, 1]] },
        { value: 1, runs: [[revoked, 1]] },
      ],
    })
    const seq = portal.publish({
      kind: 'status',
      set: [
        {
          value: 0,
          runs: [
            [disabled, 1],
            [revoked, 1],
          ],
        },
      ],
    })
    await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
    expect((await verify(tokens[0])).status).toBe(204)
    expect((await verify(tokens[1])).problem.verdict).toBe('revoked')
  })

  it('an app that accepts no API keys refuses good ones, and a deleted one orphans them', async () => {
    const mine = organization.app('short-lived', upstreamUrl)
    portal.publish({ kind: 'app', app: { ...mine, providerEnabled: false } })
    const token = await organization.mint(mine, position())
    await until(() => running.gateway.feed.knowledge?.appBySlug('short-lived') !== undefined, 'the app')
    expect((await verify(token, 'app=short-lived')).problem.verdict).toBe('provider_off')
    const seq = portal.publish({ kind: 'app', app: { ...mine, deleted: true } })
    await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
    expect((await verify(token, 'app=short-lived')).problem.verdict).toBe('orphaned')
    expect((await verify(undefined, 'app=short-lived')).problem.verdict).toBe('unknown_app')
  })

  it('a key of a revoked signing key is refused, though it is in the cache', async () => {
    const second = await generateSigningKey()
    const key = { kid: second.kid, jwk: second.publicJwk, revoked: false }
    portal.publish({ kind: 'signing_keys', keys: [key] })
    const token = await organization.mint(
      app,
      position(),
      {},
      { kid: second.kid, privateKey: await importPrivateKey(second.privateJwk) },
    )
    await until(() => running.gateway.feed.knowledge?.signingKey(second.kid) !== undefined, 'the signing key')
    expect((await verify(token)).status).toBe(204)
    const seq = portal.publish({ kind: 'signing_keys', keys: [{ ...key, revoked: true }] })
    await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
    expect((await verify(token)).problem.verdict).toBe('revoked')
  })

  it('a position that was never given out is refused after 250 ms, and accepted when the feed brings it in time', async () => {
    const never = await organization.mint(app, 500_000)
    const before = performance.now()
    expect((await verify(never)).problem.verdict).toBe('bad_signature')
    expect(performance.now() - before).toBeGreaterThan(240)
    // On a busy machine a change can take longer than anybody waits for it; then the next key is tried.
    const statuses: number[] = []
    while (statuses.at(-1) !== 204 && statuses.length < 10) {
      const early = running.gateway.feed.knowledge?.issuedBelow ?? 0
      const answer = verify(await organization.mint(app, early))
      setTimeout(() => portal.publish({ kind: 'issued', below: early + 1 }), 50)
      statuses.push((await answer).status)
      while (running.gateway.feed.knowledge?.issuedBelow === early) await new Promise((tick) => setTimeout(tick, 5))
    }
    expect(statuses.at(-1)).toBe(204)
  })

  it('two Authorization headers are a malformed key, whichever of them is good', async () => {
    const token = await organization.mint(app, position())
    for (const pair of [
      [token, 'x'],
      ['x', token],
      [token, token],
    ]) {
      const lines = pair.map((value) => `Authorization: Bearer ${value}\r\n`).join('')
      expect(await raw(`GET /verify?app=sentiment HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${lines}\r\n`)).toContain(
        '"verdict":"malformed"',
      )
    }
  })

  it('reads the key from the Authorization header alone', async () => {
    const token = await organization.mint(app, position())
    for (const headers of [
      { 'x-api-key': token },
      { cookie: `key=${token}` },
      { 'x-original-authorization': `Bearer ${token}` },
      { authorization: `Basic ${token}` },
    ]) {
      const response = await fetch(`${running.url}/verify?app=sentiment&access_token=${token}`, {
        headers: headers as Record<string, string>,
      })
      expect(((await response.json()) as { verdict: string }).verdict).toBe('missing')
    }
  })
})

describe('forward-auth', () => {
  it('tells who called, in headers of the answer', async () => {
    const token = await organization.mint(app, position(), { scope: 'invoke train' })
    const { status, headers } = await verify(token, 'app=sentiment&scope=train')
    expect(status).toBe(204)
    const user = JSON.parse(Buffer.from(headers.get('x-aura-user') ?? '', 'base64url').toString())
    const keyId = headers.get('x-aura-key-id')
    expect(keyId).toMatch(/^key_/)
    expect(user).toEqual({
      id: app.serverUserId,
      type: 'server',
      data: {},
      custom_data: {},
      identities: [{ id: keyId, provider_type: 'api-key' }],
    })
    expect([headers.get('x-aura-principal'), headers.get('x-aura-scope'), headers.get('x-aura-app')]).toEqual([
      app.serverUserId,
      'invoke train',
      app.id,
    ])
    expect(headers.get('x-aura-request-id')).toMatch(/^req_/)
  })

  it('takes the app from the query alone, and only when it is named once', async () => {
    const token = await organization.mint(app, position())
    const swayed = await fetch(`${running.url}/verify?app=other`, {
      headers: {
        ...bearer(token),
        'x-aura-app': app.id,
        'x-forwarded-uri': '/verify?app=sentiment',
        'x-original-url': '/apps/sentiment/',
      },
    })
    expect(((await swayed.json()) as { verdict: string }).verdict).toBe('wrong_app')
    for (const query of [
      '',
      'app=sentiment&app=sentiment',
      'app=sentiment&scope=invoke&scope=x',
      'app=sentiment&scope=',
      'scope=invoke',
      'app=other&%61pp=sentiment',
    ]) {
      expect((await verify(token, query)).status, query).toBe(400)
    }
    expect((await verify(token, '%61pp=sentiment')).status).toBe(204)
  })

  it('answers any method, with a body too', async () => {
    const token = await organization.mint(app, position())
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const response = await fetch(`${running.url}/verify?app=sentiment`, {
        method,
        headers: bearer(token),
        ...(method === 'POST' ? { body: 'x'.repeat(100_000) } : {}),
      })
      expect(response.status, method).toBe(204)
    }
  })
})

describe('proxy', () => {
  it('tells the app who called, and strips the key, what is ours and what ends at a hop', async () => {
    onUpstream = echo
    const token = await organization.mint(app, position(), { sub: organization.newId('membership') })
    const reply = await raw(
      `POST /apps/sentiment/a%20b/c?d=e&d=f HTTP/1.1\r\nHost: gw.test\r\nConnection: close, X-Secret-Hop\r\nAuthorization: Bearer ${token}\r\nX-Secret-Hop: 1\r\nX-Aura-User: me\r\nx_aura_principal: me\r\nX.Aura.Scope: all\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Host: evil\r\nForwarded: for=1\r\nTE: trailers, gzip\r\nProxy-Authorization: x\r\nUpgrade: h2c\r\nAccept: a\r\nAccept: b\r\nContent-Length: 3\r\n\r\nabc`,
    )
    const {
      method,
      url,
      raw: names,
      headers,
      body,
    } = JSON.parse(reply.slice(reply.indexOf('\r\n\r\n') + 4).replace(/^[0-9a-f]+\r\n|\r\n0\r\n\r\n$/g, ''))
    expect([method, url, body]).toEqual(['POST', '/base/a%20b/c?d=e&d=f', 'abc'])
    const lower = names.filter((_: string, at: number) => at % 2 === 0).map((name: string) => name.toLowerCase())
    expect(lower.filter((name: string) => name === 'accept')).toHaveLength(2)
    expect(lower).not.toEqual(expect.arrayContaining(['authorization']))
    for (const gone of [
      'authorization',
      'x-secret-hop',
      'x_aura_principal',
      'x.aura.scope',
      'forwarded',
      'proxy-authorization',
      'upgrade',
    ])
      expect(lower, gone).not.toContain(gone)
    for (const once of ['x-aura-user', 'x-forwarded-for', 'x-forwarded-host', 'host'])
      expect(
        lower.filter((name: string) => name === once),
        once,
      ).toHaveLength(1)
    expect(headers).toMatchObject({
      host: new URL(upstreamUrl).host,
      'x-forwarded-host': 'gw.test',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      via: '1.1 aura-gateway',
      te: 'trailers',
      'x-aura-app': app.id,
    })
    expect(JSON.parse(Buffer.from(headers['x-aura-user'], 'base64url').toString()).type).toBe('normal')
    expect(reply).not.toContain(KEY_PREFIX)
  })

  it('passes an answer as it is, without hops and without words in our name', async () => {
    onUpstream = (_request, response) => {
      response.writeHead(418, [
        'Set-Cookie',
        'a=1',
        'Set-Cookie',
        'b=2',
        'X-Aura-Request-Id',
        'forged',
        'X-Aura-Key-Id',
        'forged',
        'Connection',
        'keep-alive, X-Hop',
        'X-Hop',
        '1',
        'Keep-Alive',
        'timeout=1',
        'X-Plain',
        'caf\u00e9',
      ])
      response.end('tea')
    }
    const response = await fetch(`${running.url}/apps/sentiment/`, {
      headers: bearer(await organization.mint(app, position())),
    })
    expect([response.status, await response.text(), response.headers.getSetCookie()]).toEqual([
      418,
      'tea',
      ['a=1', 'b=2'],
    ])
    expect(response.headers.get('x-aura-request-id')).toMatch(/^req_/)
    expect([
      response.headers.get('x-aura-key-id'),
      response.headers.get('x-hop'),
      response.headers.get('via'),
      response.headers.get('x-plain'),
    ]).toEqual([null, null, '1.1 aura-gateway', 'caf\u00e9'])
  })

  it('passes trailers', async () => {
    onUpstream = (_request, response) => {
      response.writeHead(200, { Trailer: 'X-Sum' })
      response.write('abc')
      response.addTrailers({ 'X-Sum': '42', 'X-Aura-Key-Id': 'forged' })
      response.end()
    }
    const token = await organization.mint(app, position())
    const trailers = await new Promise((resolve) => {
      httpRequest(`${running.url}/apps/sentiment/`, { headers: bearer(token) }, (response) => {
        response.resume()
        response.on('end', () => resolve(response.trailers))
      }).end()
    })
    expect(trailers).toEqual({ 'x-sum': '42' })
  })

  it('HEAD has the length of the answer and no body', async () => {
    onUpstream = (_request, response) => {
      response.writeHead(200, { 'content-length': 1234 })
      response.end()
    }
    const token = await organization.mint(app, position())
    const reply = await raw(
      `HEAD /apps/sentiment/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    )
    expect(reply).toMatch(/^HTTP\/1.1 200 OK\r\n(.*\r\n)*content-length: 1234\r\n(.*\r\n)*\r\n$/i)
  })

  it('streams 10 MB both ways', async () => {
    onUpstream = (request, response) => request.pipe(response)
    const sent = Buffer.alloc(10 * 1024 * 1024, 'abcdefghij')
    const token = await organization.mint(app, position())
    const response = await fetch(`${running.url}/apps/sentiment/`, {
      method: 'POST',
      headers: bearer(token),
      body: sent,
    })
    expect(Buffer.from(await response.arrayBuffer()).equals(sent)).toBe(true)
    const chunked = new ReadableStream({
      start(controller) {
        for (let at = 0; at < sent.length; at += 65_536) controller.enqueue(sent.subarray(at, at + 65_536))
        controller.close()
      },
    })
    const second = await fetch(`${running.url}/apps/sentiment/`, {
      method: 'PUT',
      headers: bearer(token),
      body: chunked,
      duplex: 'half',
    } as RequestInit)
    expect(Buffer.from(await second.arrayBuffer()).equals(sent)).toBe(true)
  })

  it('holds the app back when the caller reads slowly', async () => {
    let written = 0
    onUpstream = (_request, response) => {
      const chunk = Buffer.alloc(64 * 1024)
      const fill = () => {
        while (written < 200 * 1024 * 1024) {
          written += chunk.length
          if (!response.write(chunk)) return
        }
        response.end()
      }
      response.on('drain', fill)
      fill()
    }
    const token = await organization.mint(app, position())
    const socket = connect(running.port, '127.0.0.1')
    socket.pause()
    socket.write(`GET /apps/sentiment/ HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`)
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(written).toBeLessThan(60 * 1024 * 1024)
    socket.destroy()
  })

  it('tells the app at once when the caller leaves: before the answer, during it, during the upload', async () => {
    const token = await organization.mint(app, position())
    for (const [stage, body, answers] of [
      ['before', '', false],
      ['during', '', true],
      ['upload', 'Content-Length: 1000\r\n\r\nabc', false],
    ] as const) {
      const left = new Promise<void>((resolve) => {
        onUpstream = (request, response) => {
          request.resume()
          response.on('close', () => resolve())
          if (answers) response.write('data: 1\n\n')
        }
      })
      const socket = connect(running.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(
        `POST /apps/sentiment/ HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n${body === '' ? 'Content-Length: 0\r\n\r\n' : body}`,
      )
      await new Promise((resolve) => setTimeout(resolve, 80))
      const before = performance.now()
      socket.destroy()
      await left
      expect(performance.now() - before, stage).toBeLessThan(1_000)
    }
  })

  it('cuts the answer off when the app dies in the middle of it', async () => {
    onUpstream = (_request, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('half')
      setTimeout(() => response.destroy(), 20)
    }
    const response = await fetch(`${running.url}/apps/sentiment/`, {
      headers: bearer(await organization.mint(app, position())),
    })
    await expect(response.text()).rejects.toThrow()
  })

  it('lets an early answer through while the upload is still coming', async () => {
    onUpstream = (request, response) => {
      response.writeHead(413)
      response.end('too large')
      request.resume()
    }
    const token = await organization.mint(app, position())
    const reply = await new Promise<string>((resolve) => {
      const socket = connect(running.port, '127.0.0.1')
      let received = ''
      socket.on('data', (chunk) => {
        received += chunk
      })
      socket.on('error', () => undefined)
      socket.on('close', () => resolve(received))
      socket.write(
        `POST /apps/sentiment/ HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000000\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      )
      const more = () => {
        while (!socket.destroyed && socket.write(Buffer.alloc(65_536)));
      }
      socket.on('drain', more)
      more()
    })
    expect(reply).toMatch(/^HTTP\/1.1 413 /)
  })

  it('answers 100-continue only when the key is accepted', async () => {
    onUpstream = echo
    const token = await organization.mint(app, position())
    const ask = (key: string) =>
      new Promise<{ continued: boolean; status: number }>((resolve) => {
        let continued = false
        const request = httpRequest(
          `${running.url}/apps/sentiment/`,
          { method: 'POST', headers: { ...bearer(key), expect: '100-continue', 'content-length': 3 } },
          (response) => {
            response.resume()
            response.on('end', () => resolve({ continued, status: response.statusCode ?? 0 }))
          },
        )
        request.on('continue', () => {
          continued = true
          request.end('abc')
        })
        request.on('error', () => undefined)
        request.flushHeaders()
      })
    expect(await ask(token)).toEqual({ continued: true, status: 200 })
    expect(await ask('nonsense')).toEqual({ continued: false, status: 401 })
  })

  it('an app that cannot be reached is 502, one that is too slow 504, each with a request id', async () => {
    const gone = organization.app('gone', 'http://127.0.0.1:9')
    portal.publish({ kind: 'app', app: gone })
    const forbidden = organization.app('forbidden', 'http://10.0.0.1:80')
    portal.publish({ kind: 'app', app: forbidden })
    const metadata = organization.app('metadata', 'http://[::ffff:169.254.169.254]/')
    const seq = portal.publish({ kind: 'app', app: metadata })
    await until(() => (running.gateway.feed.knowledge?.seq ?? 0) >= seq, 'the apps')
    for (const [broken, type] of [
      [gone, 'upstream_unreachable'],
      [forbidden, 'upstream_refused'],
      [metadata, 'upstream_refused'],
    ] as const) {
      const response = await fetch(`${running.url}/apps/${broken.slug}/`, {
        headers: bearer(await organization.mint(broken, position())),
      })
      const problem = (await response.json()) as { type: string; request_id: string }
      expect([response.status, problem.type, problem.request_id]).toEqual([
        502,
        `urn:aura:gateway:${type}`,
        response.headers.get('x-aura-request-id'),
      ])
    }
  })

  it('sends nothing to the app for a path that others could read differently', async () => {
    let reached = 0
    onUpstream = (_request, response) => {
      reached += 1
      response.end()
    }
    const token = await organization.mint(app, position())
    for (const path of [
      '/../x',
      '/./x',
      '/a/..',
      '/%2e%2e/x',
      '/.%2E/x',
      '/%2e/',
      '/..%2fx',
      '/a%2f..%2fb',
      '/..\\x',
      '/a%5c..%5cb',
      '/..;a/x',
      '/..%3ba/x',
      '/a#b',
      '/%00',
    ]) {
      const reply = await raw(
        `GET /apps/sentiment${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      )
      expect(reply, path).toMatch(/^HTTP\/1.1 400 /)
    }
    expect(
      await raw(
        `GET /apps/other/../sentiment/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      ),
    ).toMatch(/^HTTP\/1.1 400 /)
    expect(reached).toBe(0)
    for (const [path, url] of [
      ['', '/base'],
      ['/', '/base/'],
      ['/...', '/base/...'],
      ['/.well-known/x', '/base/.well-known/x'],
      ['//a//b', '/base//a//b'],
      ['?q', '/base?q'],
    ]) {
      onUpstream = (request, response) => response.end(request.url)
      const reply = await raw(
        `GET /apps/sentiment${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      )
      expect(reply.endsWith(`\r\n\r\n${url}`), `${path}: ${reply}`).toBe(true)
    }
  })
})

describe('open responses', () => {
  async function openStream(token: string, slug = 'sentiment') {
    onUpstream = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: hello\n\n')
    }
    const state = { closedAt: 0, received: '' }
    const request = httpRequest(`${running.url}/apps/${slug}/`, { headers: bearer(token) })
    request.on('error', () => undefined)
    request.on('response', (response) => {
      response.on('data', (chunk) => {
        state.received += chunk
      })
      response.on('error', () => undefined)
      response.on('close', () => {
        state.closedAt = performance.now()
      })
    })
    request.end()
    await until(() => state.received !== '', 'the first event')
    return state
  }

  it.each([
    ['revoked', (at: number) => ({ kind: 'status', set: [{ value: 1, runs: [[at, 1]] }] })],
    [
      'one of thousands orphaned',
      (at: number) => ({
        kind: 'status',
        set: [
          {
            value: 3,
            runs: [
              [at, 1],
              [5_000, 20_000],
            ],
          },
        ],
      }),
    ],
  ] as const)('are closed before the acknowledgement leaves: %s', async (_name, change) => {
    const at = position()
    const state = await openStream(await organization.mint(app, at))
    const closings = () => running.logged().split('Open responses were closed').length
    const before = closings()
    let closedAtAck: boolean | undefined
    portal.onAcknowledgement = (ack) => {
      if (ack.seq >= seq) closedAtAck ??= closings() === before + 1
    }
    const seq = portal.publish(change(at) as never)
    await until(() => closedAtAck !== undefined && state.closedAt > 0, 'both')
    portal.onAcknowledgement = () => undefined
    expect(closedAtAck).toBe(true)
  })

  it('are closed when their app is deleted, when its provider is switched off, and when their key expires', async () => {
    for (const change of [{ deleted: true }, { providerEnabled: false }]) {
      const mine = organization.app(`closing-${Object.keys(change)[0]?.toLowerCase()}`, upstreamUrl)
      portal.publish({ kind: 'app', app: mine })
      await until(() => running.gateway.feed.knowledge?.app(mine.id) !== undefined, 'the app')
      const state = await openStream(await organization.mint(mine, position()), mine.slug)
      portal.publish({ kind: 'app', app: { ...mine, ...change } })
      await until(() => state.closedAt > 0, 'the close')
    }
    const state = await openStream(
      await organization.mint(app, position(), { exp: Math.floor(Date.now() / 1_000) + 2 }),
    )
    await until(() => state.closedAt > 0, 'the end of a key', 5_000)
  })

  it('of other keys stay open', async () => {
    const [mine, others] = [position(), position()]
    const state = await openStream(await organization.mint(app, mine))
    const seq = portal.publish({ kind: 'status', set: [{ value: 1, runs: [[others, 1]] }] })
    await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(state.closedAt).toBe(0)
    portal.publish({ kind: 'status', set: [{ value: 1, runs: [[mine, 1]] }] })
    await until(() => state.closedAt > 0, 'the close')
  })

  it('that have not begun are refused instead', async () => {
    const at = position()
    onUpstream = () => undefined
    const answer = fetch(`${running.url}/apps/sentiment/`, { headers: bearer(await organization.mint(app, at)) })
    await new Promise((resolve) => setTimeout(resolve, 60))
    portal.publish({ kind: 'status', set: [{ value: 1, runs: [[at, 1]] }] })
    const response = await answer
    expect([response.status, ((await response.json()) as { verdict: string }).verdict]).toEqual([401, 'revoked'])
  })
})

describe('callers who mean harm', () => {
  it.each([
    ['both a length and a coding', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
    ['a length that is a list', 'Content-Length: 5, 5'],
    ['a length with a sign', 'Content-Length: +5'],
    ['a coding that hides', 'Transfer-Encoding: xchunked'],
    ['a coding twice', 'Transfer-Encoding: chunked, identity'],
    ['a space before the colon', 'Transfer-Encoding : chunked'],
    ['a folded line', 'X-A: b\r\n Transfer-Encoding: chunked'],
    ['a lone line feed', 'X-A: b\nTransfer-Encoding: chunked'],
    ['a coding behind gzip', 'Transfer-Encoding: gzip, chunked'],
  ])('cannot smuggle a second request: %s', async (_name, headers) => {
    let reached = 0
    onUpstream = (_request, response) => {
      reached += 1
      response.end()
    }
    const token = await organization.mint(app, position())
    const reply = await raw(
      `POST /apps/sentiment/ HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n${headers}\r\n\r\n0\r\n\r\nGET /apps/sentiment/smuggled HTTP/1.1\r\nHost: a\r\n\r\n`,
      4_000,
    ).catch((error: Error) => error.message)
    expect(reply.match(/HTTP\/1.1 (?:400|501)/g)?.length, reply).toBeGreaterThanOrEqual(1)
    expect(reply).not.toContain('HTTP/1.1 200')
    expect(reached).toBe(0)
  })

  it('with oversize headers get 431 as a problem, slow ones 408', async () => {
    const large = await raw(`GET /verify?app=sentiment HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(17_000)}\r\n\r\n`)
    expect(large).toMatch(/^HTTP\/1.1 431 /)
    expect(large).toContain('urn:aura:gateway:headers_too_large')
    const before = performance.now()
    expect(await raw('GET /verify?app=sentiment HTTP/1.1\r\nHost: a\r\nX-Slow: ', 8_000)).toMatch(/^HTTP\/1.1 408 /)
    expect(performance.now() - before).toBeLessThan(4_000)
  })

  it('whose upload stands still lose their connection, and others keep theirs', async () => {
    onUpstream = (request, response) => {
      request.resume()
      request.on('end', () => response.end('done'))
    }
    const token = await organization.mint(app, position())
    const still = raw(
      `POST /apps/sentiment/ HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Length: 10\r\n\r\nabc`,
      8_000,
    )
    const slow = new Promise<string>((resolve) => {
      const socket = connect(running.port, '127.0.0.1')
      let received = ''
      let sent = 0
      socket.write(
        `POST /apps/sentiment/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\nContent-Length: 6\r\n\r\n`,
      )
      const timer = setInterval(() => {
        socket.write('x')
        sent += 1
        if (sent === 6) clearInterval(timer)
      }, 600)
      socket.on('data', (chunk) => {
        received += chunk
      })
      socket.on('close', () => resolve(received))
    })
    expect(await still).toMatch(/^HTTP\/1.1 408 /)
    expect(await slow).toContain('done')
  }, 15_000)

  it('that send a large body with a bad key get their answer, and then the door', async () => {
    const reply = await new Promise<{ received: string; closed: boolean }>((resolve) => {
      const socket = connect(running.port, '127.0.0.1')
      let received = ''
      socket.on('data', (chunk) => {
        received += chunk
      })
      socket.on('error', () => undefined)
      socket.on('close', () => resolve({ received, closed: true }))
      socket.write(
        'POST /apps/sentiment/ HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x\r\nContent-Length: 900000000000\r\n\r\n',
      )
      const more = setInterval(() => (socket.destroyed ? clearInterval(more) : socket.write(Buffer.alloc(1_000))), 10)
    })
    expect(reply.received).toMatch(/^HTTP\/1.1 401 /)
    expect(reply.closed).toBe(true)
  })

  it('leave no key in what the gateway logs, wherever they put it and whoever quotes it', async () => {
    const token = await organization.mint(app, position())
    const forms = [
      token,
      token.slice(0, 150),
      token.slice(90),
      Buffer.from(token).toString('base64url'),
      [...token].map((character) => `%${character.charCodeAt(0).toString(16)}`).join(''),
    ]
    onUpstream = (_request, response) => response.socket?.end(`HTTP/1.1 200 OK\r\nBroken ${token}\r\n\r\n`)
    for (const form of forms) {
      const closing = `Host: a\r\nConnection: close\r\nX-Key: ${form}\r\n`
      await raw(`GET /apps/sentiment/${form}?key=${form} HTTP/1.1\r\n${closing}Authorization: Bearer ${token}\r\n\r\n`)
      await raw(`GET /apps/sentiment/ HTTP/1.1\r\n${closing}Authorization: Bearer ${form}\r\n\r\n`)
      await raw(`GET /apps/${form} HTTP/1.1\r\n${closing}\r\n`)
      await raw(`GET /verify?app=${form}&scope=${form} HTTP/1.1\r\n${closing}\r\n`)
    }
    await raw(`GET /apps/sentiment/ HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer\r\n ${token}\r\n\r\n`)
    // The portal, too, may quote what it was given.
    const refused = () => running.logged().split('speak different versions').length
    const before = refused()
    portal.overrides.set('/dataplane/changes', {
      status: 400,
      body: `unsupported_version ${portal.token} ${token}`,
    })
    portal.cutStreams()
    await until(() => refused() > before, 'a line about it')
    portal.overrides.clear()
    const logged = running.logged()
    expect(logged).toContain('[key removed]')
    expect(logged).toContain('agt_[removed]')
    for (const part of [KEY_PREFIX, token.slice(-86, -60), token.slice(150, 180), 'agt_A', forms[3]?.slice(300, 330)])
      expect(logged).not.toContain(part)
    await until(() => running.gateway.feed.state === 'following', 'the feed')
  })
})

describe('health', () => {
  it('says that it is alive and whether it may answer', async () => {
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200)
    const ready = await fetch(`${running.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([
      200,
      expect.objectContaining({ ready: true, feed: 'following', epoch: 1 }),
    ])
    expect((await fetch(`${running.url}/`)).status).toBe(404)
  })
})
