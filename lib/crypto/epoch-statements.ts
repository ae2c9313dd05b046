import type { PublicKeyJwk } from '@/lib/core/changes'
import { isId, type OrganizationId } from '@/lib/core/identifiers'
import type { JwsHeader } from '@/lib/crypto/jose'
import { sign, verifySignature } from '@/lib/crypto/signatures'
import { importPublicKey, signingKeyId } from '@/lib/crypto/signing-keys'

/** Its own media type, so that no key can be taken for a statement, nor a statement for a key (RFC 8725 §3.11). */
const EPOCH_STATEMENT_TYPE = 'aura-epoch+jwt'

/** "From here on, this number": the one thing that lets a gateway take back what it knew of revocations. */
export interface EpochStatement {
  readonly iss: string
  readonly org: OrganizationId
  /** From 1, and only upwards. */
  readonly epoch: number
  /** Seconds since 1970. */
  readonly iat: number
}

const header = (kid: string): JwsHeader => ({ typ: EPOCH_STATEMENT_TYPE, alg: 'ES256', kid })
const payload = ({ iss, org, epoch, iat }: EpochStatement) => JSON.stringify({ iss, org, epoch, iat })

/** `kid` is the RFC 7638 thumbprint of the organization's epoch key, which signs nothing else. */
export function signEpochStatement(statement: EpochStatement, privateKey: CryptoKey, kid: string): Promise<string> {
  return sign(header(kid), payload(statement), privateKey)
}

/**
 * The statement, when this key signed it and it is spelled as we spell it; undefined otherwise. Whether it is of this
 * organization and its number higher than the last is for the caller to ask. Throws InvalidSigningKey for a key that is none.
 */
export async function verifyEpochStatement(
  statement: string,
  publicJwk: PublicKeyJwk,
): Promise<EpochStatement | undefined> {
  const signed = await verifySignature(statement, await importPublicKey(publicJwk))
  if (!signed) return undefined
  const read = readStatement(signed)
  if (!read) return undefined
  const spelled = [JSON.stringify(header(await signingKeyId(publicJwk))), payload(read)].map((text) =>
    Buffer.from(text).toString('base64url'),
  )
  return statement.startsWith(`${spelled.join('.')}.`) ? read : undefined
}

function readStatement(signed: Uint8Array): EpochStatement | undefined {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(signed))
  } catch {
    return undefined
  }
  const { iss, org, epoch, iat } = Object(value) as Readonly<Record<string, unknown>>
  if (typeof iss !== 'string' || !isId('organization', org) || !isWhole(epoch) || !isWhole(iat) || epoch === 0)
    return undefined
  return { iss, org, epoch, iat }
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
