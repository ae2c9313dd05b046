import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newIdAt } from '@/lib/crypto/identifiers'
import { type BelongsTo, open, openedText, parseKeyEncryptionKeys, seal } from '@/lib/crypto/sealing'

const newId = newIdAt(new Date('2026-11-03T10:00:00Z'))
const jwk = (kid: string) => ({ kty: 'oct', kid, k: randomBytes(32).toString('base64url') })
const [first, second] = [jwk('2026'), jwk('2027')]
const before = parseKeyEncryptionKeys(JSON.stringify(first))
const rotated = parseKeyEncryptionKeys(JSON.stringify({ keys: [second, first] }))
const after = parseKeyEncryptionKeys(JSON.stringify({ keys: [second] }))

const PLACE = { organization: newId('organization'), secret: newId('secret'), version: 3 } satisfies BelongsTo

describe('a sealed text', () => {
  it('opens where it belongs, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (content) => {
        expect(await open(await seal(content, PLACE, before), PLACE, before)).toEqual({ ok: true, content })
      }),
      { numRuns: 100 },
    )
    const text = '\ufeffżółć 🔑 \0 end'
    const opened = await open(await seal(text, PLACE, before), PLACE, before)
    expect(opened.ok && openedText(opened.content)).toBe(text)
  })

  it('is another text every time, and shows nothing of what is in it', async () => {
    const [one, other] = [await seal('the value', PLACE, before), await seal('the value', PLACE, before)]
    expect(one).not.toBe(other)
    expect(Buffer.from(one.split('.').join(''), 'base64url').toString('latin1')).not.toContain('the value')
  })

  const elsewhere: readonly (readonly [string, BelongsTo])[] = [
    ['another organization', { ...PLACE, organization: newId('organization') }],
    ['another secret', { ...PLACE, secret: newId('secret') }],
    ['another version', { ...PLACE, version: 4 }],
    ['an app', { organization: PLACE.organization, app: newId('app') }],
    ['a signing key', { organization: PLACE.organization, signing_key: PLACE.secret }],
  ]
  it.each(elsewhere)('does not open once moved to %s', async (_, place) => {
    expect(await open(await seal('value', PLACE, before), place, before)).toEqual({
      ok: false,
      reason: 'belongs_elsewhere',
    })
    expect(await open(await seal('value', place, before), PLACE, before)).toEqual({
      ok: false,
      reason: 'belongs_elsewhere',
    })
  })

  it('does not open for a row that its header was rewritten to name', async () => {
    const sealed = await seal('value', PLACE, before)
    const moved = { ...PLACE, version: 4 }
    const parts = sealed.split('.')
    const header = JSON.parse(Buffer.from(parts[0] as string, 'base64url').toString())
    const rewritten = Buffer.from(JSON.stringify({ ...header, belongs_to: moved })).toString('base64url')
    expect(await open(parts.with(0, rewritten).join('.'), moved, before)).toEqual({ ok: false, reason: 'damaged' })
  })

  it('names what it belongs to and its key, so that keys can be changed: old ones open, the current one seals', async () => {
    const sealed = await seal('value', PLACE, before)
    expect(await open(sealed, PLACE, rotated)).toMatchObject({ ok: true })
    expect(await open(sealed, PLACE, after)).toEqual({ ok: false, reason: 'unknown_key' })
    const anew = await seal('value', PLACE, rotated)
    expect(await open(anew, PLACE, after)).toMatchObject({ ok: true })
    expect(JSON.parse(Buffer.from(anew.split('.')[0] as string, 'base64url').toString())).toMatchObject({
      alg: 'A256GCMKW',
      enc: 'A256GCM',
      kid: '2027',
      belongs_to: PLACE,
    })
  })

  it('does not open under another key of the same name', async () => {
    const impostor = parseKeyEncryptionKeys(JSON.stringify(jwk('2026')))
    expect(await open(await seal('value', PLACE, before), PLACE, impostor)).toEqual({ ok: false, reason: 'damaged' })
  })

  it('never opens and never throws after it was tampered with', async () => {
    const sealed = await seal('value', PLACE, before)
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: sealed.length - 1 }),
        fc.string({ minLength: 1, maxLength: 1 }),
        async (at, character) => {
          const touched = sealed.slice(0, at) + character + sealed.slice(at + 1)
          const opened = await open(touched, PLACE, before)
          // The unused bits of a segment's last character and white space say nothing, so such a text is still the same one.
          if (opened.ok) {
            const bytes = (text: string) =>
              text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'))
            expect(bytes(touched)).toEqual(bytes(sealed))
          }
        },
      ),
      { numRuns: 1_000 },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => `${Buffer.from(text).toString('base64url')}.a.b.c.d`),
        ),
        async (text) => {
          expect((await open(text, PLACE, before)).ok).toBe(false)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('does not open when its header asks for other algorithms', async () => {
    const parts = (await seal('value', PLACE, before)).split('.')
    const header = JSON.parse(Buffer.from(parts[0] as string, 'base64url').toString())
    for (const differing of [
      { alg: 'dir' },
      { alg: 'PBES2-HS256+A128KW', p2c: 2_000_000_000 },
      { enc: 'A128CBC-HS256' },
      { zip: 'DEF' },
      { crit: ['x'] },
    ]) {
      const rewritten = Buffer.from(JSON.stringify({ ...header, ...differing })).toString('base64url')
      expect(await open(parts.with(0, rewritten).join('.'), PLACE, before)).toEqual({ ok: false, reason: 'damaged' })
    }
  })
})

describe('a KEK file', () => {
  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', '', /not JSON/],
    ['not JSON', 'kty=oct', /not JSON/],
    ['a list', JSON.stringify([first]), /not a JSON object/],
    ['null', 'null', /not a JSON object/],
    ['no key', '{"keys":[]}', /no key/],
    ['keys not a list', '{"keys":{}}', /not a list/],
    ['another kty', JSON.stringify({ ...first, kty: 'EC' }), /kty.*key 1/],
    ['null among its keys', JSON.stringify({ keys: [first, null] }), /kty.*key 2/],
    ['no kid', JSON.stringify({ ...first, kid: undefined }), /kid.*key 1/],
    ['an empty kid', JSON.stringify({ ...first, kid: '' }), /kid.*key 1/],
    ['a short key', JSON.stringify({ ...first, k: randomBytes(16).toString('base64url') }), /32 bytes/],
    ['a long key', JSON.stringify({ ...first, k: randomBytes(33).toString('base64url') }), /32 bytes/],
    ['a padded key', JSON.stringify({ ...first, k: `${first?.k}=` }), /32 bytes/],
    ['a kid twice', JSON.stringify({ keys: [first, jwk('2026')] }), /same “kid”/],
  ]
  it.each(refused)('with %s is refused, in words that quote nothing of it', (_, text, words) => {
    let message = ''
    try {
      parseKeyEncryptionKeys(text)
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid_key_encryption_keys' })
      message = (error as Error).message
    }
    expect(message).toMatch(words)
    expect(message).not.toContain(first?.k)
  })

  it('is one key or a set of them, and its keys never print', () => {
    expect(before.current.kid).toBe('2026')
    expect([rotated.current.kid, ...rotated.all.keys()]).toEqual(['2027', '2027', '2026'])
    expect(inspect(rotated, { depth: 9, showHidden: true }) + JSON.stringify(rotated)).not.toContain(second?.k)
  })
})
