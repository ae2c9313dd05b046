import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOutboundDispatcher, type LookupAll } from '@/lib/outbound/outbound-dispatcher'

let server: Server
let port: number
let reached = 0
beforeAll(async () => {
  server = createServer((incoming, response) => {
    reached += 1
    if (incoming.url === '/redirect') response.writeHead(302, { location: 'http://127.0.0.1:1/' })
    response.end(incoming.headers.host)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** A name whose addresses change with every question. */
function answering(...answers: readonly string[][]): LookupAll & { asked: number } {
  const lookup = ((_hostname, _options, callback) => {
    const addresses = answers[Math.min(lookup.asked, answers.length - 1)] ?? []
    lookup.asked += 1
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }) as LookupAll & { asked: number }
  lookup.asked = 0
  return lookup
}

async function get(
  url: string,
  options: { allow?: string[]; lookup?: LookupAll; plainOnlyWhereAllowed?: boolean } = {},
) {
  const dispatcher = createOutboundDispatcher({ allow: [], connectMilliseconds: 500, ...options })
  try {
    const response = await request(url, { dispatcher })
    return { status: response.statusCode, body: await response.body.text() }
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code }
  } finally {
    await dispatcher.destroy()
  }
}

describe('the outbound client', () => {
  it.each(['127.0.0.1', '0x7f.1', '2130706433', '127.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '0.0.0.0'])(
    'refuses the address %s in a URL, however it is spelled',
    async (host) => {
      expect(await get(`http://${host}:${port}/`)).toEqual({ code: 'outbound_address_refused' })
      expect(await get(`https://${host}:${port}/`)).toEqual({ code: 'outbound_address_refused' })
      expect(reached).toBe(0)
    },
  )

  it('refuses a name that points to such an address, alone or among others', async () => {
    expect(await get(`http://localhost:${port}/`)).toEqual({ code: 'outbound_address_refused' })
    for (const addresses of [['127.0.0.1'], ['::1'], ['93.184.216.34', '127.0.0.1'], ['169.254.169.254']]) {
      expect(await get(`http://app.test:${port}/`, { lookup: answering(addresses) })).toEqual({
        code: 'outbound_address_refused',
      })
    }
    expect(reached).toBe(0)
  })

  it('connects to what it has checked: a name that changes between two questions gains nothing', async () => {
    const changing = answering(['93.184.216.34'], ['127.0.0.1'])
    const dispatcher = createOutboundDispatcher({ allow: [], connectMilliseconds: 200, lookup: changing })
    const attempts: unknown[] = []
    for (let attempt = 0; attempt < 3; attempt += 1) {
      attempts.push(
        await request(`http://changing.test:${port}/`, { dispatcher }).then(
          () => 'reached',
          (error: NodeJS.ErrnoException) => error.code,
        ),
      )
    }
    await dispatcher.destroy()
    // The first question gave a public address, and that one was tried; each later connection asked, and checked, anew.
    expect(attempts[0]).not.toBe('outbound_address_refused')
    expect(attempts.slice(1)).toEqual(['outbound_address_refused', 'outbound_address_refused'])
    expect([changing.asked, reached]).toEqual([3, 0])
  })

  it('reaches what the operator allows, by address and by name', async () => {
    const allow = ['127.0.0.0/8']
    expect(await get(`http://127.0.0.1:${port}/`, { allow })).toEqual({ status: 200, body: `127.0.0.1:${port}` })
    expect(await get(`http://app.test:${port}/`, { allow, lookup: answering(['127.0.0.1']) })).toEqual({
      status: 200,
      body: `app.test:${port}`,
    })
  })

  it('that may go without TLS only where the operator allows it, goes nowhere else, public or not', async () => {
    const plainOnlyWhereAllowed = true
    const refused = { code: 'outbound_address_refused' }
    const everywhere = ['93.184.216.34']
    expect(await get('http://93.184.216.34:81/', { plainOnlyWhereAllowed })).toEqual(refused)
    expect(await get('http://app.test:81/', { plainOnlyWhereAllowed, lookup: answering(everywhere) })).toEqual(refused)
    expect(await get('https://app.test:81/', { plainOnlyWhereAllowed, lookup: answering(everywhere) })).not.toEqual(
      refused,
    )
    const allow = ['127.0.0.0/8']
    expect(await get(`http://127.0.0.1:${port}/`, { plainOnlyWhereAllowed, allow })).toMatchObject({ status: 200 })
    expect(
      await get(`http://app.test:${port}/`, { plainOnlyWhereAllowed, allow, lookup: answering(['127.0.0.1']) }),
    ).toMatchObject({ status: 200 })
  })

  it('hands a redirect back instead of following it', async () => {
    expect((await get(`http://127.0.0.1:${port}/redirect`, { allow: ['127.0.0.0/8'] })).status).toBe(302)
  })
})
