import type { ApiKeyId, SecretId } from '@/lib/core/identifiers'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { type NextVersion, nextVersion } from '@/lib/core/secret'
import { seal } from '@/lib/crypto/sealing'
import { findSecretVersion, lockSecret } from '@/lib/db/secrets'
import type { OperationContext, Outcome, People } from '@/lib/operations/operation'

/** A key that takes the place of another one, where that is held. */
export interface KeyInPlaceOf {
  readonly replaced: ApiKeyId
  readonly apiKeyId: ApiKeyId
  /** The token of the new key. It leaves here sealed, and in no other way. */
  readonly token: string
}

/**
 * Within another operation's transaction: seals a new key as the next version of each of these secrets that hold the old one. Locks the
 * secrets, in the order of their ids, so it is called when the keys are locked and before the head row is. What it returns goes to `commit`,
 * as `insert.secretVersions` and `furtherEvents`: key and secrets change together or not at all.
 */
export async function nextSecretVersions(
  { tx, actor, now, newId, keks }: OperationContext<People>,
  secretIds: readonly SecretId[],
  { replaced, apiKeyId, token }: KeyInPlaceOf,
): Promise<Outcome<readonly NextVersion[]>> {
  const { organizationId } = actor
  const versions: NextVersion[] = []
  for (const secretId of [...new Set(secretIds)].sort()) {
    const secret = await lockSecret(tx, organizationId, secretId)
    if (!secret || secret.deletedAt) return fail('secret_not_found')
    if (!may(actor, 'secret.manage', { secret })) return fail('not_permitted')
    const held = await findSecretVersion(tx, secret, secret.version)
    if (held?.apiKeyId !== replaced) return fail('secret_holds_another', { params: { name: secret.name } })
    const sealed = await seal(
      token,
      { organization: organizationId, secret: secretId, version: secret.version + 1 },
      keks,
    )
    versions.push(nextVersion(secret, { id: newId('secretVersion'), sealed, apiKeyId }, actor, now))
  }
  return ok(versions)
}
