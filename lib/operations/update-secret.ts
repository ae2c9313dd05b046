import { UpdateSecretInput } from '@/lib/contract/secrets'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { isGone, nextVersion } from '@/lib/core/secret'
import { seal } from '@/lib/crypto/sealing'
import { namesOfMembers } from '@/lib/db/names-of-members'
import { findSecretVersion, lockSecret } from '@/lib/db/secrets'
import { keyHeldIn } from '@/lib/operations/key-held-in'
import { change } from '@/lib/operations/operation'

/**
 * Seals a value as the next version. Whoever had an older version before them is told so, and by whom and when it was replaced: of two
 * people who edit at the same time, neither overwrites the other unseen.
 */
export const updateSecret = change({
  input: UpdateSecretInput,
  async run(context, { secretId, version: seen, value }) {
    const { tx, actor, now, newId, keks, commit } = context
    const { organizationId } = actor
    const apiKeyId = await keyHeldIn(context, value)
    const secret = await lockSecret(tx, organizationId, secretId)
    if (!secret || isGone(secret, now)) return fail('secret_not_found')
    if (!may(actor, 'secret.manage', { secret })) return fail('not_permitted')
    if (secret.deletedAt) return fail('secret_deleted')
    if (secret.version !== seen) {
      const current = await findSecretVersion(tx, secret, secret.version)
      const by = current?.createdById ?? null
      const who = by && (await namesOfMembers(tx, organizationId, [by])).get(by)
      return fail('secret_changed', {
        params: {
          who: who ?? 'Somebody',
          version: secret.version,
          at: (current?.createdAt ?? secret.changedAt).toISOString(),
        },
      })
    }
    const belongsTo = { organization: organizationId, secret: secretId, version: secret.version + 1 }
    const sealed = await seal(value, belongsTo, keks)
    const next = nextVersion(secret, { id: newId('secretVersion'), sealed, apiKeyId }, actor, now)
    await commit({ insert: { secretVersions: [next] }, event: next.event })
    return ok({ version: next.secret.version })
  },
})
