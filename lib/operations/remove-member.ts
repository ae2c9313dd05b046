import { RemoveMemberInput } from '@/lib/contract/members'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { endSharesWith } from '@/lib/db/secret-shares'
import { heirsIn } from '@/lib/operations/carry-out-impact'
import { departMember } from '@/lib/operations/depart-member'
import { change } from '@/lib/operations/operation'

/** Closes the organization to a member at once, stops the keys that the member answers for, and ends what was shared with them, in the same transaction. */
export const removeMember = change({
  input: RemoveMemberInput,
  changesMemberships: ({ membershipId }) => [membershipId],
  readsMemberships: async (_tx, _organizationId, { impact }) => heirsIn(impact),
  async run(context, { membershipId, impact }) {
    const { tx, actor, memberships, commit } = context
    const target = memberships.get(membershipId)
    if (!target || target.state === 'removed') return fail('member_not_found')
    if (!may(actor, 'member.govern', { target })) return fail('not_permitted')
    const left = await departMember(context, { kind: 'remove_member', membershipId }, target, impact)
    if (!left.ok) return left
    const { orphanedKeys, revokedKeys, offeredKeys, disownedApps, saving, happenings } = left.value
    const endedShares = await endSharesWith(tx, actor.organizationId, membershipId)
    const { id, organizationId, userId, role, createdAt } = target
    const seq = await commit({
      ...saving,
      update: { ...saving.update, membership: { id, organizationId, userId, role, createdAt, state: 'removed' } },
      event: {
        type: 'member.removed',
        membershipId,
        userId,
        before: { role, state: target.state },
        after: { state: 'removed', orphanedKeys, revokedKeys, offeredKeys, disownedApps, endedShares },
      },
      happenings,
    })
    return ok({ seq, orphanedKeys, revokedKeys })
  },
})
