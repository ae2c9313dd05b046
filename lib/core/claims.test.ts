import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEY_PREFIX, KEY_TYPE, type KeyClaims, positionOf, readClaims, statusReference } from '@/lib/core/claims'

const ISSUER = 'https://portal.example/o/acme'
const UUID = '019c2b3a-0000-7000-8000-000000000000'
const CLAIMS: KeyClaims = {
  iss: ISSUER,
  aud: `app_${UUID}`,
  sub: `mem_${UUID}`,
  jti: `key_${UUID}`,
  iat: 1_793_700_000,
  exp: 1_801_476_000,
  scope: 'invoke report',
  org: `org_${UUID}`,
  env: 'sandbox',
  status: statusReference(ISSUER, 7),
}

describe('what a key says', () => {
  it('is read member by member, for a person and for a server user, with and without an end', () => {
    expect(readClaims(CLAIMS)).toEqual(CLAIMS)
    expect(readClaims({ ...CLAIMS, sub: `srv_${UUID}` })?.sub).toBe(`srv_${UUID}`)
    const { exp: _, ...endless } = CLAIMS
    expect(readClaims(endless)).toEqual(endless)
    expect(readClaims(endless)).not.toHaveProperty('exp')
  })

  it('has no member that may be missing but exp', () => {
    for (const member of Object.keys(CLAIMS)) {
      const without = Object.fromEntries(Object.entries(CLAIMS).filter(([name]) => name !== member))
      expect(readClaims(without) !== undefined, member).toBe(member === 'exp')
    }
  })

  it('is of the exact shape, or is not read', () => {
    const never = [undefined, null, '', ' ', {}, [], true, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]
    for (const member of Object.keys(CLAIMS)) {
      for (const value of never) {
        // Any text is an issuer here; whose it is, is asked by the verifier.
        if (member === 'iss' && typeof value === 'string') continue
        expect(readClaims({ ...CLAIMS, [member]: value }), `${member}: ${String(value)}`).toBeUndefined()
      }
    }
    for (const value of [...never.slice(0, 2), [], [CLAIMS], 'text', 7, true]) expect(readClaims(value)).toBeUndefined()
  })

  it('has a scope of visible ASCII between single spaces (RFC 6749 §3.3)', () => {
    for (const scope of ['invoke', 'a b c', '!~']) expect(readClaims({ ...CLAIMS, scope })?.scope).toBe(scope)
    for (const scope of ['', ' ', ' a', 'a ', 'a  b', 'a\tb', 'a\n', 'é', 'a\0b'])
      expect(readClaims({ ...CLAIMS, scope })).toBeUndefined()
  })
})

describe('a position', () => {
  it('is found again from its reference', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 - 1 }), (position) => {
        expect(positionOf({ ...CLAIMS, status: statusReference(ISSUER, position) })).toBe(position)
      }),
    )
    expect(statusReference(ISSUER, 65_535)).toEqual({ status_list: { idx: 65_535, uri: `${ISSUER}/status-lists/0` } })
    expect(statusReference(ISSUER, 65_536)).toEqual({ status_list: { idx: 0, uri: `${ISSUER}/status-lists/1` } })
  })

  it('has one reference, in the lists of the key’s own issuer', () => {
    const of = (idx: number, uri: string) => positionOf({ ...CLAIMS, status: { status_list: { idx, uri } } })
    expect(of(0, `${ISSUER}/status-lists/0`)).toBe(0)
    expect(of(65_536, `${ISSUER}/status-lists/0`)).toBeUndefined()
    const others = ['', '00', '01', '-1', '1.0', '1e3', ' 1', '1 ', '1/', '+1', '0x1', '../0', '1234567890', 'Infinity']
    for (const list of others) expect(of(0, `${ISSUER}/status-lists/${list}`), list).toBeUndefined()
    expect(of(0, `https://elsewhere.example/status-lists/0`)).toBeUndefined()
    expect(of(0, '')).toBeUndefined()
  })
})

describe('the constant beginning', () => {
  it('is the header up to the kid, whatever the kid', () => {
    const start = `{"typ":"${KEY_TYPE}","alg":"ES256","kid":"`
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (kid) => {
        expect(
          Buffer.from(start + kid)
            .toString('base64url')
            .startsWith(KEY_PREFIX),
        ).toBe(true)
      }),
    )
    expect(KEY_PREFIX).toHaveLength(57)
  })
})
