import { isMemberActor } from '@/lib/core/actor'
import { type Decision, type MemberAction, memberAfter } from '@/lib/core/impact'
import {
  answersForKeys,
  causeOfAbsence,
  type Departure,
  depart,
  type Membership,
  nextStep,
} from '@/lib/core/membership'
import { fail, ok, type Result } from '@/lib/core/result'
import { disownApps } from '@/lib/db/apps'
import { setDeparture } from '@/lib/db/concerned-keys'
import { findOpenDeparture, saveDeparture } from '@/lib/db/departures'
import { countActiveOwners, type NamedMembership } from '@/lib/db/memberships'
import type { Tx } from '@/lib/db/tx'
import { actorNamed } from '@/lib/operations/actor-named'
import { type CarriedOut, carryOut, handedOverIn } from '@/lib/operations/carry-out-impact'
import type { OperationContext, People } from '@/lib/operations/operation'
import { refuseLosingWayIn } from '@/lib/operations/refuse-losing-way-in'
import { weighImpact } from '@/lib/operations/weigh-impact'

interface Departed extends CarriedOut {
  readonly disownedApps: number
}

/**
 * Within the transaction that suspends, removes or demotes a member, who is locked: takes the keys that the member answers for and the apps that
 * the member owns, as it was decided. Without an absence, as for a role that may hold keys too, there is nothing to take.
 */
export async function departMember(
  context: OperationContext<People>,
  action: MemberAction,
  member: NamedMembership,
  decision: Decision,
): Promise<Result<Departed>> {
  const { tx, actor, now } = context
  const { organizationId } = actor
  const next = { ...member, ...memberAfter(action, member) }
  const refused = await refuseLosingOwner(tx, action, member, { lock: true })
  if (refused) return refused
  const weighed = await weighImpact(tx, organizationId, action, { kind: 'member', member }, now, {
    lock: true,
    alsoAppsOf: handedOverIn(decision),
  })
  const { disowns } = weighed.impact
  const departure = answersForKeys(next) ? null : await beginOrGoOn(context, next)
  if (departure) await disownApps(tx, organizationId, disowns, departure.id)
  const done = await carryOut(context, action, weighed, decision, async (keys) => {
    if (!departure) return []
    await setDeparture(tx, organizationId, keys, departure.id)
    return keys.map((key) => ({ ...key, departureId: departure.id }))
  })
  if (!done.ok) return done
  const { stopped, happenings } = done.value
  const facts = { cause: causeOfAbsence(next), member: { id: member.id, name: member.name }, keys: stopped }
  return ok({
    ...done.value,
    disownedApps: disowns.length,
    happenings:
      stopped.total > 0
        ? [...happenings, { kind: 'keys_orphaned', facts: { ...facts, by: await actorNamed(tx, actor) } }]
        : happenings,
  })
}

/** An organization keeps at least one Owner who is active. */
export async function refuseLosingOwner(
  tx: Tx,
  action: MemberAction,
  member: NamedMembership,
  { lock }: { readonly lock: boolean },
): Promise<ReturnType<typeof fail> | undefined> {
  const isActiveOwner = ({ role, state }: Pick<Membership, 'role' | 'state'>) => role === 'owner' && state === 'active'
  if (!isActiveOwner(member) || isActiveOwner(memberAfter(action, member))) return undefined
  if ((await countActiveOwners(tx, member.organizationId, { lock })) < 2) return fail('last_owner')
  return refuseLosingWayIn(tx, member)
}

/** The absence that a member is in from now on. */
async function beginOrGoOn(
  { tx, actor, now, newId }: OperationContext<People>,
  member: NamedMembership,
): Promise<Departure> {
  const step = {
    cause: causeOfAbsence(member),
    byMembershipId: isMemberActor(actor) ? actor.membershipId : null,
    at: now,
  }
  const open = await findOpenDeparture(tx, actor.organizationId, member.id)
  const departure = open ? nextStep(open, step) : depart(member, step, newId)
  await saveDeparture(tx, departure)
  return departure
}
