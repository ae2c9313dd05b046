import { CreateSecretInput } from '@/lib/contract/secrets'
import { isMemberActor } from '@/lib/core/actor'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { seal } from '@/lib/crypto/sealing'
import { isSecretNameTaken, lockSecretNames } from '@/lib/db/secrets'
import { keyHeldIn } from '@/lib/operations/key-held-in'
import { change } from '@/lib/operations/operation'

/** Seals a value. It is linked to a key only when the value verifies as that key: what a name promises proves nothing. */
export const createSecret = change({
  input: CreateSecretInput,
  async run(context, { name, value }) {
    const { tx, actor, now, newId, keks, commit } = context
    const { organizationId } = actor
    if (!isMemberActor(actor) || !may(actor, 'secret.create', {})) return fail('not_permitted')
    const apiKeyId = await keyHeldIn(context, value)
    await lockSecretNames(tx, organizationId)
    if (await isSecretNameTaken(tx, organizationId, name))
      return fail('secret_name_taken', { field: 'name', params: { name } })
    const id = newId('secret')
    const sealed = await seal(value, { organization: organizationId, secret: id, version: 1 }, keks)
    await commit({
      insert: {
        secret: {
          secret: {
            id,
            organizationId,
            name,
            ownerId: actor.membershipId,
            version: 1,
            createdAt: now,
            changedAt: now,
            deletedAt: null,
            deletedById: null,
            erasedAt: null,
          },
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
