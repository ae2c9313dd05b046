import { RenameSecretInput } from '@/lib/contract/secrets'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { renameSecret as decide, isGone } from '@/lib/core/secret'
import { isSecretNameTaken, lockSecret, lockSecretNames } from '@/lib/db/secrets'
import { change } from '@/lib/operations/operation'

/** Its versions stay as they are sealed: they belong to the secret and not to its name. */
export const renameSecret = change({
  input: RenameSecretInput,
  async run({ tx, actor, now, commit }, { secretId, name }) {
    const { organizationId } = actor
    await lockSecretNames(tx, organizationId)
    const secret = await lockSecret(tx, organizationId, secretId)
    if (!secret || isGone(secret, now)) return fail('secret_not_found')
    if (!may(actor, 'secret.manage', { secret })) return fail('not_permitted')
    if (secret.deletedAt) return fail('secret_deleted')
    const renamed = decide(secret, name, now)
    if (!renamed.ok) return renamed
    if (await isSecretNameTaken(tx, organizationId, name))
      return fail('secret_name_taken', { field: 'name', params: { name } })
    await commit({ update: { secret: renamed.value.next }, event: renamed.value.event })
    return ok({ name })
  },
})
