import { type KeyClaims, positionOf } from '@/lib/core/claims'
import { LIMITS } from '@/lib/core/limits'
import { fail, ok, type Result } from '@/lib/core/result'
import { readTokenForm } from '@/lib/core/token-form'
import { IssuedKey } from '@/lib/crypto/issued-key'
import { keyHeader, readKeyHeader, readKeyPayload, writeKeyPayload } from '@/lib/crypto/key-spelling'
import { sign } from '@/lib/crypto/signatures'

export interface SigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
}

/** Makes the token of a key. The only refusal is `key_too_large`: scopes are what can make it so. */
export async function signKey(claims: KeyClaims, signingKey: SigningKey): Promise<Result<IssuedKey>> {
  const token = await sign(keyHeader(signingKey.kid), writeKeyPayload(claims), signingKey.privateKey)
  if (token.length > LIMITS.keyBytes) return fail('key_too_large', { field: 'scopes' })
  // Our own verifier would refuse such a key forever, so that it must not be handed out: whoever made these claims has a defect.
  const form = readTokenForm(token)
  const read = form && readKeyHeader(form.header) ? readKeyPayload(form.payload) : undefined
  if (!read || positionOf(read) === undefined)
    throw new TypeError('These claims do not make a key that can be verified')
  return ok(new IssuedKey(token))
}
