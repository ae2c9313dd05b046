import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Deciding } from '@/gateway/testing/deciding'
import { makeOrganization, type TestOrganization } from '@/gateway/testing/organization'
import { type RunningGateway, runGateway, until } from '@/gateway/testing/running-gateway'
import type { ScopeRule } from '@/lib/core/app-access'
import type { DataPlaneApp } from '@/lib/core/changes'
import type { KeyLimits } from '@/lib/core/key-limits'
import { AddressRanges, readAddress } from '@/lib/inbound/address-ranges'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

const RULES: readonly ScopeRule[] = [
  { methods: [], path: '/admin/*', scope: 'admin' },
  { methods: ['POST'], path: '/*', scope: 'write' },
]
const limitedTo = (...addresses: string[]): KeyLimits => ({ rate: null, addresses })

let organization: TestOrganization
beforeAll(async () => {
  organization = await makeOrganization()
})

describe('an app’s rules', () => {
  it.each([
    ['GET', '/', 'invoke', 'accepted'],
    ['GET', '/admin', 'invoke', 'insufficient_scope'],
    ['GET', '/admin', 'invoke admin', 'accepted'],
    ['GET', '//%61dmin;x/users', 'invoke write', 'insufficient_scope'],
    ['POST', '/', 'invoke', 'insufficient_scope'],
    ['POST', '/admin/users', 'invoke admin', 'insufficient_scope'],
    ['POST', '/admin/users', 'invoke write', 'insufficient_scope'],
    ['POST', '/admin/users', 'write admin', 'accepted'],
  ] as const)('ask of %s %s with “%s”: %s', async (method, path, scope, verdict) => {
    const app = organization.app('sentiment', 'http://127.0.0.1:9', { scopeRules: RULES })
    const gateway = new Deciding(await organization.state([app]))
    const token = await organization.mint(app, 1, { scope })
    expect((await gateway.decide({ token, method, path })).verdict).toBe(verdict)
    // Found again in the cache, it is judged in the same way.
    expect((await gateway.decide({ token, method, path })).verdict).toBe(verdict)
  })

  it('hold from the moment at which they are known, for keys that are known already', async () => {
    const app = organization.app('sentiment', 'http://127.0.0.1:9')
    const gateway = new Deciding(await organization.state([app]))
    const token = await organization.mint(app, 1)
    const call = { token, path: '/admin' }
    expect((await gateway.decide(call)).verdict).toBe('accepted')
    gateway.learn({ kind: 'app', app: { ...app, scopeRules: RULES } })
    expect((await gateway.decide(call)).verdict).toBe('insufficient_scope')
    gateway.learn({ kind: 'app', app })
    expect((await gateway.decide(call)).verdict).toBe('accepted')
  })

  it('do not apply at forward-auth, where the scope in the query does', async () => {
    const app = organization.app('sentiment', 'http://127.0.0.1:9', {
      scopeRules: [{ methods: [], path: '/*', scope: 'admin' }],
    })
    const gateway = new Deciding(await organization.state([app]))
    const call = { token: await organization.mint(app, 1), method: undefined }
    expect((await gateway.decide(call)).verdict).toBe('accepted')
    expect((await gateway.decide({ ...call, scope: 'invoke' })).verdict).toBe('accepted')
    expect((await gateway.decide({ ...call, scope: 'admin' })).verdict).toBe('insufficient_scope')
  })
})

describe('the addresses that a key may be used from', () => {
  it.each([
    [['192.0.2.0/24'], '192.0.2.1', 'accepted'],
    [['192.0.2.0/24'], '192.0.3.1', 'wrong_address'],
    [['198.51.100.0/24', '192.0.2.1/32'], '192.0.2.1', 'accepted'],
    [['192.0.2.0/24'], '::ffff:192.0.2.1', 'accepted'],
    [['192.0.2.0/24'], '::ffff:c000:201', 'accepted'],
    [['::ffff:192.0.2.0/120'], '192.0.2.1', 'accepted'],
    [['::ffff:192.0.2.0/120'], '192.0.3.1', 'wrong_address'],
    [['::/0'], '192.0.2.1', 'wrong_address'],
    [['0.0.0.0/0'], '2001:db8::1', 'wrong_address'],
    [['2001:db8::/33'], '2001:db8:7fff::1', 'accepted'],
    [['2001:db8::/33'], '2001:db8:8000::1', 'wrong_address'],
    [['fe80::/10'], 'fe80::1%eth0', 'accepted'],
    [['0.0.0.0/0', '::/0'], '', 'wrong_address'],
    [['0.0.0.0/0', '::/0'], 'unknown', 'wrong_address'],
    [['0.0.0.0/0'], '127.1', 'wrong_address'],
    [[], '', 'accepted'],
  ] as const)('%j and %s: %s', async (addresses, address, verdict) => {
    const app = organization.app('sentiment', 'http://127.0.0.1:9')
    const keyLimits = [{ position: 1, limits: limitedTo(...addresses) }]
    const gateway = new Deciding(await organization.state([app], { keyLimits }))
    const token = await organization.mint(app, 1)
    expect((await gateway.decide({ token, address })).verdict).toBe(verdict)
    expect((await gateway.decide({ token, address, method: undefined })).verdict).toBe(verdict)
  })

  it('are those of this key alone, and of this moment', async () => {
    const app = organization.app('sentiment', 'http://127.0.0.1:9')
    const gateway = new Deciding(await organization.state([app]))
    const [limited, other] = [await organization.mint(app, 1), await organization.mint(app, 2)]
    const verdicts = async () =>
      Promise.all([limited, other].map(async (token) => (await gateway.decide({ token })).verdict))
    expect(await verdicts()).toEqual(['accepted', 'accepted'])
    gateway.learn({ kind: 'key_limits', set: [{ position: 1, limits: limitedTo('10.0.0.0/8') }] })
    expect(await verdicts()).toEqual(['wrong_address', 'accepted'])
    gateway.learn({ kind: 'key_limits', set: [{ position: 1, limits: limitedTo('10.0.0.0/8', '192.0.2.0/28') }] })
    expect(await verdicts()).toEqual(['accepted', 'accepted'])
    gateway.learn({ kind: 'key_limits', set: [{ position: 1, limits: limitedTo('10.0.0.0/8') }] })
    gateway.learn({ kind: 'key_limits', set: [{ position: 1, limits: limitedTo() }] })
    expect(await verdicts()).toEqual(['accepted', 'accepted'])
  })

  it('are compared bit by bit', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (one, other, bits) => {
        const number = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
        const size = 2 ** (32 - bits)
        const isWithin = Math.floor(number(one) / size) === Math.floor(number(other) / size)
        expect(new AddressRanges([`${one}/${bits}`]).has(other)).toBe(isWithin)
      }),
    )
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), (text, bits) => {
        const address = readAddress(text) as string
        if (address.includes(':')) expect(new AddressRanges([`${address}/${bits}`]).has(address)).toBe(true)
      }),
    )
  })
})

describe('a restriction', () => {
  const rule = fc.record({
    methods: fc.subarray(['GET', 'POST', 'DELETE']),
    path: fc.constantFrom('/', '/*', '/admin/*', '/admin', '/*/users'),
    scope: fc.constantFrom('invoke', 'admin', 'write'),
  })
  const range = fc.constantFrom('192.0.2.0/24', '10.0.0.0/8', '::/0', '192.0.2.1/32')
  const call = fc.record({
    method: fc.option(fc.constantFrom('GET', 'HEAD', 'POST', 'DELETE'), { nil: undefined }),
    path: fc.constantFrom('', '/', '/admin', '/Admin/users', '/a/users', '/%61dmin'),
    scope: fc.option(fc.constantFrom('invoke', 'admin'), { nil: undefined }),
    address: fc.constantFrom('192.0.2.1', '192.0.2.9', '10.1.1.1', '2001:db8::1', ''),
  })

  it('never makes a refusal an acceptance', async () => {
    const plain = organization.app('sentiment', 'http://127.0.0.1:9')
    const scopes = ['invoke', 'invoke admin', 'write', 'invoke write admin']
    const tokens = await Promise.all(scopes.map((scope, at) => organization.mint(plain, at, { scope })))
    const state = await organization.state([plain])
    await fc.assert(
      fc.asyncProperty(
        fc.array(rule, { maxLength: 3 }),
        rule,
        fc.array(range, { minLength: 1, maxLength: 3 }),
        range,
        fc.constantFrom(...tokens.keys()),
        call,
        async (rules, oneMore, addresses, dropped, at, asked) => {
          const token = tokens[at] as string
          const verdictWith = async (scopeRules: readonly ScopeRule[], limits: KeyLimits) => {
            const keyLimits = tokens.map((_, position) => ({ position, limits }))
            const gateway = new Deciding({ ...state, apps: [{ ...plain, scopeRules }], keyLimits })
            return (await gateway.decide({ ...asked, token })).verdict
          }
          const wider = await verdictWith(rules, limitedTo(...addresses, dropped))
          if (wider === 'accepted') return
          expect(await verdictWith([...rules, oneMore], limitedTo(...addresses, dropped))).not.toBe('accepted')
          expect(await verdictWith(rules, limitedTo(...addresses))).not.toBe('accepted')
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a running gateway', () => {
  let portal: PortalStandIn
  let running: RunningGateway
  let upstream: Server
  let app: DataPlaneApp
  let received: IncomingHttpHeaders

  beforeAll(async () => {
    upstream = createServer((request, response) => {
      received = request.headers
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: hello\n\n')
    })
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    app = organization.app('sentiment', `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`)
    portal = new PortalStandIn(await organization.state([app]))
    running = await runGateway(portal, await portal.listen())
    await until(() => running.gateway.feed.isFresh(), 'a lease')
  })
  afterAll(async () => {
    await running.stop()
    await portal.close()
    upstream.closeAllConnections()
    upstream.close()
  })

  /** Opens a stream and says when it was closed. */
  async function openStream(token: string, path: string) {
    const stream = { isOpen: false, isClosed: false }
    const request = httpRequest(`${running.url}/apps/sentiment${path}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    request.on('error', () => undefined)
    request.on('response', (response) => {
      response.on('data', () => {
        stream.isOpen = true
      })
      response.on('error', () => undefined)
      response.on('close', () => {
        stream.isClosed = true
      })
    })
    request.end()
    await until(() => stream.isOpen, 'the first event')
    return stream
  }

  it('closes what is open when a rule now asks for a scope that its key lacks, and leaves the rest open', async () => {
    const admin = await openStream(await organization.mint(app, 11, { scope: 'invoke admin' }), '/admin')
    const elsewhere = await openStream(await organization.mint(app, 12), '/')
    const lacking = await openStream(await organization.mint(app, 12), '/admin')
    portal.publish({ kind: 'app', app: { ...app, scopeRules: RULES } })
    await until(() => lacking.isClosed, 'the close')
    expect([admin.isClosed, elsewhere.isClosed]).toEqual([false, false])
    portal.publish({ kind: 'app', app })
  })

  it('closes what is open when its address is no longer in the key’s list', async () => {
    const [limited, other] = await Promise.all(
      [21, 22].map(async (position) => openStream(await organization.mint(app, position), '/')),
    )
    const set = (addresses: string[]) =>
      portal.publish({ kind: 'key_limits', set: [{ position: 21, limits: limitedTo(...addresses) }] })
    const seq = set(['127.0.0.0/8'])
    await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
    expect(limited?.isClosed).toBe(false)
    set(['10.0.0.0/8'])
    await until(() => limited?.isClosed === true, 'the close')
    expect(other?.isClosed).toBe(false)
  })

  it('says which scopes a rule asks for, and where a key may not be used', async () => {
    const seq = portal.publish({ kind: 'app', app: { ...app, scopeRules: RULES } })
    portal.publish({ kind: 'key_limits', set: [{ position: 32, limits: limitedTo('10.0.0.0/8') }] })
    await until(() => portal.acknowledgements.some((ack) => ack.seq > seq), 'the acknowledgement')
    const post = async (position: number) => {
      const headers = { authorization: `Bearer ${await organization.mint(app, position)}` }
      const response = await fetch(`${running.url}/apps/sentiment/admin`, { method: 'POST', headers })
      const { verdict } = (await response.json()) as { verdict: string }
      return [response.status, verdict, response.headers.get('www-authenticate')]
    }
    expect(await post(31)).toEqual([
      403,
      'insufficient_scope',
      expect.stringMatching(/^Bearer realm="sentiment", error="insufficient_scope", .*, scope="admin write"$/),
    ])
    expect(await post(32)).toEqual([403, 'wrong_address', 'Bearer realm="sentiment"'])
  })

  it('passes on no header by which an app with rules could take the request for another', async () => {
    const headers = {
      authorization: `Bearer ${await organization.mint(app, 41, { scope: 'invoke write' })}`,
      'x-http-method-override': 'DELETE',
      x_http_method_override: 'DELETE',
      'x-original-url': '/admin',
    }
    const passed = async (scopeRules: readonly ScopeRule[]) => {
      const seq = portal.publish({ kind: 'app', app: { ...app, scopeRules } })
      await until(() => portal.acknowledgements.some((ack) => ack.seq >= seq), 'the acknowledgement')
      const response = await fetch(`${running.url}/apps/sentiment/`, { method: 'POST', headers })
      await response.body?.cancel()
      return Object.keys(headers).filter((name) => received[name] !== undefined)
    }
    expect(await passed(RULES)).toEqual([])
    expect(await passed([])).toEqual(['x-http-method-override', 'x_http_method_override', 'x-original-url'])
  })
})
