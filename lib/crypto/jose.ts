import type { KeyObject } from 'node:crypto'
import {
  CompactEncrypt,
  CompactSign,
  calculateJwkThumbprint,
  compactDecrypt,
  compactVerify,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose'

/** The one place that knows jose. Its errors are told apart by `code` and end here: what a caller can send is never a throw. */

/** Codes for a JWS that is not right, whatever is wrong with it. All else is a defect of ours, and is thrown on. */
const JWS_REFUSALS: ReadonlySet<unknown> = new Set([
  'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ERR_JWS_INVALID',
  'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JOSE_NOT_SUPPORTED',
])

const JWE_REFUSALS: ReadonlySet<unknown> = new Set([
  'ERR_JWE_DECRYPTION_FAILED',
  'ERR_JWE_INVALID',
  'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JOSE_NOT_SUPPORTED',
])

const codeOf = (error: unknown) => (error instanceof Object && 'code' in error ? error.code : undefined)

/** Members are written in the order in which they are given here. */
export interface JwsHeader {
  readonly typ: string
  readonly alg: 'ES256'
  readonly kid: string
}

export function signJws(header: JwsHeader, payload: Uint8Array, privateKey: CryptoKey): Promise<string> {
  return new CompactSign(payload).setProtectedHeader({ ...header }).sign(privateKey)
}

/** The payload that the signature vouches for, or undefined. */
export async function verifyJws(jws: string, publicKey: CryptoKey): Promise<Uint8Array | undefined> {
  try {
    return (await compactVerify(jws, publicKey, { algorithms: ['ES256'] })).payload
  } catch (error) {
    if (JWS_REFUSALS.has(codeOf(error))) return undefined
    throw error
  }
}

export async function generateEs256KeyPair(): Promise<{ publicJwk: JWK; privateJwk: JWK }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  return { publicJwk: await exportJWK(publicKey), privateJwk: await exportJWK(privateKey) }
}

/** Throws for a point that is not on the curve. */
export async function importEs256Jwk(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'ES256')
  if (key instanceof Uint8Array) throw new TypeError('Not an elliptic-curve key')
  return key
}

/** RFC 7638, with SHA-256. */
export function thumbprintOf(jwk: JWK): Promise<string> {
  return calculateJwkThumbprint(jwk, 'sha256')
}

const KEY_WRAPPING = 'A256GCMKW'
const CONTENT_ENCRYPTION = 'A256GCM'

/** A fresh content key for each, wrapped by `key`; `header` is authenticated together with the content. */
export function encryptJwe(
  plaintext: Uint8Array,
  header: Readonly<Record<string, unknown>>,
  key: KeyObject,
): Promise<string> {
  return new CompactEncrypt(plaintext)
    .setProtectedHeader({ alg: KEY_WRAPPING, enc: CONTENT_ENCRYPTION, ...header })
    .encrypt(key)
}

/** The content with its header, which the same decryption has authenticated, or undefined. */
export async function decryptJwe(
  jwe: string,
  key: KeyObject,
): Promise<{ plaintext: Uint8Array; header: Readonly<Record<string, unknown>> } | undefined> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: [KEY_WRAPPING],
      contentEncryptionAlgorithms: [CONTENT_ENCRYPTION],
    })
    return { plaintext, header: protectedHeader }
  } catch (error) {
    if (JWE_REFUSALS.has(codeOf(error))) return undefined
    throw error
  }
}
