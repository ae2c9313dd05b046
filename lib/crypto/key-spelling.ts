import { KEY_TYPE, type KeyClaims, readClaims } from '@/lib/core/claims'
import type { JwsHeader } from '@/lib/crypto/jose'

/**
 * The order in which a key's claims are written, those of `status` included. Both the writer and the reader go by it, so
 * a key says one thing in one way: members doubled, in another order or unknown are refused, white space and `1e2` too.
 * Unknown ones because a claim that a newer portal adds may take away a right; gateways are upgraded before portals.
 */
const CLAIM_ORDER = [
  'iss',
  'aud',
  'sub',
  'jti',
  'iat',
  'exp',
  'scope',
  'org',
  'env',
  'status',
  'status_list',
  'idx',
  'uri',
] as const satisfies (keyof KeyClaims | keyof KeyClaims['status'] | keyof KeyClaims['status']['status_list'])[]

export function writeKeyPayload(claims: KeyClaims): string {
  return JSON.stringify(claims, [...CLAIM_ORDER])
}

/** The claims of a payload segment that is spelled as we spell it, or undefined. */
export function readKeyPayload(segment: string): KeyClaims | undefined {
  const claims = readClaims(parsed(Buffer.from(segment, 'base64url').toString()))
  if (!claims) return undefined
  // Compared as bytes: text would forget a byte order mark and what is not UTF-8.
  return Buffer.from(writeKeyPayload(claims)).toString('base64url') === segment ? claims : undefined
}

/** The `iss` of a payload that nothing has verified, to tell apart why a key is refused. */
export function readUnverifiedIssuer(segment: string): string | undefined {
  const payload = parsed(Buffer.from(segment, 'base64url').toString())
  if (typeof payload !== 'object' || payload === null || !('iss' in payload)) return undefined
  return typeof payload.iss === 'string' ? payload.iss : undefined
}

export function keyHeader(kid: string): JwsHeader {
  return { typ: KEY_TYPE, alg: 'ES256', kid }
}

/** The `kid` of a header segment, or undefined when the header has anything else in it, or the same in another spelling. */
export function readKeyHeader(segment: string): string | undefined {
  const header = parsed(Buffer.from(segment, 'base64url').toString())
  if (typeof header !== 'object' || header === null || !('kid' in header)) return undefined
  const { kid } = header
  if (typeof kid !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(kid)) return undefined
  return Buffer.from(JSON.stringify(keyHeader(kid))).toString('base64url') === segment ? kid : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
