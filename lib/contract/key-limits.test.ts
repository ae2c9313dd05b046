import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { keyLimits } from '@/lib/contract/key-limits'
import { LIMITS } from '@/lib/core/limits'

const read = (addresses: readonly string[]) => keyLimits.safeParse({ rate: null, addresses })
const sentenceFor = (address: string) => read([address]).error?.issues[0]?.message

describe('an address from which a key may be used', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3/32'],
    [' 10.1.0.0/16 ', '10.1.0.0/16'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8::', '2001:db8::/128'],
    ['2001:0db8:0:0:0:0:0:0/32', '2001:db8::/32'],
    ['2001:db8:0:1:0:0:0:0/64', '2001:db8:0:1::/64'],
    ['::/0', '::/0'],
    ['::1', '::1/128'],
    ['::ffff:10.1.2.3', '10.1.2.3/32'],
    ['::ffff:10.1.0.0/112', '10.1.0.0/16'],
  ])('%s is kept as %s', (typed, range) => {
    expect(read([typed]).data?.addresses).toEqual([range])
  })

  it.each([
    ['10.1.2.3/16', 'Enter 10.1.0.0/16 for the range, or 10.1.2.3 for this one address.'],
    ['10.0.0.1/0', 'Enter 0.0.0.0/0 for the range'],
    ['2001:db8::1/32', 'Enter 2001:db8::/32 for the range, or 2001:db8::1 for this one address.'],
    ['10.1.2.0/33', 'from 0 to 32'],
    ['2001:db8::/129', 'from 0 to 128'],
    ['10.1.2.0/', 'from 0 to 32'],
    ['10.1.2.0/08', 'from 0 to 32'],
    ['10.1.2.0/-1', 'from 0 to 32'],
    ['10.1.2.0/8/8', 'is no address or range'],
    ['10.1.2', 'is no address or range'],
    ['010.0.0.1', 'is no address or range'],
    ['0x7f.0.0.1', 'is no address or range'],
    ['2130706433', 'is no address or range'],
    ['fe80::1%eth0', 'is no address or range'],
    ['::10.1.2.3', 'is no address or range'],
    ['example.com', 'is no address or range'],
    ['*', 'is no address or range'],
    ['', 'is no address or range'],
  ])('%j is refused, and what to enter is said', (typed, sentence) => {
    expect(sentenceFor(typed)).toContain(sentence)
  })

  it('has one spelling: what was kept is kept again as it is, and holds whom it held', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6())
    fc.assert(
      fc.property(address, fc.nat(128), (typed, length) => {
        const first = read([typed]).data?.addresses
        fc.pre(first !== undefined)
        expect(read(first).data?.addresses).toEqual(first)
        const offered = sentenceFor(`${typed}/${length}`)?.match(/Enter (\S+) for the range/)?.[1]
        if (!offered) return
        expect(read([offered]).data?.addresses).toEqual([offered])
        const [network, bits] = ipaddr.parseCIDR(offered)
        // A range of IPv6 that is wider than the IPv4-mapped ones holds these as IPv6.
        const held = network.kind() === 'ipv4' ? ipaddr.process(typed) : ipaddr.parse(typed)
        expect(held.match(network, bits)).toBe(true)
      }),
    )
  })

  it('counts once, however it was spelled, and there is a limit to how many there are', () => {
    expect(read(['10.1.2.3', '10.1.2.3/32', '::ffff:10.1.2.3']).data?.addresses).toEqual(['10.1.2.3/32'])
    const many = Array.from({ length: LIMITS.addressesPerKey + 1 }, (_, index) => `10.0.0.${index}`)
    expect(read(many.slice(1)).success).toBe(true)
    expect(read(many).error?.issues[0]).toMatchObject({ path: ['addresses'] })
  })
})

describe('how often a key may be used', () => {
  const rateOf = (rate: unknown) => keyLimits.safeParse({ rate, addresses: [] })

  it('is nothing, or a whole number a minute; a minute’s worth may come at once where nothing else is said', () => {
    expect(rateOf(null).data?.rate).toBeNull()
    expect(rateOf({ requestsPerMinute: 60 }).data?.rate).toEqual({ requestsPerMinute: 60, burst: 60 })
    expect(rateOf({ requestsPerMinute: 60, burst: 5 }).data?.rate).toEqual({ requestsPerMinute: 60, burst: 5 })
    for (const wrong of [
      0,
      -1,
      1.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      LIMITS.requestsPerMinute + 1,
      '60',
      undefined,
    ]) {
      expect(rateOf({ requestsPerMinute: wrong }).error?.issues[0]).toMatchObject({
        path: ['rate', 'requestsPerMinute'],
        message: 'Enter a whole number from 1 to 1,000,000.',
      })
      if (wrong !== undefined)
        expect(rateOf({ requestsPerMinute: 1, burst: wrong }).error?.issues[0]?.path).toEqual(['rate', 'burst'])
    }
  })
})
