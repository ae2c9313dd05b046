import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { UpstreamSecret } from '@/lib/crypto/upstream-secret'

it('an upstream secret is another one each time, fit for a header, and is shown by `reveal()` alone', () => {
  const [one, other] = [UpstreamSecret.make(), UpstreamSecret.make()]
  expect(one.reveal()).toMatch(/^aus_[A-Za-z0-9_-]{43}$/)
  expect(one.reveal()).not.toBe(other.reveal())
  for (const shown of [String(one), `${one}`, JSON.stringify({ one }), inspect(one, { showHidden: true, depth: 9 })])
    expect(shown).not.toContain(one.reveal().slice(4))
})
