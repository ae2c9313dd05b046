import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallAnswer, PreparedCall } from '@/lib/contract/tried-call'
import { callGateway } from '@/lib/server/call-gateway'

const KEY = `${'k'.repeat(40)}.payload.signature`
const REQUEST_ID = { 'x-aura-request-id': 'req-1' }

let seen: { url?: string | undefined; authorization?: string | undefined; type?: string | undefined; body: string }[] =
  []
let elsewhere = 0
const ANSWERS: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  '/app': (_, response) => response.writeHead(200, { ...REQUEST_ID, 'content-type': 'text/plain' }).end('hello'),
  '/echo': (request, response) =>
    response
      .writeHead(200, { ...REQUEST_ID, 'x-seen': request.headers.authorization ?? '', 'set-cookie': 'sid=1' })
      .end(`you sent ${request.headers.authorization}`),
  '/revoked': (_, response) => problem(response, 401, 'urn:aura:verdict:revoked'),
  '/pretender': (_, response) => problem(response, 200, 'urn:aura:verdict:revoked'),
  '/app-gone': (_, response) => problem(response, 502, 'urn:aura:gateway:upstream_unreachable'),
  '/bad-target': (_, response) => problem(response, 400, 'urn:aura:gateway:bad_target'),
  '/stranger': (_, response) => response.writeHead(502).end('nginx'),
  '/redirect': (_, response) => response.writeHead(302, { ...REQUEST_ID, location: '/elsewhere' }).end(),
  '/elsewhere': (_, response) => {
    elsewhere += 1
    response.end()
  },
  '/long': (_, response) =>
    response.writeHead(200, { ...REQUEST_ID, 'content-type': 'text/plain' }).end('x'.repeat(1e6)),
  '/cut-in-the-key': (_, response) =>
    response
      .writeHead(200, { ...REQUEST_ID, 'content-type': 'text/plain' })
      .end(`${'x'.repeat(65_530)}${KEY}${'y'.repeat(99)}`),
  '/picture': (_, response) => response.writeHead(200, { ...REQUEST_ID, 'content-type': 'image/png' }).end('\x89PNG'),
  '/never': () => {},
  '/broken': (request) => request.socket.destroy(),
}

function problem(response: ServerResponse, status: number, type: string) {
  response
    .writeHead(status, { ...REQUEST_ID, 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ type, title: 't', status, detail: 'in its own words' }))
}

const server = createServer((request, response) => {
  let body = ''
  request.on('data', (piece) => {
    body += piece
  })
  request.on('end', () => {
    const { authorization, 'content-type': type } = request.headers
    seen.push({ url: request.url, authorization, type, body })
    ANSWERS[request.url ?? '']?.(request, response)
  })
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const call = async (path: string, more: Partial<PreparedCall> = {}, key = KEY, limits?: { milliseconds: number }) => {
  seen = []
  return callGateway({ url: `${origin}${path}`, method: 'GET', contentType: null, body: null, ...more }, key, limits)
}
const answered = (answer: CallAnswer) => {
  if (answer.kind !== 'answered') throw new Error(answer.reason)
  return answer
}

describe('a call that somebody tries', () => {
  it('carries the key in its header, and the body as it was typed', async () => {
    await call('/app', { method: 'POST', contentType: 'text/plain', body: 'grüße' })
    expect(seen).toEqual([{ url: '/app', authorization: `Bearer ${KEY}`, type: 'text/plain', body: 'grüße' }])
    await call('/app', {}, '')
    expect(seen[0]?.authorization).toBeUndefined()
  })

  it.each([
    ['/app', { verdict: 'accepted', appProblem: null, status: 200 }],
    ['/revoked', { verdict: 'revoked', appProblem: null, status: 401 }],
    ['/pretender', { verdict: 'accepted', appProblem: null, status: 200 }],
    ['/app-gone', { verdict: 'accepted', appProblem: 'in its own words', status: 502 }],
    ['/bad-target', { verdict: null, appProblem: null, status: 400 }],
    ['/stranger', { verdict: null, requestId: null, status: 502 }],
  ])('%s is judged by who answered', async (path, expected) => {
    expect(await call(path)).toMatchObject({ kind: 'answered', ...expected })
  })

  it('follows no redirect', async () => {
    expect(answered(await call('/redirect')).status).toBe(302)
    expect(elsewhere).toBe(0)
  })

  it('shows no key that an app sends back, and no cookie', async () => {
    const answer = answered(await call('/echo'))
    expect(JSON.stringify(answer)).not.toContain(KEY)
    expect(answer.body).toBe('you sent Bearer [the key]')
    expect(answer.headers).toContainEqual(['set-cookie', '[not shown]'])
  })

  it('shows 64 kB of an answer, and no part of a key at its end', async () => {
    const long = answered(await call('/long'))
    expect([long.body?.length, long.cut]).toEqual([65_536, true])
    const cut = answered(await call('/cut-in-the-key'))
    expect([cut.body?.includes('k'.repeat(5)), cut.cut]).toEqual([false, true])
  })

  it('shows text only', async () => {
    expect(answered(await call('/picture')).body).toBeNull()
  })

  it('is given up in the end, and says why there is no answer', async () => {
    expect(await call('/never', {}, KEY, { milliseconds: 100 })).toMatchObject({
      kind: 'unreached',
      reason: 'too_slow',
    })
    expect(await call('/broken')).toMatchObject({ kind: 'unreached', reason: 'broken_off' })
    expect(
      await callGateway({ url: 'http://127.0.0.1:1/', method: 'GET', contentType: null, body: null }, KEY),
    ).toMatchObject({
      kind: 'unreached',
      reason: 'refused',
    })
  })
})
