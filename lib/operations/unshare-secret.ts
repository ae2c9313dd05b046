import { UnshareSecretInput } from '@/lib/contract/secrets'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { isGone } from '@/lib/core/secret'
import { findSecretShare } from '@/lib/db/secret-shares'
import { lockSecret } from '@/lib/db/secrets'
import { change } from '@/lib/operations/operation'

/** What the member has seen, they have seen: the next version is what they don't get. */
export const unshareSecret = change({
  input: UnshareSecretInput,
  async run({ tx, actor, now, commit }, { secretId, membershipId }) {
    const { organizationId } = actor
    const secret = await lockSecret(tx, organizationId, secretId)
    if (!secret || isGone(secret, now)) return fail('secret_not_found')
    if (!may(actor, 'secret.manage', { secret })) return fail('not_permitted')
    if (secret.deletedAt) return fail('secret_deleted')
    const share = await findSecretShare(tx, secret, membershipId)
    if (!share) return fail('secret_share_not_found')
    await commit({
      delete: { secretShare: share },
      event: { type: 'secret.unshared', secretId, membershipId, before: { access: share.access } },
    })
    return ok({})
  },
})
