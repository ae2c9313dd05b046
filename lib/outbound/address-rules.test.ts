import { describe, expect, it } from 'vitest'
import { isAddressAllowed, parseAddressRanges } from '@/lib/outbound/address-rules'

const REFUSED = [
  ['this network', '0.0.0.0'],
  ['this network, elsewhere in it', '0.1.2.3'],
  ['loopback', '127.0.0.1'],
  ['loopback, elsewhere in it', '127.200.3.4'],
  ['private', '10.0.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['carrier NAT', '100.64.0.1'],
  ['link-local, where clouds keep their metadata', '169.254.169.254'],
  ['a public address at which one cloud keeps its own', '168.63.129.16'],
  ['protocol assignments', '192.0.0.1'],
  ['documentation', '203.0.113.7'],
  ['benchmarks', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['loopback', '::1'],
  ['an IPv4 address inside, in the deprecated form', '::127.0.0.1'],
  ['a mapped loopback', '::ffff:127.0.0.1'],
  ['a mapped public address', '::ffff:8.8.8.8'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['NAT64 of a public address', '64:ff9b::808:808'],
  ['local NAT64', '64:ff9b:1::7f00:1'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001:0:1::1'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['unique local', 'fd00:ec2::254'],
  ['multicast', 'ff02::1'],
  ['documentation', '2001:db8::1'],
  ['discard', '100::1'],
  ['no address', 'example.com'],
  ['no address', ''],
] as const

describe('the outbound address rules', () => {
  it.each(REFUSED)('refuse %s: %s', (_name, address) => {
    expect(isAddressAllowed(address, [])).toBe(false)
  })

  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:4001::1'])(
    'let the public address %s through',
    (address) => {
      expect(isAddressAllowed(address, [])).toBe(true)
    },
  )

  it('let through what the operator allows, and no more', () => {
    const allowed = parseAddressRanges(['127.0.0.0/8', 'fd00::/8', '10.1.2.3'])
    for (const address of ['127.9.9.9', '::ffff:127.0.0.1', 'fd12::1', '10.1.2.3'])
      expect(isAddressAllowed(address, allowed), address).toBe(true)
    for (const address of ['::1', '10.1.2.4', '64:ff9b::7f00:1', '169.254.169.254'])
      expect(isAddressAllowed(address, allowed), address).toBe(false)
  })

  it('name the range that is none', () => {
    for (const range of ['10.0.0.0/33', 'nonsense', '127', '10/8', '127.1', '10.0.0.0/8/8', 'fe80::/129'])
      expect(() => parseAddressRanges(['127.0.0.1', range])).toThrow(range)
  })
})
