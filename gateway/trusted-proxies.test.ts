import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Deciding } from '@/gateway/testing/deciding'
import { makeOrganization, type TestOrganization } from '@/gateway/testing/organization'
import { type RunningGateway, runGateway, until } from '@/gateway/testing/running-gateway'
import type { DataPlaneApp } from '@/lib/core/changes'
import { TrustedProxies } from '@/lib/inbound/trusted-proxies'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

describe('the caller’s address', () => {
  const proxies = new TrustedProxies(['10.0.0.0/8', 'fd00::/8'])

  it.each([
    ['203.0.113.7', '', '203.0.113.7'],
    ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['10.0.0.1', '', '10.0.0.1'],
    ['10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '6.6.6.6, 198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['10.0.0.1', '10.0.0.3,10.0.0.2', '10.0.0.3'],
    ['::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['fd00::1', '2001:DB8:0:0::1', '2001:db8::1'],
    ['10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['10.0.0.1', '[2001:db8::1]:4711', '2001:db8::1'],
    ['10.0.0.1', '[2001:db8::1]', '2001:db8::1'],
    ['10.0.0.1', '198.51.100.1, unknown', '10.0.0.1'],
    ['10.0.0.1', '198.51.100.1, garbage, 10.0.0.2', '10.0.0.2'],
    ['10.0.0.1', '198.51.100.1, , 10.0.0.2', '10.0.0.2'],
    ['10.0.0.1', '127.1', '10.0.0.1'],
    ['10.0.0.1', '0x7f.0.0.1', '10.0.0.1'],
    ['10.0.0.1', '"198.51.100.1"', '10.0.0.1'],
    ['10.0.0.1', '[198.51.100.1', '10.0.0.1'],
    ['10.0.0.1', 'for=198.51.100.1', '10.0.0.1'],
  ])('on a connection from %s with “%s” is %s', (peer, forwardedFor, address) => {
    expect(proxies.callerAddress(peer, forwardedFor)).toBe(address)
  })

  it('is not known when the socket’s is not', () => {
    expect(proxies.callerAddress(undefined, '198.51.100.1')).toBe('')
    expect(proxies.forwarding(undefined, '198.51.100.1')).toEqual({ addresses: 'unknown', isTrusted: false })
  })

  it('is the socket’s when nobody is trusted', () => {
    expect(new TrustedProxies([]).callerAddress('10.0.0.1', '198.51.100.1')).toBe('10.0.0.1')
  })

  it('cannot be swayed by a caller, whatever it sends, to us or to a proxy that adds what it sees', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('10.0.0.9', ' ', 'x')), { maxLength: 40 }).map(String),
    )
    fc.assert(
      fc.property(anything, (sent) => {
        const direct = '203.0.113.7'
        expect(proxies.callerAddress(direct, sent)).toBe(direct)
        expect(proxies.forwarding(direct, sent)).toEqual({ addresses: direct, isTrusted: false })
        const added = sent === '' ? direct : `${sent}, ${direct}`
        expect(proxies.callerAddress('10.0.0.1', added)).toBe(direct)
        expect(proxies.forwarding('10.0.0.1', added)).toEqual({ addresses: `${direct}, 10.0.0.1`, isTrusted: true })
      }),
    )
  })

  it('is looked for behind a number of proxies, and not behind thousands', () => {
    const list = `198.51.100.1${', 10.0.0.2'.repeat(5_000)}`
    expect(proxies.callerAddress('10.0.0.1', list)).toBe('10.0.0.2')
    expect(proxies.forwarding('10.0.0.1', list).addresses.split(', ').length).toBeLessThan(50)
  })
})

describe.each([
  { who: 'a proxy that is trusted', ranges: ['127.0.0.0/8'], isTrusted: true },
  { who: 'anybody else', ranges: ['10.0.0.0/8'], isTrusted: false },
])('behind $who', ({ ranges, isTrusted }) => {
  let organization: TestOrganization
  let app: DataPlaneApp
  let portal: PortalStandIn
  let running: RunningGateway
  let upstream: Server
  let received: IncomingHttpHeaders

  beforeAll(async () => {
    upstream = createServer((request, response) => {
      received = request.headers
      response.end()
    })
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    organization = await makeOrganization()
    app = organization.app('sentiment', `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`)
    const keyLimits = [{ position: 1, limits: { rate: null, addresses: ['198.51.100.0/24'] } }]
    portal = new PortalStandIn(await organization.state([app], { keyLimits }))
    running = await runGateway(portal, await portal.listen(), { trustedProxies: ranges })
    await until(() => running.gateway.feed.isFresh(), 'a lease')
  })
  afterAll(async () => {
    await running.stop()
    await portal.close()
    upstream.closeAllConnections()
    upstream.close()
  })

  /** The first line of the answer. Sent as bytes, since clients join headers that are repeated. */
  function ask(target: string, token: string, headers: readonly string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(running.port, '127.0.0.1')
      let answer = ''
      socket.on('data', (chunk) => {
        answer += chunk
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(answer.split('\r\n')[0] as string))
      socket.write(
        [
          `GET ${target} HTTP/1.1`,
          'Host: gw.test',
          'Connection: close',
          `Authorization: Bearer ${token}`,
          ...headers,
          '',
          '',
        ].join('\r\n'),
      )
    })
  }

  it('a key is kept to its addresses', async () => {
    const token = await organization.mint(app, 1)
    for (const target of ['/apps/sentiment/', '/verify?app=sentiment']) {
      const fromWithin = await ask(target, token, ['X-Forwarded-For: 6.6.6.6', 'X-Forwarded-For: 198.51.100.1'])
      expect(fromWithin).toMatch(isTrusted ? / 20[04] / : / 403 /)
      expect(await ask(target, token, ['X-Forwarded-For: 198.51.100.1', 'X-Forwarded-For: 6.6.6.6'])).toMatch(/ 403 /)
      expect(await ask(target, token, ['Forwarded: for=198.51.100.1', 'X-Real-IP: 198.51.100.1'])).toMatch(/ 403 /)
    }
  })

  it('the app is told no more than may be believed', async () => {
    const token = await organization.mint(app, 2)
    await ask('/apps/sentiment/', token, [
      'X-Forwarded-For: made-up, 6.6.6.6',
      'X-Forwarded-For: 198.51.100.1, 127.0.0.2',
      'X-Forwarded-Proto: https',
      'X-Forwarded-Host: api.example.com',
      'X_Forwarded_For: 6.6.6.6',
      'X-Forwarded-Port: 6',
      'Forwarded: for=6.6.6.6',
      'X-Real-IP: 6.6.6.6',
    ])
    expect(received).toMatchObject(
      isTrusted
        ? {
            'x-forwarded-for': '198.51.100.1, 127.0.0.2, 127.0.0.1',
            'x-forwarded-proto': 'https',
            'x-forwarded-host': 'api.example.com',
          }
        : { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http', 'x-forwarded-host': 'gw.test' },
    )
    expect(JSON.stringify(received)).not.toContain('6.6.6.6')
    expect(received['x-forwarded-port']).toBeUndefined()
  })

  it('usage is counted under the caller’s address', async () => {
    const token = await organization.mint(app, 3)
    await ask('/verify?app=sentiment', token, ['X-Forwarded-For: 198.51.100.77'])
    await until(
      () => JSON.stringify([...portal.usage.values()]).includes(isTrusted ? '198.51.100.77' : '"127.0.0.1"'),
      'the batch',
      10_000,
    )
    if (!isTrusted) expect(JSON.stringify([...portal.usage.values()])).not.toContain('198.51.100.77')
  })
})

it('garbage uses up the budget of the caller who sends it, and not that of others behind the same proxy', async () => {
  const organization = await makeOrganization()
  const app = organization.app('sentiment', 'http://127.0.0.1:9')
  const gateway = new Deciding(await organization.state([app]))
  const forged = (await organization.mint(app, 1)).replace(/\.[^.]{10}/, '.AAAAAAAAAA')
  const from = async (address: string) => (await gateway.decide({ token: forged, address })).verdict
  const verdicts = []
  for (let sent = 0; sent <= 100; sent += 1) verdicts.push(await from('198.51.100.9'))
  expect([verdicts.at(-2), verdicts.at(-1)]).toEqual(['bad_signature', 'rate_limited'])
  expect(await from('198.51.100.10')).toBe('bad_signature')
})
