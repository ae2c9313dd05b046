import { DeleteSecretInput } from '@/lib/contract/secrets'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { deleteSecret as decide, goneAt, isGone } from '@/lib/core/secret'
import { lockSecret } from '@/lib/db/secrets'
import { change } from '@/lib/operations/operation'

/** From then on nobody reads it and its name is free; whoever may manage it can restore it for a while. */
export const deleteSecret = change({
  input: DeleteSecretInput,
  async run({ tx, actor, now, commit }, { secretId }) {
    const secret = await lockSecret(tx, actor.organizationId, secretId)
    if (!secret || isGone(secret, now)) return fail('secret_not_found')
    if (!may(actor, 'secret.manage', { secret })) return fail('not_permitted')
    if (secret.deletedAt) return fail('secret_deleted')
    const { next, event } = decide(secret, actor, now)
    await commit({ update: { secret: next }, event })
    return ok({ goneAt: goneAt(next)?.toISOString() ?? null })
  },
})
