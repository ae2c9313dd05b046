import type { DataPlaneSigningKey, PublicKeyJwk } from '@/lib/core/changes'
import type { OrganizationId } from '@/lib/core/identifiers'
import { clientOf, type Tx } from '@/lib/db/tx'

export type SigningKeyPurpose = 'api_key' | 'epoch'
export type SigningKeyState = 'standby' | 'current' | 'previous' | 'revoked'

export interface SigningKeyRecord {
  readonly kid: string
  readonly organizationId: OrganizationId
  readonly purpose: SigningKeyPurpose
  readonly state: SigningKeyState
  readonly publicJwk: PublicKeyJwk
  readonly sealedPrivate: string
}

export async function insertSigningKey(tx: Tx, key: SigningKeyRecord, at: Date): Promise<void> {
  await clientOf(tx).signingKey.create({
    data: { ...key, publicJwk: { ...key.publicJwk }, createdAt: at, currentSince: key.state === 'current' ? at : null },
  })
}

export async function findCurrentSigningKey(
  tx: Tx,
  organizationId: OrganizationId,
  purpose: SigningKeyPurpose,
): Promise<SigningKeyRecord | null> {
  return (await clientOf(tx).signingKey.findFirst({
    where: { organizationId, purpose, state: 'current' },
  })) as SigningKeyRecord | null
}

/** All keys that sign or signed API keys, standby too, so that caches know a key before it signs. */
export async function listApiSigningKeys(
  tx: Tx,
  organizationId: OrganizationId,
): Promise<(DataPlaneSigningKey & { readonly state: SigningKeyState })[]> {
  const rows = (await clientOf(tx).signingKey.findMany({
    where: { organizationId, purpose: 'api_key' },
    orderBy: [{ createdAt: 'asc' }, { kid: 'asc' }],
  })) as unknown as SigningKeyRecord[]
  return rows.map(({ kid, publicJwk: { kty, crv, x, y }, state }) => ({
    kid,
    jwk: { kty, crv, x, y },
    revoked: state === 'revoked',
    state,
  }))
}
