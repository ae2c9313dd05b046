import { describe, expect, test } from 'vitest'
import { KEY_PREFIX } from '@/lib/core/claims'
import { readPastedKey } from '@/lib/core/pasted-key'

const ID = 'key_01a1faa3-5a44-76b2-bd99-a9ecb2b20e68'
const encoded = (claims: unknown) => Buffer.from(JSON.stringify(claims)).toString('base64url')
const keyOf = (claims: unknown) => `${KEY_PREFIX}kxQ.${encoded(claims)}.${'a'.repeat(85)}A`

describe('a key pasted into the search', () => {
  test.each([
    ['alone', keyOf({ jti: ID })],
    ['as a header', `Authorization: Bearer ${keyOf({ jti: ID })}`],
    ['within quotes and lines', `export AURA_KEY="${keyOf({ jti: ID })}"\n`],
    [
      'with other claims, also ones that are not ASCII',
      keyOf({ iss: 'https://aura.example/o/größe', jti: ID, scope: 'invoke' }),
    ],
  ])('%s is known by its id', (_, text) => {
    expect(readPastedKey(text)).toEqual({ id: ID })
  })

  test.each([
    ['cut within its header', KEY_PREFIX],
    ['cut within its claims', keyOf({ jti: ID }).slice(0, 90)],
    ['with claims that are no JSON', `${KEY_PREFIX}kxQ.AAAA.${'a'.repeat(85)}A`],
    ['with an id of something else', keyOf({ jti: 'app_01a1faa3-5a44-76b2-bd99-a9ecb2b20e68' })],
    ['without an id', keyOf(null)],
    ['of which there is the signature alone', `${'a'.repeat(85)}A`],
  ])('%s is caught all the same', (_, text) => {
    expect(readPastedKey(text)).toEqual({ id: null })
  })

  test('without its beginning still says which it is', () => {
    expect(readPastedKey(keyOf({ jti: ID }).slice(20))).toEqual({ id: ID })
  })

  test('cut at its end still says which it is', () => {
    expect(readPastedKey(keyOf({ jti: ID }).slice(0, -20))).toEqual({ id: ID })
  })

  test('anything else is text to search for', () => {
    for (const text of [
      '',
      'ci-deploy',
      ID,
      `${ID} ${ID} ${ID}`,
      'a-name-of-seventy-nine-characters'.padEnd(79, '-'),
      'eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJ4In0.c2ln',
    ])
      expect(readPastedKey(text)).toBeUndefined()
  })
})
