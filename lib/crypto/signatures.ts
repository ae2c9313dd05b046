import { readCompactForm } from '@/lib/core/token-form'
import { type JwsHeader, signJws, verifyJws } from '@/lib/crypto/jose'

/** The order of P-256 (SEC 2 §2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** A compact JWS, ES256, in its one spelling: header as given, payload byte for byte, and the low-S signature of the two that exist. */
export async function sign(header: JwsHeader, payload: string, privateKey: CryptoKey): Promise<string> {
  const jws = await signJws(header, new TextEncoder().encode(payload), privateKey)
  const cut = jws.lastIndexOf('.') + 1
  return jws.slice(0, cut) + withLowS(jws.slice(cut))
}

/**
 * What the signature vouches for, or undefined: the step that every token goes through. jose takes padding, white space
 * and unused bits in a signature; the form that we ask for first does not.
 */
export async function verifySignature(jws: string, publicKey: CryptoKey): Promise<Uint8Array | undefined> {
  return readCompactForm(jws) ? verifyJws(jws, publicKey) : undefined
}

/** (r, s) and (r, n - s) verify alike; of the two, the one with the smaller s. */
function withLowS(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url')
  const s = BigInt(`0x${bytes.toString('hex', 32)}`)
  if (s <= ORDER / 2n) return signature
  bytes.write((ORDER - s).toString(16).padStart(64, '0'), 32, 'hex')
  return bytes.toString('base64url')
}
