import { RestoreSecretInput } from '@/lib/contract/secrets'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { restoreSecret as decide, isGone } from '@/lib/core/secret'
import { isSecretNameTaken, lockSecret, lockSecretNames } from '@/lib/db/secrets'
import { change } from '@/lib/operations/operation'

/** Brings a deleted secret back, with its versions and with whom it was shared. A name that was given away meanwhile stays where it is. */
export const restoreSecret = change({
  input: RestoreSecretInput,
  async run({ tx, actor, now, commit }, { secretId, name: wanted }) {
    const { organizationId } = actor
    await lockSecretNames(tx, organizationId)
    const secret = await lockSecret(tx, organizationId, secretId)
    if (!secret || isGone(secret, now)) return fail('secret_not_found')
    if (!may(actor, 'secret.manage', { secret })) return fail('not_permitted')
    if (!secret.deletedAt) return fail('secret_not_deleted')
    const name = wanted ?? secret.name
    if (await isSecretNameTaken(tx, organizationId, name))
      return fail('secret_name_taken', { field: 'name', params: { name } })
    const { next, event } = decide(secret, name)
    await commit({ update: { secret: next }, event })
    return ok({ name })
  },
})
