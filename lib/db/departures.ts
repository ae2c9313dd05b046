import type { MembershipId, OrganizationId } from '@/lib/core/identifiers'
import type { Departure } from '@/lib/core/membership'
import { clientOf, type Tx } from '@/lib/db/tx'

/** The absence that a member is in; null for who is not away. Under the membership's lock. */
export async function findOpenDeparture(
  tx: Tx,
  organizationId: OrganizationId,
  membershipId: MembershipId,
): Promise<Departure | null> {
  return (await clientOf(tx).departure.findFirst({
    where: { organizationId, membershipId, endedAt: null, lapsedAt: null },
  })) as Departure | null
}

/** Keeps an absence, as begun or as it is now. */
export async function saveDeparture(tx: Tx, departure: Departure): Promise<void> {
  const { id, cause, byMembershipId, at, endedAt, lapsedAt } = departure
  await clientOf(tx).departure.upsert({
    where: { id },
    create: departure,
    update: { cause, byMembershipId, at, endedAt, lapsedAt },
  })
}
