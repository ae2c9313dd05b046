import { ChangeMemberRoleInput } from '@/lib/contract/members'
import { isMemberActor } from '@/lib/core/actor'
import { UNSEEN } from '@/lib/core/impact'
import { answersForKeys } from '@/lib/core/membership'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { heirsIn } from '@/lib/operations/carry-out-impact'
import { departMember } from '@/lib/operations/depart-member'
import { change } from '@/lib/operations/operation'
import { returnMember, tellOfReturn } from '@/lib/operations/return-member'

/** Gives a member another role. One that can't hold keys stops those that the member has; one that can again gives back what losing the right took. */
export const changeMemberRole = change({
  input: ChangeMemberRoleInput,
  changesMemberships: ({ membershipId }) => [membershipId],
  readsMemberships: async (_tx, _organizationId, { impact }) => heirsIn(impact),
  async run(context, { membershipId, role, impact = UNSEEN }) {
    const { tx, actor, now, memberships, commit } = context
    const target = memberships.get(membershipId)
    if (!target || target.state === 'removed') return fail('member_not_found')
    const by = isMemberActor(actor) ? actor.membershipId : null
    if (!may(actor, 'member.change_role', { target, role }))
      return fail(by === target.id ? 'own_role' : 'not_permitted')
    if (target.role === role) return fail('role_unchanged', { field: 'role' })
    const left = await departMember(context, { kind: 'change_role', membershipId, role }, target, impact)
    if (!left.ok) return left
    const { id, organizationId, userId, state, createdAt } = target
    const next = { id, organizationId, userId, role, createdAt, state }
    const comesBack = answersForKeys(next) && !answersForKeys(target)
    const back = comesBack ? await returnMember(tx, next, by, now) : null
    const { orphanedKeys, revokedKeys, offeredKeys, disownedApps, saving, happenings } = left.value
    const seq = await commit({
      ...saving,
      update: { ...saving.update, membership: next },
      event: {
        type: 'member.role_changed',
        membershipId,
        userId,
        before: { role: target.role },
        after: {
          role,
          orphanedKeys: orphanedKeys + (back?.orphanedKeys ?? 0),
          revokedKeys,
          offeredKeys,
          disownedApps,
          restoredKeys: back?.restoredKeys ?? 0,
          restoredApps: back?.restoredApps.length ?? 0,
        },
      },
      changes: [...saving.changes, ...(back?.changes ?? [])],
      happenings: [...happenings, ...(back ? await tellOfReturn(tx, actor, target, back) : [])],
    })
    return ok({ seq, orphanedKeys, revokedKeys, restoredKeys: back?.restoredKeys ?? 0 })
  },
})
