import { describe, expect, test } from 'vitest'
import { TrustedProxies } from '@/lib/inbound/trusted-proxies'
import { callerAddress } from '@/lib/server/origin'

const trusted = new TrustedProxies(['10.0.0.0/8', 'fd00::/8'])

describe('a caller’s address', () => {
  test.each([
    ['the socket’s, when nothing else is there', '203.0.113.7', null, '203.0.113.7'],
    [
      'the socket’s, whatever is claimed, when it is no proxy of ours',
      '203.0.113.7',
      '198.51.100.1, 10.0.0.1',
      '203.0.113.7',
    ],
    ['what our proxy says', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    [
      'the last that is no proxy of ours: what a caller sent along stands before it',
      '10.0.0.1',
      '1.1.1.1, 198.51.100.1, 10.9.9.9',
      '198.51.100.1',
    ],
    ['what our proxy of IPv6 says', 'fd00::1', '2001:db8::1', '2001:db8::1'],
    ['in one spelling', '10.0.0.1', '2001:DB8:0:0::0001', '2001:db8::1'],
    ['IPv4 as such, when the socket speaks IPv6', '::ffff:203.0.113.7', null, '203.0.113.7'],
    ['seen through a proxy that comes as IPv6', '::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['the proxy’s, when it names nobody', '10.0.0.1', '', '10.0.0.1'],
    ['the first proxy’s, when all are ours', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['read with the port that some proxies write', '10.0.0.1', '1.1.1.1, 198.51.100.1:4711', '198.51.100.1'],
    ['no further than “unknown”', '10.0.0.1', '1.1.1.1, unknown, 10.0.0.2', '10.0.0.2'],
    ['not there, without a socket', null, '198.51.100.1', null],
  ])('is %s', (_, peer, forwardedFor, expected) => {
    expect(callerAddress(peer, forwardedFor, trusted)).toBe(expected)
  })

  test('is the socket’s for every header, when no proxy is trusted', () => {
    for (const forwardedFor of ['1.1.1.1', '127.0.0.1', '::1', 'x'.repeat(10_000), ',,,', '%00'])
      expect(callerAddress('127.0.0.1', forwardedFor, new TrustedProxies([]))).toBe('127.0.0.1')
  })
})
