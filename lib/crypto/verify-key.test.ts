import { createHmac, createPublicKey } from 'node:crypto'
import fc from 'fast-check'
import { CompactSign } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { type KeyClaims, positionOf, statusReference } from '@/lib/core/claims'
import { judge } from '@/lib/core/judge'
import type { Verdict } from '@/lib/core/verdicts'
import { newIdAt } from '@/lib/crypto/identifiers'
import { signKey } from '@/lib/crypto/issue-key'
import {
  type GeneratedSigningKey,
  generateSigningKey,
  importPrivateKey,
  importPublicKey,
} from '@/lib/crypto/signing-keys'
import { verifyKey } from '@/lib/crypto/verify-key'

const ISSUER = 'https://portal.example/o/acme'
const OTHER_ISSUER = 'https://elsewhere.example/o/acme'
const newId = newIdAt(new Date('2026-11-03T10:00:00Z'))

const CLAIMS = {
  iss: ISSUER,
  aud: newId('app'),
  sub: newId('membership'),
  jti: newId('apiKey'),
  iat: 1_793_700_000,
  exp: 1_801_476_000,
  scope: 'invoke report',
  org: newId('organization'),
  env: 'production',
  status: statusReference(ISSUER, 41),
} satisfies KeyClaims

/** What an attacker may have: a key of this installation, its public half, keys of their own, and, worst, our signing key. */
let ours: GeneratedSigningKey & { privateKey: CryptoKey; publicKey: CryptoKey }
let theirs: typeof ours
let valid: string

const imported = async (generated: GeneratedSigningKey) => ({
  ...generated,
  privateKey: await importPrivateKey(generated.privateJwk),
  publicKey: await importPublicKey(generated.publicJwk),
})

beforeAll(async () => {
  ours = await imported(await generateSigningKey())
  theirs = await imported(await generateSigningKey())
  const issued = await signKey(CLAIMS, ours)
  if (!issued.ok) throw new Error(issued.failure.code)
  valid = issued.value.reveal()
})

/** As a gateway does it: verify, then judge, for the app of CLAIMS, where positions below 42 have been given out and are valid. */
async function verdictOn(
  token: string,
  facts: { issuedBelow?: number; requiredScope?: string } = {},
): Promise<Verdict> {
  const verified = await verifyKey(token, ISSUER, (kid) => (kid === ours.kid ? { key: ours.publicKey } : undefined))
  if (!verified.ok) return verified.verdict
  return judge(verified.claims, {
    fresh: true,
    app: { id: CLAIMS.aud, providerEnabled: true, deleted: false },
    signingKeyRevoked: false,
    status: (positionOf(verified.claims) ?? Number.POSITIVE_INFINITY) < (facts.issuedBelow ?? 42) ? 0 : undefined,
    endsAtSeconds: undefined,
    requiredScopes: facts.requiredScope === undefined ? [] : [facts.requiredScope],
    addressAllowed: true,
    nowSeconds: 1_793_700_100,
  })
}

const encoded = (text: string | Uint8Array) => Buffer.from(text).toString('base64url')
const decoded = (segment: string) => Buffer.from(segment, 'base64url').toString()
const cut = (token: string) => token.split('.') as [header: string, payload: string, signature: string]
const header = (differing: object = {}) =>
  JSON.stringify({ typ: 'aura-key+jwt', alg: 'ES256', kid: ours.kid, ...differing })
const payload = (differing: object = {}) => JSON.stringify({ ...CLAIMS, ...differing })

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
function twin(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url')
  const s = ORDER - BigInt(`0x${bytes.toString('hex', 32)}`)
  return encoded(Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]))
}

/** A genuine ES256 signature, low-S, over any texts: what a stolen signing key, or the attacker's own, can make. */
async function signedBy(privateKey: CryptoKey, headerText: string, payloadText: string | Uint8Array): Promise<string> {
  const input = `${encoded(headerText)}.${encoded(payloadText)}`
  const made = Buffer.from(
    await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new TextEncoder().encode(input)),
  )
  const low = BigInt(`0x${made.toString('hex', 32)}`) <= ORDER / 2n ? encoded(made) : twin(encoded(made))
  return `${input}.${low}`
}
const byOurKey = (headerText: string, payloadText: string | Uint8Array) =>
  signedBy(ours.privateKey, headerText, payloadText)
const byTheirKey = (headerText: string, payloadText: string) => signedBy(theirs.privateKey, headerText, payloadText)

/** Everything an attacker changes in the claims, signed with the real signing key: what is left to refuse is the text itself. */
const saying = (text: string) => () => byOurKey(header(), text)
const claiming = (differing: object) => () => byOurKey(header(), payload(differing))

const unsigned = (alg: string) => () => `${encoded(header({ alg }))}.${encoded(payload())}.`
const oursButUnsigned = (alg: string) => () => `${encoded(header({ alg }))}.${encoded(payload())}.${cut(valid)[2]}`

function hmacWith(secret: string | Uint8Array, alg = 'HS256') {
  const input = `${encoded(header({ alg }))}.${encoded(payload())}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}
const spki = (type: 'pem' | 'der') =>
  createPublicKey({ key: { ...ours.publicJwk }, format: 'jwk' }).export({ type: 'spki', format: type as 'pem' })

/** A signature in which the two alphabets differ: one in sixteen has none of those characters. */
async function plainBase64(): Promise<string> {
  for (;;) {
    const token = await byOurKey(header(), payload())
    if (/[-_]/.test(token)) return token.replaceAll('-', '+').replaceAll('_', '/')
  }
}

type Attack = readonly [name: string, forge: () => string | Promise<string>]

const ATTACKS: readonly Attack[] = [
  ...['none', 'None', 'NONE', 'nOnE', 'none ', '', 'ES256none'].flatMap((alg): Attack[] => [
    [`alg ${JSON.stringify(alg)}, no signature`, unsigned(alg)],
    [`alg ${JSON.stringify(alg)}, a signature taken from a key`, oursButUnsigned(alg)],
  ]),
  ['alg null', () => byOurKey(header({ alg: null }), payload())],
  ['alg a list', () => byOurKey(header({ alg: ['ES256'] }), payload())],
  ['alg missing', () => byOurKey(JSON.stringify({ typ: 'aura-key+jwt', kid: ours.kid }), payload())],
  ['alg es256 in lower case, rightly signed', () => byOurKey(header({ alg: 'es256' }), payload())],
  ['alg ES384, rightly signed', () => byOurKey(header({ alg: 'ES384' }), payload())],
  ['HS256, public key as PEM for a secret', () => hmacWith(spki('pem'))],
  ['HS256, public key as DER for a secret', () => hmacWith(spki('der'))],
  ['HS256, public key as JWK for a secret', () => hmacWith(JSON.stringify(ours.publicJwk))],
  ['HS256, x coordinate for a secret', () => hmacWith(Buffer.from(ours.publicJwk.x, 'base64url'))],
  ['HS256, kid for a secret', () => hmacWith(ours.kid)],
  ['HS256, empty secret', () => hmacWith('')],
  ['HMAC under the name ES256', () => hmacWith(spki('pem'), 'ES256')],

  ['kid of another key, signed by that', () => byTheirKey(header({ kid: theirs.kid }), payload())],
  ['our kid, signed by another key', () => byTheirKey(header(), payload())],
  ['kid of another key, signed by ours', () => byOurKey(header({ kid: theirs.kid }), payload())],
  ...['', '../../dev/null', "' OR 1=1 --", '__proto__', 'constructor', `${'A'.repeat(43)}`, `${'é'.repeat(43)}`].map(
    (kid): Attack => [`kid ${JSON.stringify(kid)}`, () => byOurKey(header({ kid }), payload())],
  ),
  ['kid in upper case', () => byOurKey(header({ kid: ours.kid.toUpperCase() }), payload())],
  ['kid followed by a space', () => byOurKey(header({ kid: `${ours.kid} ` }), payload())],
  ['kid followed by a newline', () => byOurKey(header({ kid: `${ours.kid}\n` }), payload())],
  ['kid followed by a null character', () => byOurKey(header({ kid: `${ours.kid}\0` }), payload())],
  ['kid a list', () => byOurKey(header({ kid: [ours.kid] }), payload())],
  ['kid an object', () => byOurKey(header({ kid: { toString: ours.kid } }), payload())],
  ['kid a number', () => byOurKey(header({ kid: 0 }), payload())],
  ['kid missing', () => byOurKey(JSON.stringify({ typ: 'aura-key+jwt', alg: 'ES256' }), payload())],
  [
    'kid escaped',
    () =>
      byOurKey(
        header().replace(ours.kid, `\\u00${ours.kid.charCodeAt(0).toString(16)}${ours.kid.slice(1)}`),
        payload(),
      ),
  ],

  [
    'jku, signed by the key found there',
    () => byTheirKey(header({ jku: 'https://evil.example/jwks.json' }), payload()),
  ],
  ['jku, signed by our key', () => byOurKey(header({ jku: `${ISSUER}/.well-known/jwks.json` }), payload())],
  ['jwk embedded, signed by it', () => byTheirKey(header({ jwk: theirs.publicJwk }), payload())],
  ['jwk embedded, signed by our key', () => byOurKey(header({ jwk: ours.publicJwk }), payload())],
  ['jwk embedded with its kid', () => byTheirKey(header({ kid: theirs.kid, jwk: theirs.publicJwk }), payload())],
  ['x5u', () => byTheirKey(header({ x5u: 'https://evil.example/chain.pem' }), payload())],
  ['x5c', () => byTheirKey(header({ x5c: [Buffer.from(spki('der')).toString('base64')] }), payload())],
  ['x5t', () => byOurKey(header({ x5t: encoded('0123456789abcdef0123') }), payload())],
  ['crit of something unknown', () => byOurKey(header({ crit: ['exp'], exp: 9_999_999_999 }), payload())],
  ['crit empty', () => byOurKey(header({ crit: [] }), payload())],
  ['crit b64, payload not encoded', () => byOurKey(header({ crit: ['b64'], b64: false }), payload())],
  ['b64 without crit', () => byOurKey(header({ b64: false }), payload())],
  ['zip', () => byOurKey(header({ zip: 'DEF' }), payload())],
  ['cty of a nested token', () => byOurKey(header({ cty: 'JWT' }), payload())],
  ['an unknown header member', () => byOurKey(header({ extra: true }), payload())],

  ...['JWT', 'at+jwt', 'aura-epoch+jwt', 'AURA-KEY+JWT', 'application/aura-key+jwt', 'aura-key+jwt ', ''].map(
    (typ): Attack => [`typ ${JSON.stringify(typ)}`, () => byOurKey(header({ typ }), payload())],
  ),
  ['typ missing', () => byOurKey(JSON.stringify({ alg: 'ES256', kid: ours.kid }), payload())],

  [
    'header members in another order',
    () => byOurKey(JSON.stringify({ alg: 'ES256', typ: 'aura-key+jwt', kid: ours.kid }), payload()),
  ],
  ['kid before alg', () => byOurKey(JSON.stringify({ typ: 'aura-key+jwt', kid: ours.kid, alg: 'ES256' }), payload())],
  ['alg doubled, none first', () => byOurKey(header().replace('"alg"', '"alg":"none","alg"'), payload())],
  ['alg doubled, none last', () => byOurKey(header().replace('"kid"', '"alg":"none","kid"'), payload())],
  ['kid doubled', () => byOurKey(header().replace('}', `,"kid":"${theirs.kid}"}`), payload())],
  ['kid doubled with the same value', () => byOurKey(header().replace('}', `,"kid":"${ours.kid}"}`), payload())],
  ['header with a space in it', () => byOurKey(header().replace(',"kid"', ', "kid"'), payload())],
  ['header followed by a space', () => byOurKey(`${header()} `, payload())],
  ['header after a byte order mark', () => byOurKey(`\ufeff${header()}`, payload())],
  ['header a list', () => byOurKey(`[${header()}]`, payload())],
  ['header not JSON', () => byOurKey(header().slice(0, -1), payload())],
  ['header in UTF-16', () => `${encoded(Buffer.from(header(), 'utf16le'))}.${cut(valid)[1]}.${cut(valid)[2]}`],

  ['claims in another order', saying(JSON.stringify(Object.fromEntries(Object.entries(CLAIMS).reverse())))],
  [
    'two claims changed places',
    saying(payload().replace('"env":"production",', '').replace('"scope"', '"env":"production","scope"')),
  ],
  ['scope doubled, wider last', saying(payload().replace('"org"', '"scope":"invoke admin","org"'))],
  ['scope doubled, wider first', saying(payload().replace('"scope"', '"scope":"invoke admin","scope"'))],
  ['aud doubled with the same value', saying(payload().replace('"sub"', `"aud":"${CLAIMS.aud}","sub"`))],
  ['exp doubled', saying(payload().replace('"scope"', '"exp":9999999999,"scope"'))],
  ['idx doubled', saying(payload().replace('"idx":41', '"idx":41,"idx":0'))],
  ['an unknown claim', claiming({ admin: true })],
  ['an unknown claim in status', claiming({ status: { status_list: { ...CLAIMS.status.status_list, bits: 1 } } })],
  ['nbf', claiming({ nbf: 0 })],
  ['__proto__ as a claim', saying(payload().replace('}}}', '}},"__proto__":{"exp":9999999999}}'))],
  ['claims with a space in them', saying(payload().replace(',', ', '))],
  ['claims followed by a newline', saying(`${payload()}\n`)],
  ['claims after a byte order mark', saying(`\ufeff${payload()}`)],
  ['a character escaped in a claim', saying(payload().replace('"invoke', '"\\u0069nvoke'))],
  ['a slash escaped in a claim', saying(payload().replace('https://', 'https:\\/\\/'))],
  ['a member name escaped', saying(payload().replace('"exp"', '"\\u0065xp"'))],
  ['claims not UTF-8', () => byOurKey(header(), Buffer.from(payload().replace('invoke', 'invok\xe9'), 'latin1'))],
  ['claims a list', saying(`[${payload()}]`)],
  ['claims a string', saying(JSON.stringify(payload()))],
  ['claims null', saying('null')],
  ['claims not JSON', saying(payload().slice(0, -1))],
  ['claims twice', saying(payload() + payload())],
  ['claims nested deeply', saying('['.repeat(3_000))],

  ['aud a list with the app in it', claiming({ aud: [CLAIMS.aud] })],
  ['aud a list of two apps', claiming({ aud: [CLAIMS.aud, newId('app')] })],
  ['aud beginning with the app', claiming({ aud: `${CLAIMS.aud}0` })],
  ['aud ending with the app', claiming({ aud: `x${CLAIMS.aud}` })],
  ['aud the beginning of the app', claiming({ aud: CLAIMS.aud.slice(0, -1) })],
  ['aud the app in upper case', claiming({ aud: CLAIMS.aud.toUpperCase() })],
  ['aud the app with a space', claiming({ aud: `${CLAIMS.aud} ` })],
  ['aud two apps in one text', claiming({ aud: `${CLAIMS.aud} ${newId('app')}` })],
  ['aud a star', claiming({ aud: '*' })],
  ['aud empty', claiming({ aud: '' })],
  ['aud null', claiming({ aud: null })],
  ['aud missing', claiming({ aud: undefined })],
  ['aud another app', claiming({ aud: newId('app') })],
  ['aud another kind of id', claiming({ aud: newId('organization') })],

  ['exp a string', claiming({ exp: '1801476000' })],
  ['exp 1e400', saying(payload().replace(/"exp":\d+/, '"exp":1e400'))],
  ['exp -1e400', saying(payload().replace(/"exp":\d+/, '"exp":-1e400'))],
  ['exp NaN', saying(payload().replace(/"exp":\d+/, '"exp":NaN'))],
  ['exp Infinity', saying(payload().replace(/"exp":\d+/, '"exp":Infinity'))],
  ['exp null', claiming({ exp: null })],
  ['exp true', claiming({ exp: true })],
  ['exp a list', claiming({ exp: [1_801_476_000] })],
  ['exp an object', claiming({ exp: {} })],
  ['exp with a fraction', claiming({ exp: 1_801_476_000.5 })],
  ['exp with a fraction of zero', saying(payload().replace(/"exp":(\d+)/, '"exp":$1.0'))],
  ['exp in exponents', saying(payload().replace(/"exp":\d+/, '"exp":2e9'))],
  ['exp beyond safe integers', saying(payload().replace(/"exp":\d+/, '"exp":99999999999999999999'))],
  ['exp negative', claiming({ exp: -1 })],
  ['exp minus zero', saying(payload().replace(/"exp":\d+/, '"exp":-0'))],
  ['exp long gone', claiming({ exp: 1 })],
  ['exp this very second', claiming({ exp: 1_793_700_100 })],
  ['iat a string', claiming({ iat: '1793700000' })],
  ['iat 1e400', saying(payload().replace(/"iat":\d+/, '"iat":1e400'))],
  ['iat missing', claiming({ iat: undefined })],

  ['scope empty', claiming({ scope: '' })],
  ['scope a space', claiming({ scope: ' ' })],
  ['scope with two spaces', claiming({ scope: 'invoke  report' })],
  ['scope with a tab', claiming({ scope: 'invoke\treport' })],
  ['scope a list', claiming({ scope: ['invoke'] })],
  ['scope missing', claiming({ scope: undefined })],
  ['scope null', claiming({ scope: null })],

  ['sub missing', claiming({ sub: undefined })],
  ['sub a user', claiming({ sub: newId('user') })],
  ['jti missing', claiming({ jti: undefined })],
  ['jti not an id', claiming({ jti: 'key_1' })],
  ['org missing', claiming({ org: undefined })],
  ['env unknown', claiming({ env: 'staging' })],
  ['status missing', claiming({ status: undefined })],
  ['status a string', claiming({ status: 'valid' })],
  ['idx a string', claiming({ status: { status_list: { ...CLAIMS.status.status_list, idx: '41' } } })],
  ['idx negative', claiming({ status: { status_list: { ...CLAIMS.status.status_list, idx: -1 } } })],
  ['idx beyond its list', claiming({ status: { status_list: { ...CLAIMS.status.status_list, idx: 65_536 } } })],
  ['a list of another issuer', claiming({ status: statusReference(OTHER_ISSUER, 41) })],
  [
    'a list numbered in another way',
    claiming({ status: { status_list: { idx: 41, uri: `${ISSUER}/status-lists/00` } } }),
  ],
  ['a list below another path', claiming({ status: { status_list: { idx: 41, uri: `${ISSUER}/status-lists/../0` } } })],
  ['a position never given out', claiming({ status: statusReference(ISSUER, 42) })],
  ['a position in a list that does not exist yet', claiming({ status: statusReference(ISSUER, 65_536 * 3) })],

  ['another installation, its own key', () => byTheirKey(header({ kid: theirs.kid }), payload({ iss: OTHER_ISSUER }))],
  ['another installation, under our kid', () => byTheirKey(header(), payload({ iss: OTHER_ISSUER }))],
  ['another issuer, signed by our key', claiming({ iss: OTHER_ISSUER, status: statusReference(OTHER_ISSUER, 41) })],
  ['another organization of this portal', claiming({ iss: 'https://portal.example/o/other' })],
  ['our issuer with a slash', claiming({ iss: `${ISSUER}/` })],
  ['our issuer in upper case', claiming({ iss: ISSUER.toUpperCase() })],
  ['our issuer in a list', claiming({ iss: [ISSUER] })],
  ['our issuer as the beginning of another', claiming({ iss: `${ISSUER}.evil.example` })],
  ['iss missing', claiming({ iss: undefined })],

  ['padding on the signature', () => `${valid}==`],
  [
    'padding on the header',
    () =>
      cut(valid)
        .with(0, `${cut(valid)[0]}=`)
        .join('.'),
  ],
  [
    'padding on the payload',
    () =>
      cut(valid)
        .with(1, `${cut(valid)[1]}=`)
        .join('.'),
  ],
  ['a space after it', () => `${valid} `],
  ['a space before it', () => ` ${valid}`],
  ['a newline after it', () => `${valid}\n`],
  ['a carriage return inside', () => `${valid.slice(0, 100)}\r\n${valid.slice(100)}`],
  ['a null character after it', () => `${valid}\0`],
  ['a non-canonical last character', () => valid.slice(0, -1) + neighbour(valid.at(-1) as string)],
  ['plain base64 for base64url', plainBase64],
  [
    'the high-S twin',
    () =>
      cut(valid)
        .with(2, twin(cut(valid)[2]))
        .join('.'),
  ],
  [
    'the signature in DER',
    () =>
      cut(valid)
        .with(2, encoded(derOf(cut(valid)[2])))
        .join('.'),
  ],
  [
    'a signature of zeros',
    () =>
      cut(valid)
        .with(2, encoded(new Uint8Array(64)))
        .join('.'),
  ],
  ['no signature', () => cut(valid).with(2, '').join('.')],
  [
    'a signature too short by a byte',
    () =>
      cut(valid)
        .with(2, encoded(Buffer.from(cut(valid)[2], 'base64url').subarray(1)))
        .join('.'),
  ],
  [
    'a zero byte before the signature',
    () =>
      cut(valid)
        .with(2, encoded(Buffer.concat([new Uint8Array(1), Buffer.from(cut(valid)[2], 'base64url')])))
        .join('.'),
  ],
  [
    'r and s changed places',
    () =>
      cut(valid)
        .with(2, swapped(cut(valid)[2]))
        .join('.'),
  ],
  [
    'the signature of another key of ours',
    async () =>
      cut(valid)
        .with(2, cut(await byOurKey(header(), payload({ scope: 'other' })))[2])
        .join('.'),
  ],
  ['two parts', () => cut(valid).slice(0, 2).join('.')],
  ['four parts', () => `${valid}.`],
  ['five parts, as a JWE has', () => `${valid}.AA.AA`],
  ['a dot in front', () => `.${valid}`],
  ['the key twice', () => valid + valid],
  ['the key twice with a comma', () => `${valid},${valid}`],
  ['Bearer in front', () => `Bearer ${valid}`],
  [
    'JSON serialization, flattened',
    () => JSON.stringify({ protected: cut(valid)[0], payload: cut(valid)[1], signature: cut(valid)[2] }),
  ],
  [
    'JSON serialization, general',
    () =>
      JSON.stringify({ payload: cut(valid)[1], signatures: [{ protected: cut(valid)[0], signature: cut(valid)[2] }] }),
  ],
  ['empty', () => ''],
  ['dots', () => '..'],
  ['only the prefix', () => valid.slice(0, 57)],
  ['cut short by one', () => valid.slice(0, -1)],
  ['cut short in front', () => valid.slice(1)],
  ['a character outside ASCII that looks alike', () => valid.replace('e', 'е')],
  [
    '8 KiB and more',
    () =>
      cut(valid)
        .with(1, encoded(payload({ scope: 'x'.repeat(9_000) })))
        .join('.'),
  ],
  ['a megabyte', () => 'A'.repeat(1_048_576)],
]

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const neighbour = (character: string) => ALPHABET[ALPHABET.indexOf(character) + 1] as string
function swapped(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url')
  return encoded(Buffer.concat([bytes.subarray(32), bytes.subarray(0, 32)]))
}
function derOf(signature: string): Buffer {
  const integer = (half: Buffer) => {
    const positive = half.readUInt8(0) < 0x80 ? half : Buffer.concat([new Uint8Array(1), half])
    return Buffer.concat([Uint8Array.of(2, positive.length), positive])
  }
  const bytes = Buffer.from(signature, 'base64url')
  const both = Buffer.concat([integer(bytes.subarray(0, 32)), integer(bytes.subarray(32))])
  return Buffer.concat([Uint8Array.of(0x30, both.length), both])
}

describe('the attack table', () => {
  it('can fail: the key itself is accepted, and so is one made by the table’s own hand', async () => {
    expect(await verdictOn(valid)).toBe('accepted')
    expect(await verdictOn(await byOurKey(header(), payload()))).toBe('accepted')
    expect(await verdictOn(await byOurKey(header(), payload({ exp: undefined })))).toBe('accepted')
    expect(await verdictOn(valid, { requiredScope: 'report' })).toBe('accepted')
  })

  it('knows each attack by one name', () => {
    expect(new Set(ATTACKS.map(([name]) => name)).size).toBe(ATTACKS.length)
  })

  it.each(ATTACKS)('refuses: %s', async (_, forge) => {
    const token = await forge()
    expect(token).not.toBe(valid)
    expect(await verdictOn(token)).not.toBe('accepted')
  })

  it('names the reason where the caller can learn from it', async () => {
    const verdictOf = async (name: string) => {
      const attack = ATTACKS.find(([known]) => known === name)
      if (!attack) throw new Error(name)
      return verdictOn(await attack[1]())
    }
    expect(await verdictOf('the high-S twin')).toBe('malformed')
    expect(await verdictOf('a space after it')).toBe('malformed')
    expect(await verdictOf('our kid, signed by another key')).toBe('bad_signature')
    expect(await verdictOf('kid of another key, signed by that')).toBe('bad_signature')
    expect(await verdictOf('another installation, its own key')).toBe('unknown_issuer')
    expect(await verdictOf('another issuer, signed by our key')).toBe('unknown_issuer')
    expect(await verdictOf('aud another app')).toBe('wrong_app')
    expect(await verdictOf('exp this very second')).toBe('expired')
    expect(await verdictOf('a position never given out')).toBe('bad_signature')
    expect(await verdictOn(valid, { issuedBelow: 41 })).toBe('bad_signature')
    expect(await verdictOn(valid, { requiredScope: 'invok' })).toBe('insufficient_scope')
    expect(await verdictOn(valid, { requiredScope: 'invoke report' })).toBe('insufficient_scope')
  })

  it('is a table of what other libraries let through: jose itself verifies a doubled header and padding', async () => {
    // Seen to hold, so that nobody takes the checks before jose for superfluous.
    const { compactVerify } = await import('jose')
    await expect(compactVerify(`${valid}==`, ours.publicKey)).resolves.toBeDefined()
    await expect(
      compactVerify(
        cut(valid)
          .with(2, twin(cut(valid)[2]))
          .join('.'),
        ours.publicKey,
      ),
    ).resolves.toBeDefined()
    const extra = await new CompactSign(new TextEncoder().encode(payload()))
      .setProtectedHeader({ alg: 'ES256', typ: 'aura-key+jwt', kid: ours.kid })
      .sign(ours.privateKey)
    await expect(compactVerify(extra, ours.publicKey)).resolves.toBeDefined()
    expect(decoded(cut(extra)[0])).not.toBe(header())
  })
})

describe('a key that somebody touched', () => {
  it('is never accepted after one character of it was changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.oneof(fc.constantFrom(...ALPHABET, '.', '='), fc.string({ minLength: 1, maxLength: 1 })),
        async (at, character) => {
          const index = at % valid.length
          fc.pre(valid[index] !== character)
          expect(await verdictOn(valid.slice(0, index) + character + valid.slice(index + 1))).not.toBe('accepted')
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('is never accepted after a character was removed, doubled or put elsewhere', async () => {
    for (let index = 0; index < valid.length; index += 1) {
      const [before, character, after] = [valid.slice(0, index), valid[index] as string, valid.slice(index + 1)]
      expect(await verdictOn(before + after)).not.toBe('accepted')
      expect(await verdictOn(before + character + character + after)).not.toBe('accepted')
    }
  })

  it('gets an answer, never a throw, whatever it is', async () => {
    const [prefix] = cut(valid)
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }),
          fc.tuple(fc.json(), fc.json()).map(([one, two]) => `${encoded(one)}.${encoded(two)}.${cut(valid)[2]}`),
          fc.string({ unit: 'binary' }).map((text) => `${prefix}.${encoded(text)}.${cut(valid)[2]}`),
          fc.json().map((text) => `${encoded(header({ kid: theirs.kid }))}.${encoded(text)}.${cut(valid)[2]}`),
        ),
        async (token) => {
          expect(['malformed', 'bad_signature', 'unknown_issuer']).toContain(await verdictOn(token))
        },
      ),
      { numRuns: 1_000 },
    )
  })
})
