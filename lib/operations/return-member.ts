import type { Actor } from '@/lib/core/actor'
import { isLive, statusOf } from '@/lib/core/api-key'
import type { LoggedChange } from '@/lib/core/changes'
import type { Happening, NamedMember } from '@/lib/core/happenings'
import type { AppId, MembershipId } from '@/lib/core/identifiers'
import { answersForKeys, causeOfAbsence, isWithinGrace, type Membership, nextStep } from '@/lib/core/membership'
import { giveBackApps } from '@/lib/db/apps'
import { listConcernedKeys, setDeparture } from '@/lib/db/concerned-keys'
import { findOpenDeparture, saveDeparture } from '@/lib/db/departures'
import { listKeysAt } from '@/lib/db/listed-keys'
import { getPolicy } from '@/lib/db/organizations'
import type { Tx } from '@/lib/db/tx'
import { actorNamed } from '@/lib/operations/actor-named'
import { statusChange } from '@/lib/operations/status-change'

export interface Returned {
  /** Keys that are live again: active, or disabled as they were. */
  readonly restoredKeys: number
  /** Keys that stay orphaned: the grace period is over, their app is gone, or the member still can't hold any. */
  readonly orphanedKeys: number
  /** Apps that are theirs again, nobody having owned them meanwhile. */
  readonly restoredApps: readonly AppId[]
  /** Positions of the keys that are live again. */
  readonly restored: readonly number[]
  /** One row, with what each key is now; none when no key was given back. */
  readonly changes: readonly LoggedChange[]
}

const NOTHING = { restoredKeys: 0, restored: [], restoredApps: [], changes: [] } as const

/**
 * Within the transaction in which a member comes back: reactivated, invited again, or promoted. `member` is who they are from now on, and the
 * membership is locked for update by then. Within the grace period each key that this absence took, and no other, is again what its own facts
 * make of it: what was revoked or handed over meanwhile is not theirs to get, what is disabled or has expired stays so, and an app that is gone
 * takes its keys with it. In a role that can't hold keys the absence goes on.
 */
export async function returnMember(
  tx: Tx,
  member: Pick<Membership, 'id' | 'organizationId' | 'role' | 'state'>,
  byMembershipId: MembershipId | null,
  now: Date,
): Promise<Returned> {
  const { id, organizationId } = member
  const open = await findOpenDeparture(tx, organizationId, id)
  if (!open) return { ...NOTHING, orphanedKeys: 0 }
  const inTime = answersForKeys(member) && isWithinGrace(open, (await getPolicy(tx, organizationId)).graceDays, now)
  const restoredApps = inTime ? await giveBackApps(tx, open) : []
  const whose = { ownerId: id, departureId: open.id }
  const taken = (await listConcernedKeys(tx, organizationId, whose, { lock: inTime })).filter(
    (key) => statusOf(key, now) === 'orphaned',
  )
  if (!inTime) {
    const goesOn = nextStep(open, { cause: causeOfAbsence(member), byMembershipId, at: now })
    await saveDeparture(tx, answersForKeys(member) ? { ...open, lapsedAt: now } : goesOn)
    return { ...NOTHING, orphanedKeys: taken.length }
  }
  await setDeparture(tx, organizationId, taken, null)
  await saveDeparture(tx, { ...open, endedAt: now })
  const back = taken.map((key) => ({ ...key, departureId: null }))
  const orphanedKeys = back.filter((key) => statusOf(key, now) === 'orphaned').length
  const restored = back.filter((key) => isLive(key, now)).map(({ position }) => position)
  return {
    restoredKeys: restored.length,
    restored,
    orphanedKeys,
    restoredApps,
    changes: back.length > 0 ? [statusChange(back, now)] : [],
  }
}

/** Owners and Aura Owners, who were told that these keys stopped, are told that they work again. */
export async function tellOfReturn(
  tx: Tx,
  actor: Actor,
  { id, name }: NamedMember,
  { restored }: Returned,
): Promise<readonly Happening[]> {
  if (restored.length === 0) return []
  const keys = await listKeysAt(tx, actor.organizationId, restored)
  return [{ kind: 'keys_restored', facts: { member: { id, name }, by: await actorNamed(tx, actor), keys } }]
}
