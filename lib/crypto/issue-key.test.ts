import { inspect } from 'node:util'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { KEY_PREFIX, type KeyClaims, statusReference } from '@/lib/core/claims'
import { LIMITS } from '@/lib/core/limits'
import { KEY_SHAPED, readTokenForm } from '@/lib/core/token-form'
import { newIdAt } from '@/lib/crypto/identifiers'
import { type SigningKey, signKey } from '@/lib/crypto/issue-key'
import { keyHeader } from '@/lib/crypto/key-spelling'
import { generateSigningKey, importPrivateKey, importPublicKey, signingKeyId } from '@/lib/crypto/signing-keys'
import { verifyKey } from '@/lib/crypto/verify-key'

const newId = newIdAt(new Date('2026-11-03T10:00:00Z'))
const ISSUER = 'https://portal.example/o/acme'

const claimsOf = (differing: Partial<KeyClaims> = {}): KeyClaims => ({
  iss: ISSUER,
  aud: newId('app'),
  sub: newId('membership'),
  jti: newId('apiKey'),
  iat: 1_793_700_000,
  exp: 1_801_476_000,
  scope: 'invoke',
  org: newId('organization'),
  env: 'production',
  status: statusReference(ISSUER, 70_000),
  ...differing,
})

let signingKey: SigningKey
let publicKey: CryptoKey

beforeAll(async () => {
  const generated = await generateSigningKey()
  signingKey = { kid: generated.kid, privateKey: await importPrivateKey(generated.privateJwk) }
  publicKey = await importPublicKey(generated.publicJwk)
})

async function tokenOf(claims: KeyClaims): Promise<string> {
  const issued = await signKey(claims, signingKey)
  if (!issued.ok) throw new Error(issued.failure.code)
  return issued.value.reveal()
}

const verify = (token: string) =>
  verifyKey(token, ISSUER, (kid) => (kid === signingKey.kid ? { key: publicKey } : undefined))

const scope = fc
  .array(fc.stringMatching(/^[\x21-\x7e]{1,20}$/), { minLength: 1, maxLength: 5 })
  .map((scopes) => scopes.join(' '))
const anyClaims = fc
  .record({
    scope,
    iat: fc.nat(),
    exp: fc.option(fc.nat(), { nil: undefined }),
    position: fc.nat({ max: 65_536 * 1_000 }),
    env: fc.constantFrom('production' as const, 'sandbox' as const),
    asServer: fc.boolean(),
  })
  .map(({ scope, iat, exp, position, env, asServer }) => {
    const { exp: _, ...always } = claimsOf()
    const sub = asServer ? newId('serverUser') : newId('membership')
    return {
      ...always,
      sub,
      scope,
      iat,
      env,
      status: statusReference(ISSUER, position),
      ...(exp === undefined ? {} : { exp }),
    }
  })

describe('a key', () => {
  it('says, once verified, exactly what was signed', async () => {
    await fc.assert(
      fc.asyncProperty(anyClaims, async (claims) => {
        expect(await verify(await tokenOf(claims))).toEqual({ ok: true, claims, kid: signingKey.kid })
      }),
      { numRuns: 200 },
    )
  })

  it('has a low-S signature, always, though the signer makes as many of the other', async () => {
    const halfOrder = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n
    const claims = claimsOf()
    for (let round = 0; round < 200; round += 1) {
      const signature = Buffer.from((await tokenOf(claims)).split('.')[2] as string, 'base64url')
      expect(signature).toHaveLength(64)
      expect(BigInt(`0x${signature.toString('hex', 32)}`) <= halfOrder).toBe(true)
    }
  })

  it('begins with the constant prefix under thousands of signing keys, and is found by the scanner pattern', async () => {
    for (let round = 0; round < 5_000; round += 1) {
      const coordinate = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
      const kid = await signingKeyId({ kty: 'EC', crv: 'P-256', x: coordinate(), y: coordinate() })
      const header = Buffer.from(JSON.stringify(keyHeader(kid))).toString('base64url')
      expect(header.startsWith(KEY_PREFIX)).toBe(true)
    }
    const token = await tokenOf(claimsOf())
    expect(KEY_PREFIX).toHaveLength(57)
    expect(`export KEY="${token}" # mine`.match(KEY_SHAPED)?.[0]).toBe(token)
  })

  it('is a plain JWT with the header members in their order', async () => {
    const parts = readTokenForm(await tokenOf(claimsOf()))
    expect(Buffer.from(parts?.header ?? '', 'base64url').toString()).toBe(
      `{"typ":"aura-key+jwt","alg":"ES256","kid":"${signingKey.kid}"}`,
    )
    expect(Object.keys(JSON.parse(Buffer.from(parts?.payload ?? '', 'base64url').toString()))).toEqual(
      ['iss', 'aud', 'sub', 'jti', 'iat', 'exp', 'scope', 'org', 'env', 'status'], // DESIGN §4
    )
  })

  it('has no exp at all when it does not expire', async () => {
    const { exp: _, ...claims } = claimsOf()
    const payload = (await tokenOf(claims)).split('.')[1] as string
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).not.toHaveProperty('exp')
  })

  it('is refused beyond 2 KiB, and made up to it', async () => {
    const sizes = { smaller: 0, larger: 0 }
    for (let scopes = 1; scopes < 40; scopes += 1) {
      const scope = Array.from({ length: scopes }, (_, index) => `scope-${index}`.padEnd(64, 'x')).join(' ')
      const issued = await signKey(claimsOf({ scope }), signingKey)
      if (issued.ok) {
        sizes.smaller += 1
        expect(issued.value.reveal().length).toBeLessThanOrEqual(LIMITS.keyBytes)
      } else {
        sizes.larger += 1
        expect(issued.failure).toEqual({ code: 'key_too_large', field: 'scopes' })
      }
    }
    expect(sizes.smaller).toBeGreaterThan(10)
    expect(sizes.larger).toBeGreaterThan(10)
  })

  it('is never made from claims that its own verifier would refuse', async () => {
    const defects: Partial<KeyClaims>[] = [
      { scope: '' },
      { scope: 'invoke  twice' },
      { iat: 1.5 },
      { exp: Number.POSITIVE_INFINITY },
      { exp: Number.NaN },
      { aud: 'app_1' },
      { status: { status_list: { idx: 0, uri: 'https://elsewhere.example/status-lists/0' } } },
      { status: { status_list: { idx: 65_536, uri: `${ISSUER}/status-lists/0` } } },
    ]
    for (const defect of defects) await expect(signKey(claimsOf(defect), signingKey)).rejects.toThrow(TypeError)
    await expect(signKey(claimsOf(), { ...signingKey, kid: 'k1' })).rejects.toThrow(TypeError)
  })
})

describe('an issued key', () => {
  it('gives its token by reveal() and by nothing else', async () => {
    const issued = await signKey(claimsOf(), signingKey)
    if (!issued.ok) throw new Error(issued.failure.code)
    const key = issued.value
    const token = key.reveal()
    const shown = [
      String(key),
      `${key}`,
      JSON.stringify({ key, list: [key] }),
      inspect({ nested: { key } }, { depth: 9, showHidden: true }),
      Object.values(key).join(),
      JSON.stringify({ ...key }),
      JSON.stringify(structuredClone(key)),
    ]
    for (const text of shown) {
      expect(text).not.toContain(token)
      expect(text).not.toContain(token.split('.')[2])
    }
    expect(key.hint).toBe(token.slice(-4))
    expect(String(key)).toContain(key.hint)
  })
})
