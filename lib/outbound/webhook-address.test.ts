import { expect, test } from 'vitest'
import { problemWithAddress } from '@/lib/outbound/webhook-address'

test.each([
  ['https://hooks.example.com/in', [], null],
  ['https://8.8.8.8/in', [], null],
  ['http://hooks.example.com/in', [], 'needs_https'],
  ['http://hooks.internal/in', ['10.0.0.0/8'], null],
  ['http://10.1.2.3/in', ['10.0.0.0/8'], null],
  ['http://8.8.8.8/in', ['10.0.0.0/8'], 'needs_https'],
  ['https://10.1.2.3/in', [], 'not_allowed'],
  ['https://[::1]/in', [], 'not_allowed'],
  ['https://0x7f.1/in', [], 'not_allowed'],
  ['http://127.0.0.1:3000/in', ['127.0.0.0/8'], null],
] as const)('of %s, with %j allowed, is said: %s', (url, allow, said) => {
  expect(problemWithAddress(url, allow)).toBe(said)
})
