import { expect, it } from 'vitest'
import { VerifiedTokens } from '@/gateway/verified-tokens'

const SIGNATURE = 'x'.repeat(85)

it('finds a token by all of its characters, and takes none for another that ends alike', () => {
  const tokens = new VerifiedTokens<{ name: string }>(10)
  const good = `header.payload.${SIGNATURE}A`
  tokens.set(good, { name: 'good' })
  expect(tokens.get(Buffer.from(good).toString())).toEqual({ name: 'good' })
  for (const other of [`header.payload2.${SIGNATURE}A`, `header.payloae.${SIGNATURE}A`, `${SIGNATURE}A`, 'A', '']) {
    expect(tokens.get(other), other).toBeUndefined()
  }
})

it('forgets the token that was used longest ago', () => {
  const tokens = new VerifiedTokens<object>(2)
  const [first, second, third] = ['a', 'b', 'c'].map((letter) => letter.repeat(90)) as [string, string, string]
  for (const token of [first, second]) tokens.set(token, {})
  tokens.get(first)
  tokens.set(third, {})
  expect([tokens.get(first), tokens.get(second), tokens.get(third)].map(Boolean)).toEqual([true, false, true])
})
