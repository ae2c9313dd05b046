import type { ApiKeyId } from '@/lib/core/identifiers'
import { importPublicKey } from '@/lib/crypto/signing-keys'
import { verifyKey } from '@/lib/crypto/verify-key'
import { shareApiKey } from '@/lib/db/api-keys'
import { getOrganization } from '@/lib/db/organizations'
import { listApiSigningKeys } from '@/lib/db/signing-keys'
import type { OperationContext, People } from '@/lib/operations/operation'

/**
 * The key that a value is, when it verifies as one of the organization's: what a value looks like proves nothing. The key is locked in share
 * mode, for the version that will refer to it; so this comes before any secret is locked.
 */
export async function keyHeldIn(
  { tx, actor: { organizationId } }: Pick<OperationContext<People>, 'tx' | 'actor'>,
  value: string,
): Promise<ApiKeyId | null> {
  const signingKeys = await listApiSigningKeys(tx, organizationId)
  const imported = new Map(
    await Promise.all(signingKeys.map(async ({ kid, jwk }) => [kid, { key: await importPublicKey(jwk) }] as const)),
  )
  const { issuer } = await getOrganization(tx, organizationId)
  const verified = await verifyKey(value.trim(), issuer, (kid) => imported.get(kid))
  return verified.ok ? ((await shareApiKey(tx, organizationId, verified.claims.jti))?.id ?? null) : null
}
