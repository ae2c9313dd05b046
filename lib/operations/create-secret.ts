import { CreateSecretInput } from '@/lib/contract/secrets'
import { isMemberActor } from '@/lib/core/actor'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { seal } from '@/lib/crypto/sealing'
import { importPublicKey } from '@/lib/crypto/signing-keys'
import { verifyKey } from '@/lib/crypto/verify-key'
import { findApiKey } from '@/lib/db/api-keys'
import { getOrganization } from '@/lib/db/organizations'
import { isSecretNameTaken, lockSecretNames } from '@/lib/db/secrets'
import { listApiSigningKeys } from '@/lib/db/signing-keys'
import { change, type OperationContext, type People } from '@/lib/operations/operation'

/** Seals a value. It is linked to a key only when the value verifies as that key: what a name promises proves nothing. */
export const createSecret = change({
  input: CreateSecretInput,
  async run(context, { name, value }) {
    const { tx, actor, now, newId, keks, commit } = context
    const { organizationId } = actor
    if (!isMemberActor(actor) || !may(actor, 'secret.create', {})) return fail('not_permitted')
    await lockSecretNames(tx, organizationId)
    if (await isSecretNameTaken(tx, organizationId, name))
      return fail('secret_name_taken', { field: 'name', params: { name } })
    const id = newId('secret')
    const apiKeyId = await keyHeldIn(context, value.trim())
    const sealed = await seal(value, { organization: organizationId, secret: id, version: 1 }, keks)
    await commit({
      insert: {
        secret: {
          secret: { id, organizationId, name, ownerId: actor.membershipId, version: 1, createdAt: now, changedAt: now },
          version: {
            id: newId('secretVersion'),
            organizationId,
            secretId: id,
            number: 1,
            sealed,
            apiKeyId,
            createdAt: now,
            createdById: actor.membershipId,
          },
        },
      },
      event: { type: 'secret.created', secretId: id, ...(apiKeyId ? { apiKeyId } : {}), after: { name } },
    })
    return ok({ id, name })
  },
})

async function keyHeldIn(
  { tx, actor: { organizationId } }: OperationContext<People>,
  value: string,
): Promise<ApiKeyId | null> {
  const signingKeys = await listApiSigningKeys(tx, organizationId)
  const imported = new Map(
    await Promise.all(signingKeys.map(async ({ kid, jwk }) => [kid, { key: await importPublicKey(jwk) }] as const)),
  )
  const { issuer } = await getOrganization(tx, organizationId)
  const verified = await verifyKey(value, issuer, (kid) => imported.get(kid))
  return verified.ok ? ((await findApiKey(tx, organizationId, verified.claims.jti))?.id ?? null) : null
}
