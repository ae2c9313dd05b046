import { ReactivateMemberInput } from '@/lib/contract/members'
import { isMemberActor } from '@/lib/core/actor'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { change } from '@/lib/operations/operation'
import { returnMember, tellOfReturn } from '@/lib/operations/return-member'

/** Opens the organization to a suspended member again, and gives back what the suspension took, as far as there is still time. */
export const reactivateMember = change({
  input: ReactivateMemberInput,
  changesMemberships: ({ membershipId }) => [membershipId],
  async run({ tx, actor, now, memberships, commit }, { membershipId }) {
    const target = memberships.get(membershipId)
    if (!target || target.state === 'removed') return fail('member_not_found')
    if (!may(actor, 'member.govern', { target })) return fail('not_permitted')
    if (target.state !== 'suspended') return fail('member_not_suspended')
    const { id, organizationId, userId, role, createdAt } = target
    const next = { id, organizationId, userId, role, createdAt, state: 'active' } as const
    const by = isMemberActor(actor) ? actor.membershipId : null
    const back = await returnMember(tx, next, by, now)
    const { restoredKeys, orphanedKeys, restoredApps, changes } = back
    const seq = await commit({
      update: { membership: next },
      event: {
        type: 'member.reactivated',
        membershipId,
        userId,
        before: { role, state: target.state },
        after: { state: 'active', restoredKeys, orphanedKeys, restoredApps: restoredApps.length },
      },
      changes,
      happenings: await tellOfReturn(tx, actor, target, back),
    })
    return ok({ seq, restoredKeys, orphanedKeys })
  },
})
