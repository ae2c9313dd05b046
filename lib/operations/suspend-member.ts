import { SuspendMemberInput } from '@/lib/contract/members'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { heirsIn } from '@/lib/operations/carry-out-impact'
import { departMember } from '@/lib/operations/depart-member'
import { change } from '@/lib/operations/operation'

/** Closes the organization to a member until they are reactivated, and stops the keys that the member answers for, in the same transaction. */
export const suspendMember = change({
  input: SuspendMemberInput,
  changesMemberships: ({ membershipId }) => [membershipId],
  readsMemberships: async (_tx, _organizationId, { impact }) => heirsIn(impact),
  async run(context, { membershipId, impact }) {
    const { actor, memberships, commit } = context
    const target = memberships.get(membershipId)
    if (!target || target.state === 'removed') return fail('member_not_found')
    if (!may(actor, 'member.govern', { target })) return fail('not_permitted')
    if (target.state !== 'active') return fail('member_not_active', { params: { state: target.state } })
    const left = await departMember(context, { kind: 'suspend_member', membershipId }, target, impact)
    if (!left.ok) return left
    const { orphanedKeys, revokedKeys, offeredKeys, disownedApps, saving, happenings } = left.value
    const { id, organizationId, userId, role, createdAt } = target
    const seq = await commit({
      ...saving,
      update: { ...saving.update, membership: { id, organizationId, userId, role, createdAt, state: 'suspended' } },
      event: {
        type: 'member.suspended',
        membershipId,
        userId,
        before: { role, state: target.state },
        after: { state: 'suspended', orphanedKeys, revokedKeys, offeredKeys, disownedApps },
      },
      happenings,
    })
    return ok({ seq, orphanedKeys, revokedKeys })
  },
})
