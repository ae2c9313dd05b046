import type { Offer } from '@/lib/core/hand-over'
import type { ApiKeyId, AppId, OfferId, OrganizationId } from '@/lib/core/identifiers'
import type { MembershipState } from '@/lib/core/membership'
import { clientOf, type Tx } from '@/lib/db/tx'

/** A row as core knows it. */
const offerOf = (row: { readonly id: string }) => row as Offer

/** An offer that nobody has answered, with whom it was made to. */
export interface UnansweredOffer {
  readonly offer: Offer
  readonly receiver: { readonly name: string; readonly state: MembershipState }
}

const RECEIVER = { to: { select: { state: true, user: { select: { name: true } } } } } as const

export async function insertOffer(tx: Tx, offer: Offer): Promise<void> {
  await clientOf(tx).offer.create({ data: { ...offer } })
}

/** Only its answer ever changes, and a trigger holds that. */
export async function updateOffer(tx: Tx, { id, answer, answeredAt }: Offer): Promise<void> {
  await clientOf(tx).offer.update({ where: { id }, data: { answer, answeredAt } })
}

/** Whoever changes an offer has locked its key, or its app when that is offered: it is read after that. */
export async function findOffer(tx: Tx, organizationId: OrganizationId, id: OfferId): Promise<Offer | null> {
  const row = await clientOf(tx).offer.findFirst({ where: { organizationId, id } })
  return row && offerOf(row)
}

/** Of keys that are locked. */
export async function findUnansweredOffers(
  tx: Tx,
  organizationId: OrganizationId,
  apiKeyIds: readonly ApiKeyId[],
): Promise<ReadonlyMap<ApiKeyId, UnansweredOffer>> {
  const rows = await clientOf(tx).offer.findMany({
    where: { organizationId, apiKeyId: { in: [...apiKeyIds] }, answer: null },
    include: RECEIVER,
  })
  return new Map(rows.map((row) => [row.apiKeyId as ApiKeyId, unanswered(row)]))
}

/** Of an app that is locked. */
export async function findUnansweredOfferOfApp(
  tx: Tx,
  organizationId: OrganizationId,
  appId: AppId,
): Promise<UnansweredOffer | null> {
  const row = await clientOf(tx).offer.findFirst({
    where: { organizationId, appId, apiKeyId: null, answer: null },
    include: RECEIVER,
  })
  return row && unanswered(row)
}

const unanswered = ({
  to,
  ...offer
}: {
  readonly id: string
  readonly to: { readonly state: MembershipState; readonly user: { readonly name: string } }
}): UnansweredOffer => ({ offer: offerOf(offer), receiver: { name: to.user.name, state: to.state } })
