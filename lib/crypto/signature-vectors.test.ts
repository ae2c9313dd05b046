import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PublicKeyJwk } from '@/lib/core/changes'
import { verifySignature } from '@/lib/crypto/signatures'
import { generateSigningKey, importPublicKey } from '@/lib/crypto/signing-keys'
import { verifyKey } from '@/lib/crypto/verify-key'

/** Project Wycheproof's vectors are read from beside the checkout; where they are not, this says so and is counted as skipped. */
const FOLDER = path.resolve('..', 'shared', 'vectors')

interface Vector {
  readonly tcId: number
  readonly comment: string
  /** Compact, or JSON serialization as an object. */
  readonly jws: unknown
  readonly result: 'valid' | 'invalid'
}
type Jwk = Readonly<Record<string, unknown>>
interface Group {
  readonly comment: string
  readonly public?: Jwk | { readonly keys: readonly Jwk[] }
  readonly private?: Jwk | { readonly keys: readonly Jwk[] }
  readonly tests: readonly Vector[]
}

function groupsOf(file: string): readonly Group[] | undefined {
  const place = path.join(FOLDER, file)
  if (!existsSync(place)) {
    console.warn(`Not run: the vectors of ${file} are not at ${FOLDER}`)
    return undefined
  }
  return (JSON.parse(readFileSync(place, 'utf8')) as { testGroups: readonly Group[] }).testGroups
}

const SIGNATURES = groupsOf('json_web_signature_test.json')
const KEYS = groupsOf('json_web_key_test.json')

const jwkOf = (group: Group): Jwk => {
  const jwk = group.public ?? group.private
  if (!jwk) throw new Error(`${group.comment} has no key`)
  return 'keys' in jwk ? ((jwk as { keys: readonly Jwk[] }).keys[0] as Jwk) : (jwk as Jwk)
}

/** The vectors about our one algorithm and curve, or about a key that pretends to be one. */
const elliptic = (groups: readonly Group[] | undefined) =>
  (groups ?? []).flatMap((group) => {
    const jwk = jwkOf(group)
    const ours = jwk.crv === 'P-256' || (jwk.x !== undefined && jwk.crv !== 'P-521')
    return ours ? group.tests.map((vector) => [vector.tcId, vector.comment, vector, jwk] as const) : []
  })

const all = (groups: readonly Group[] | undefined) =>
  (groups ?? []).flatMap((group) =>
    group.tests.map((vector) => [vector.tcId, vector.comment, vector, jwkOf(group)] as const),
  )

const textOf = (jws: unknown) => (typeof jws === 'string' ? jws : JSON.stringify(jws))

/** The step that every token goes through: our import of the key, then our check of the signature. */
async function isAccepted(jws: unknown, jwk: Jwk): Promise<boolean> {
  let key: CryptoKey
  try {
    key = await importPublicKey(jwk as unknown as PublicKeyJwk)
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_signing_key' })
    return false
  }
  return (await verifySignature(textOf(jws), key)) !== undefined
}

/** As a whole token, with the vector's key known under whatever name: none of them is one of our keys. */
async function verdictOf(jws: unknown, jwk: Jwk) {
  const key = await importPublicKey(jwk as unknown as PublicKeyJwk).catch(async () =>
    importPublicKey((await generateSigningKey()).publicJwk),
  )
  return verifyKey(textOf(jws), 'https://portal.example/o/acme', () => ({ key }))
}

describe.skipIf(!SIGNATURES)('Wycheproof, json_web_signature_test', () => {
  it('has the vectors that this was written for', () => {
    expect(all(SIGNATURES)).toHaveLength(401)
    expect(elliptic(SIGNATURES).length).toBeGreaterThanOrEqual(41)
    expect(
      elliptic(SIGNATURES)
        .filter(([, , { result }]) => result === 'valid')
        .map(([number]) => number),
    ).toEqual([18, 378])
  })

  it.each(elliptic(SIGNATURES))('ES256, %i: %s', async (_, __, vector, jwk) => {
    expect(await isAccepted(vector.jws, jwk)).toBe(vector.result === 'valid')
  })

  it.each(all(SIGNATURES))('as a key, %i: %s', async (_, __, vector, jwk) => {
    expect(await verdictOf(vector.jws, jwk)).toEqual({ ok: false, verdict: 'malformed' })
  })
})

describe.skipIf(!KEYS)('Wycheproof, json_web_key_test', () => {
  it('has the vectors that this was written for', () => {
    expect(all(KEYS)).toHaveLength(26)
    expect(elliptic(KEYS).map(([number]) => number)).toEqual(expect.arrayContaining([19, 20, 21, 22, 23, 24]))
  })

  it.each(elliptic(KEYS))('elliptic, %i: %s', async (_, __, vector, jwk) => {
    expect(await isAccepted(vector.jws, jwk)).toBe(vector.result === 'valid')
  })

  it.each(all(KEYS))('as a key, %i: %s', async (_, __, vector, jwk) => {
    expect(await verdictOf(vector.jws, jwk)).toEqual({ ok: false, verdict: 'malformed' })
  })
})
