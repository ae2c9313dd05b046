import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeOrganization, type TestOrganization } from '@/gateway/testing/organization'
import { type RunningGateway, runGateway, until } from '@/gateway/testing/running-gateway'
import type { DataPlaneApp } from '@/lib/core/changes'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

const PAGE = 'https://app.example.com'
const OTHER = 'https://evil.example.com'

let organization: TestOrganization
let open: DataPlaneApp
let closed: DataPlaneApp
let portal: PortalStandIn
let running: RunningGateway
let upstream: Server
let reached: IncomingMessage[] = []
let onUpstream: (request: IncomingMessage, response: ServerResponse) => void

beforeAll(async () => {
  upstream = createServer((request, response) => {
    reached.push(request)
    onUpstream(request, response)
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
  organization = await makeOrganization()
  open = organization.app('open', url, { corsOrigins: ['http://localhost:5173', PAGE] })
  closed = organization.app('closed', url)
  portal = new PortalStandIn(await organization.state([open, closed]))
  running = await runGateway(portal, await portal.listen())
  await until(() => running.gateway.feed.isFresh(), 'a lease')
})
afterAll(async () => {
  await running.stop()
  await portal.close()
  upstream.closeAllConnections()
  upstream.close()
})
beforeEach(() => {
  reached = []
  onUpstream = (_request, response) => {
    response.writeHead(200, [
      ['Access-Control-Allow-Origin', '*'],
      ['Access-Control-Allow-Credentials', 'true'],
      ['access-control-expose-headers', '*'],
      ['Vary', 'Accept-Encoding'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ] as never)
    response.end('here')
  }
})

/** What an answer says of CORS, by name. */
const corsOf = (response: Response) =>
  Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-')))
const varyOf = (response: Response) => response.headers.get('vary')

async function ask(app: string, options: { origin?: string; method?: string; token?: string; path?: string }) {
  const response = await fetch(`${running.url}/apps/${app}${options.path ?? '/'}`, {
    method: options.method ?? 'GET',
    headers: {
      ...(options.origin === undefined ? {} : { origin: options.origin }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    },
  })
  await response.text()
  return response
}

const preflight = (app: string, origin: string, headers: Record<string, string> = {}) =>
  fetch(`${running.url}/apps/${app}/v1/items`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'DELETE',
      'access-control-request-headers': 'authorization,content-type',
      ...headers,
    },
  })

const READABLE = {
  'access-control-allow-origin': PAGE,
  'access-control-expose-headers': 'X-Aura-Request-Id, WWW-Authenticate, Retry-After',
}

describe('a preflight', () => {
  it('from a listed origin is answered by the gateway, with exactly what was asked for', async () => {
    const answer = await preflight('open', PAGE)
    expect([answer.status, corsOf(answer)]).toEqual([
      204,
      {
        'access-control-allow-origin': PAGE,
        'access-control-allow-methods': 'DELETE',
        'access-control-allow-headers': 'authorization, content-type',
        'access-control-max-age': '600',
      },
    ])
    expect(varyOf(answer)).toBe('Origin, Access-Control-Request-Method, Access-Control-Request-Headers')
    expect(answer.headers.get('x-aura-request-id')).toMatch(/^req_/)
    expect(reached).toEqual([])
  })

  it.each([OTHER, 'null', `${PAGE}.evil.example.com`, `${PAGE}:8443`, 'https://APP.example.com', ''])(
    'from “%s” is refused without a word that a browser could take for leave',
    async (origin) => {
      const answer = await preflight('open', origin)
      expect([answer.status, corsOf(answer)]).toEqual([403, {}])
      expect((await answer.json()) as object).toMatchObject({ type: 'urn:aura:gateway:origin_not_allowed' })
      expect(varyOf(answer)).toContain('Origin')
    },
  )

  it.each([
    ['*', 'authorization', { 'access-control-allow-headers': 'authorization' }],
    ['PUT', '*', { 'access-control-allow-methods': 'PUT' }],
    ['PUT', 'authorization, *', { 'access-control-allow-methods': 'PUT' }],
    ['PUT', 'x y', { 'access-control-allow-methods': 'PUT' }],
    ['P(T', 'x-a', { 'access-control-allow-headers': 'x-a' }],
    ['PUT', '', { 'access-control-allow-methods': 'PUT' }],
  ])('that asks for “%s” with “%s” gets no more than names', async (method, headers, allowed) => {
    const answer = await preflight('open', PAGE, {
      'access-control-request-method': method,
      'access-control-request-headers': headers,
    })
    expect(corsOf(answer)).toEqual({
      'access-control-allow-origin': PAGE,
      'access-control-max-age': '600',
      ...allowed,
    })
  })

  it('is counted for nobody', async () => {
    const answer = await preflight('open', PAGE)
    await preflight('open', OTHER)
    const token = await organization.mint(open, 1)
    expect(answer.status).toBe(204)
    await ask('open', { token })
    interface Report {
      readonly counts: readonly { readonly app: string; readonly verdict: string }[]
    }
    const counts = () => [...portal.usage.values()].flatMap((report) => (report as Report).counts)
    await until(() => counts().length > 0, 'what was counted', 10_000)
    expect(counts().map(({ app, verdict }) => [app, verdict])).toEqual([[open.id, 'accepted']])
  })
})

describe('a page of a listed origin', () => {
  it('may read the answer, on the gateway’s word and not on the app’s', async () => {
    const answer = await ask('open', { origin: PAGE, token: await organization.mint(open, 2) })
    expect([answer.status, corsOf(answer), varyOf(answer)]).toEqual([200, READABLE, 'Accept-Encoding, Origin'])
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('may read why it was refused, and that the app did not answer', async () => {
    const refused = await ask('open', { origin: PAGE })
    expect([refused.status, corsOf(refused), varyOf(refused)]).toEqual([401, READABLE, 'Origin'])
    const other = await ask('open', { origin: PAGE, token: await organization.mint(closed, 3) })
    expect([other.status, corsOf(other)]).toEqual([401, READABLE])
    onUpstream = (request) => request.socket.destroy()
    const broken = await ask('open', { origin: PAGE, method: 'POST', token: await organization.mint(open, 3) })
    expect([broken.status, corsOf(broken)]).toEqual([502, READABLE])
  })

  it('may ask with OPTIONS, where that is no preflight', async () => {
    const answer = await ask('open', { origin: PAGE, method: 'OPTIONS', token: await organization.mint(open, 4) })
    expect([answer.status, reached.map(({ method }) => method)]).toEqual([200, ['OPTIONS']])
  })
})

it('a page of another origin may read nothing, whatever the app says, and a caller that is no page is served', async () => {
  const token = await organization.mint(open, 5)
  for (const origin of [OTHER, 'null', undefined]) {
    const answer = await ask('open', { token, ...(origin === undefined ? {} : { origin }) })
    expect([answer.status, corsOf(answer), varyOf(answer)]).toEqual([200, {}, 'Accept-Encoding, Origin'])
    const refused = await ask('open', origin === undefined ? {} : { origin })
    expect([refused.status, corsOf(refused), varyOf(refused)]).toEqual([401, {}, 'Origin'])
  }
})

it('two origins at once are none', async () => {
  const twice = await preflight('open', `${PAGE}, ${PAGE}`)
  expect([twice.status, corsOf(twice)]).toEqual([403, {}])
})

it('an app without listed origins speaks for itself, and its preflights need a key like everything else', async () => {
  const token = await organization.mint(closed, 6)
  const answer = await ask('closed', { origin: PAGE, token })
  expect([corsOf(answer)['access-control-allow-origin'], varyOf(answer)]).toEqual(['*', 'Accept-Encoding'])
  const refused = await ask('closed', { origin: PAGE })
  expect([refused.status, corsOf(refused), varyOf(refused)]).toEqual([401, {}, null])
  expect((await preflight('closed', PAGE)).status).toBe(401)
  const passed = await preflight('closed', PAGE, { authorization: `Bearer ${token}` })
  expect([passed.status, reached.at(-1)?.method]).toEqual([200, 'OPTIONS'])
})

it('a change of the list holds at once, and a deleted app has none', async () => {
  const mine = organization.app('changing', open.upstream, { corsOrigins: [PAGE] })
  const publish = async (changes: Partial<DataPlaneApp>) => {
    const seq = portal.publish({ kind: 'app', app: { ...mine, ...changes } })
    await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
  }
  await publish({})
  expect((await preflight('changing', PAGE)).status).toBe(204)
  await publish({ corsOrigins: [OTHER] })
  expect((await preflight('changing', PAGE)).status).toBe(403)
  await publish({ deleted: true })
  const gone = await preflight('changing', PAGE)
  expect([gone.status, corsOf(gone), varyOf(gone)]).toEqual([404, {}, null])
})

describe('an app’s upstream secret', () => {
  it('goes to the app, in place of what a caller sends, and nowhere else', async () => {
    const upstreamSecret = `aus_${'s'.repeat(43)}`
    const mine = organization.app('secretive', open.upstream, { upstreamSecret })
    const seq = portal.publish({ kind: 'app', app: mine })
    await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
    onUpstream = (request, response) => {
      response.writeHead(200, { 'x-aura-gateway': request.headers['x-aura-gateway'] ?? '' })
      response.end()
    }
    const headers = {
      authorization: `Bearer ${await organization.mint(mine, 7)}`,
      'x-aura-gateway': 'forged',
      x_aura_gateway: 'forged',
    }
    const answer = await fetch(`${running.url}/apps/secretive/`, { headers })
    expect(reached.map((request) => [request.headers['x-aura-gateway'], request.headers['x_aura_gateway']])).toEqual([
      [upstreamSecret, undefined],
    ])
    expect(JSON.stringify([...answer.headers])).not.toContain('aus_')
    const verified = await fetch(`${running.url}/verify?app=secretive`, { headers })
    expect([verified.status, verified.headers.get('x-aura-gateway')]).toEqual([204, null])
    expect(running.logged()).not.toContain('aus_s')
    onUpstream = (_request, response) => response.end()
    await fetch(`${running.url}/apps/open/`, {
      headers: { authorization: `Bearer ${await organization.mint(open, 8)}` },
    })
    expect(reached.at(-1)?.headers['x-aura-gateway']).toBeUndefined()
  })
})
