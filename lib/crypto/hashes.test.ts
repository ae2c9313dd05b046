import { describe, expect, it } from 'vitest'
import { constantTimeEqual, GATEWAY_TOKEN_PREFIX, randomToken, sha256 } from '@/lib/crypto/hashes'

describe('a token that someone else holds', () => {
  it('is 256 random bits behind its prefix, and stored as SHA-256', () => {
    const tokens = Array.from({ length: 1_000 }, () => randomToken(GATEWAY_TOKEN_PREFIX))
    expect(tokens.every((token) => /^agt_[A-Za-z0-9_-]{43}$/.test(token))).toBe(true)
    expect(new Set(tokens).size).toBe(tokens.length)
    // FIPS 180-2, appendix B.1.
    expect(Buffer.from(sha256('abc')).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
    expect(sha256(new TextEncoder().encode('abc'))).toEqual(sha256('abc'))
  })

  it('is compared whole, whatever the lengths', () => {
    expect(constantTimeEqual('token', 'token')).toBe(true)
    expect(constantTimeEqual('token', new TextEncoder().encode('token'))).toBe(true)
    for (const other of ['', 'toke', 'token ', 'Token']) expect(constantTimeEqual('token', other)).toBe(false)
  })
})
