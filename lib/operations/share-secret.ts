import { ShareSecretInput } from '@/lib/contract/secrets'
import { isMemberActor } from '@/lib/core/actor'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { isGone, shareableWith } from '@/lib/core/secret'
import { findSecretShare } from '@/lib/db/secret-shares'
import { lockSecret } from '@/lib/db/secrets'
import { change } from '@/lib/operations/operation'

/** Lets a member read a secret, or manage it. The member is locked, so that nobody is given anything while being removed. */
export const shareSecret = change({
  input: ShareSecretInput,
  changesMemberships: ({ membershipId }) => [membershipId],
  async run({ tx, actor, now, memberships, commit }, { secretId, membershipId, access }) {
    const { organizationId } = actor
    const secret = await lockSecret(tx, organizationId, secretId)
    if (!secret || isGone(secret, now)) return fail('secret_not_found')
    if (!may(actor, 'secret.manage', { secret })) return fail('not_permitted')
    if (secret.deletedAt) return fail('secret_deleted')
    const member = memberships.get(membershipId)
    if (member?.state !== 'active') return fail('member_not_found', { field: 'membershipId' })
    if (!shareableWith(secret, member).includes(access))
      return fail('secret_share_not_possible', { field: 'membershipId' })
    const before = await findSecretShare(tx, secret, membershipId)
    if (before?.access === access)
      return fail('secret_share_unchanged', { field: 'membershipId', params: { who: member.name } })
    await commit({
      insert: {
        secretShare: {
          organizationId,
          secretId,
          membershipId,
          access,
          createdAt: now,
          createdById: isMemberActor(actor) ? actor.membershipId : null,
        },
      },
      event: {
        type: 'secret.shared',
        secretId,
        membershipId,
        ...(before ? { before: { access: before.access } } : {}),
        after: { access },
      },
    })
    return ok({ name: member.name })
  },
})
