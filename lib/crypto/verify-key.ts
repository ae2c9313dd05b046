import type { KeyClaims } from '@/lib/core/claims'
import { readTokenForm } from '@/lib/core/token-form'
import { readKeyHeader, readKeyPayload, readUnverifiedIssuer } from '@/lib/crypto/key-spelling'
import { verifySignature } from '@/lib/crypto/signatures'

export type VerifiedKey =
  | { readonly ok: true; readonly claims: KeyClaims; readonly kid: string }
  | { readonly ok: false; readonly verdict: 'malformed' | 'bad_signature' | 'unknown_issuer' }

/** Public halves by `kid`: revoked ones too, so that dead keys are still named. `judge` refuses them. */
export type KeyFor = (kid: string) => { readonly key: CryptoKey } | undefined

/**
 * Whether a text is a key that this issuer made, and what it says; what may be done with it is for `judge`. Cheap things
 * come first: the form, the header as it must be, a known `kid`, and only then the signature. Everything that anyone
 * can send gets an answer, and no header member but `kid` is ever acted upon (RFC 8725 §3.1, §3.10).
 */
export async function verifyKey(token: string, issuer: string, keyFor: KeyFor): Promise<VerifiedKey> {
  const parts = readTokenForm(token)
  const kid = parts && readKeyHeader(parts.header)
  if (!parts || !kid) return { ok: false, verdict: 'malformed' }
  const known = keyFor(kid)
  if (!known) {
    // Unverified, so it decides nothing but the words of the refusal.
    const claimed = readUnverifiedIssuer(parts.payload)
    return { ok: false, verdict: claimed !== undefined && claimed !== issuer ? 'unknown_issuer' : 'bad_signature' }
  }
  if (!(await verifySignature(token, known.key))) return { ok: false, verdict: 'bad_signature' }
  const claims = readKeyPayload(parts.payload)
  if (!claims) return { ok: false, verdict: 'malformed' }
  if (claims.iss !== issuer) return { ok: false, verdict: 'unknown_issuer' }
  return { ok: true, claims, kid }
}
