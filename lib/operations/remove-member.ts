import { RemoveMemberInput } from '@/lib/contract/members'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { endSharesWith } from '@/lib/db/secret-shares'
import { departMember } from '@/lib/operations/depart-member'
import { change } from '@/lib/operations/operation'

/** Closes the organization to a member at once, stops the keys that the member answers for, and ends what was shared with them, in the same transaction. */
export const removeMember = change({
  input: RemoveMemberInput,
  changesMemberships: ({ membershipId }) => [membershipId],
  async run(context, { membershipId, impact }) {
    const { tx, actor, memberships, commit } = context
    const target = memberships.get(membershipId)
    if (!target || target.state === 'removed') return fail('member_not_found')
    if (!may(actor, 'member.govern', { target })) return fail('not_permitted')
    const left = await departMember(context, { kind: 'remove_member', membershipId }, target, impact)
    if (!left.ok) return left
    const { orphanedKeys, revokedKeys, disownedApps, changes, furtherEvents, happenings } = left.value
    const endedShares = await endSharesWith(tx, actor.organizationId, membershipId)
    const { id, organizationId, userId, role, createdAt } = target
    const seq = await commit({
      update: { membership: { id, organizationId, userId, role, createdAt, state: 'removed' } },
      event: {
        type: 'member.removed',
        membershipId,
        userId,
        before: { role, state: target.state },
        after: { state: 'removed', orphanedKeys, revokedKeys, disownedApps, endedShares },
      },
      furtherEvents,
      changes,
      happenings,
    })
    return ok({ seq, orphanedKeys, revokedKeys })
  },
})
