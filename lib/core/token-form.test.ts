import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEY_PREFIX } from '@/lib/core/claims'
import { KEY_SHAPED, readCompactForm, readTokenForm, TOKEN_CHARACTERS } from '@/lib/core/token-form'

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The same rules, slowly: each segment is what its bytes encode to. */
function compactByTheBook(token: string): boolean {
  const parts = token.split('.')
  const canonical = (part: string) => part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part
  return parts.length === 3 && parts.every(canonical) && Buffer.from(parts[2] as string, 'base64url').length === 64
}
function formByTheBook(token: string): boolean {
  if (token.length > TOKEN_CHARACTERS || !token.startsWith(KEY_PREFIX) || !compactByTheBook(token)) return false
  const second = Buffer.from(token.split('.')[2] as string, 'base64url').toString('hex', 32)
  return BigInt(`0x${second}`) <= ORDER / 2n
}

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const segment = fc.uint8Array({ minLength: 1, maxLength: 60 }).map(base64url)
const scalar = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  fc.bigInt({ min: ORDER / 2n - 3n, max: ORDER / 2n + 3n }),
)
const signature = fc
  .tuple(fc.uint8Array({ minLength: 32, maxLength: 32 }), scalar)
  .map(([r, s]) => base64url(Buffer.concat([r, Buffer.from(s.toString(16).padStart(64, '0'), 'hex')])))
/** The prefix holds 42 bytes and 2 bits more; `i` gives it the rest of a quote. */
const header = fc
  .uint8Array({ maxLength: 60 })
  .map((bytes) => base64url(Buffer.concat([Buffer.from('{"typ":"aura-key+jwt","alg":"ES256","kid":"'), bytes])))
const formed = fc.tuple(fc.oneof(header, segment), segment, signature).map((parts) => parts.join('.'))

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\0éА'
const touched = fc
  .tuple(formed, fc.nat(), fc.constantFrom(...CHARACTERS), fc.constantFrom('replace', 'insert', 'remove'))
  .map(([token, at, character, how]) => {
    const index = at % (token.length + 1)
    return (
      token.slice(0, index) + (how === 'remove' ? '' : character) + token.slice(how === 'insert' ? index : index + 1)
    )
  })
const anything = fc.oneof(
  formed,
  touched,
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(segment).map((parts) => parts.join('.')),
)

describe('the form of a token', () => {
  it('is what the rules say, read slowly', () => {
    const counted = { formed: 0, not: 0 }
    fc.assert(
      fc.property(anything, (token) => {
        expect(readCompactForm(token) !== undefined).toBe(compactByTheBook(token))
        expect(readTokenForm(token) !== undefined).toBe(formByTheBook(token))
        counted[formByTheBook(token) ? 'formed' : 'not'] += 1
      }),
      { numRuns: 20_000 },
    )
    // Both kinds were met, often: agreement about nothing would be none.
    expect(counted.formed).toBeGreaterThan(500)
    expect(counted.not).toBeGreaterThan(500)
  })

  it('is cut where the dots are', () => {
    fc.assert(
      fc.property(formed, (token) => {
        const parts = readCompactForm(token)
        expect(parts && [parts.header, parts.payload, parts.signature].join('.')).toBe(token)
      }),
    )
  })

  it('ends at 8,192 characters', () => {
    const of = (length: number) => {
      const start = `${base64url(Buffer.from('{"typ":"aura-key+jwt","alg":"ES256","kid":""}'))}.`
      return `${start}${'A'.repeat(length - start.length - 87)}.${'A'.repeat(86)}`
    }
    expect(of(8_192)).toHaveLength(8_192)
    expect(readTokenForm(of(8_192))).toBeDefined()
    expect(readTokenForm(of(8_196))).toBeUndefined()
  })

  it('takes the largest low s and refuses the next', () => {
    const withS = (s: bigint) => {
      const bytes = Buffer.concat([Buffer.alloc(32, 1), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')])
      return `${base64url(Buffer.from('{"typ":"aura-key+jwt","alg":"ES256","kid":""}'))}.AAAA.${base64url(bytes)}`
    }
    expect(readTokenForm(withS(ORDER / 2n))).toBeDefined()
    expect(readTokenForm(withS(ORDER / 2n + 1n))).toBeUndefined()
    expect(readTokenForm(withS(ORDER - 1n))).toBeUndefined()
  })
})

describe('text that is shaped like a key', () => {
  it('is found wherever a token stands, and only there', () => {
    fc.assert(
      fc.property(header, segment, signature, (one, two, three) => {
        const token = `${one}.${two}.${three}`
        fc.pre(one.length > KEY_PREFIX.length)
        expect(`https://portal.example/?q=${token}&page=2`.match(KEY_SHAPED)?.[0]).toBe(token)
        expect(KEY_SHAPED.test(token.slice(1))).toBe(false)
        expect(KEY_SHAPED.test(token.replaceAll('.', ' '))).toBe(false)
      }),
    )
  })
})
