import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { isMemberActor } from '@/lib/core/actor'
import type { Departure } from '@/lib/core/membership'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { disownApps } from '@/lib/db/apps'
import { listKeysAt } from '@/lib/db/listed-keys'
import { countActiveOwners, recordDeparture } from '@/lib/db/memberships'
import { endSharesWith } from '@/lib/db/secret-shares'
import { actorNamed } from '@/lib/operations/actor-named'
import { change } from '@/lib/operations/operation'
import { orphaned } from '@/lib/operations/status-change'

/** Closes the organization to a member at once, orphans the keys that the member answers for, and ends what was shared with them, in the same transaction. */
export const removeMember = change({
  input: z.object({ membershipId: idOf('membership') }),
  changesMemberships: ({ membershipId }) => [membershipId],
  async run({ tx, actor, now, newId, memberships, commit }, { membershipId }) {
    const { organizationId } = actor
    const target = memberships.get(membershipId)
    if (!target || target.state === 'removed') return fail('member_not_found')
    if (!may(actor, 'member.govern', { target })) return fail('not_permitted')
    if (target.role === 'owner' && target.state === 'active' && (await countActiveOwners(tx, organizationId)) < 2)
      return fail('last_owner')
    const departure: Departure = {
      id: newId('departure'),
      organizationId,
      membershipId,
      cause: 'removed',
      byMembershipId: isMemberActor(actor) ? actor.membershipId : null,
      at: now,
      endedAt: null,
    }
    // Apps before keys, as in every change: the other way round, who deletes one of these apps meanwhile would wait in a circle.
    await disownApps(tx, organizationId, membershipId)
    const positions = await recordDeparture(tx, departure)
    const endedShares = await endSharesWith(tx, organizationId, membershipId)
    const { id, userId, role, createdAt } = target
    const seq = await commit({
      update: { membership: { id, organizationId, userId, role, createdAt, state: 'removed' } },
      event: {
        type: 'member.removed',
        membershipId,
        userId,
        before: { role, state: target.state },
        after: { state: 'removed', orphanedKeys: positions.length, endedShares },
      },
      changes: orphaned(positions),
      happenings: positions.length
        ? [
            {
              kind: 'keys_orphaned',
              facts: {
                cause: 'removed',
                member: { id, name: target.name },
                by: await actorNamed(tx, actor),
                keys: await listKeysAt(tx, organizationId, positions),
              },
            },
          ]
        : [],
    })
    return ok({ seq, orphanedKeys: positions.length })
  },
})
