import type { PublicKeyJwk } from '@/lib/core/changes'
import { generateEs256KeyPair, importEs256Jwk, thumbprintOf } from '@/lib/crypto/jose'

/** Kept only sealed; see `sealing.ts`. */
export interface PrivateKeyJwk extends PublicKeyJwk {
  readonly d: string
}

export interface GeneratedSigningKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string
  readonly publicJwk: PublicKeyJwk
  readonly privateJwk: PrivateKeyJwk
}

export async function generateSigningKey(): Promise<GeneratedSigningKey> {
  const pair = await generateEs256KeyPair()
  const publicJwk = publicMembers(pair.publicJwk)
  return { kid: await signingKeyId(publicJwk), publicJwk, privateJwk: privateMembers(pair.privateJwk) }
}

/** A key's name is made from the key: no two keys share one, and nobody can give a key another's. */
export function signingKeyId(publicJwk: PublicKeyJwk): Promise<string> {
  return thumbprintOf(publicJwk)
}

/** A key that is not ours to use: another curve or purpose, or not a key at all. Known by its `code`; never names a member's value. */
export class InvalidSigningKey extends Error {
  readonly code = 'invalid_signing_key'
  constructor(reason: string) {
    super(`Not a P-256 signing key: ${reason}`)
    this.name = 'InvalidSigningKey'
  }
}

/** For verification. Throws InvalidSigningKey, also for a point off the curve. */
export async function importPublicKey(jwk: PublicKeyJwk): Promise<CryptoKey> {
  return imported(publicMembers(jwk))
}

/** For signing. Throws InvalidSigningKey. */
export async function importPrivateKey(jwk: PrivateKeyJwk): Promise<CryptoKey> {
  return imported(privateMembers(jwk))
}

async function imported(jwk: PublicKeyJwk): Promise<CryptoKey> {
  try {
    return await importEs256Jwk({ ...jwk })
  } catch {
    // What WebCrypto throws here differs by version and says nothing more than this.
    throw new InvalidSigningKey('x and y are no point of the curve, or d is not its private half')
  }
}

/** 32 bytes as base64url in their one spelling. */
const COORDINATE = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/
const isCoordinate = (value: unknown): value is string => typeof value === 'string' && COORDINATE.test(value)

/** Types are not trusted here: keys come from a database, a journal and a wire. What a key is for may be left open, yet not be something else. */
function publicMembers(jwk: object, operation: 'verify' | 'sign' = 'verify'): PublicKeyJwk {
  const { kty, crv, x, y, use, alg, key_ops: operations } = jwk as Readonly<Record<string, unknown>>
  if (kty !== 'EC' || crv !== 'P-256') throw new InvalidSigningKey('kty or crv is another')
  if (use !== undefined && use !== 'sig') throw new InvalidSigningKey('use is another')
  if (alg !== undefined && alg !== 'ES256') throw new InvalidSigningKey('alg is another')
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes(operation))) {
    throw new InvalidSigningKey('key_ops has another purpose')
  }
  if (!isCoordinate(x) || !isCoordinate(y)) throw new InvalidSigningKey('x or y is not 32 bytes of base64url')
  return { kty, crv, x, y }
}

function privateMembers(jwk: object): PrivateKeyJwk {
  const { d } = jwk as Readonly<Record<string, unknown>>
  if (!isCoordinate(d)) throw new InvalidSigningKey('d is not 32 bytes of base64url')
  return { ...publicMembers(jwk, 'sign'), d }
}
