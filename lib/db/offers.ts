import type { App } from '@/lib/core/app'
import type { Offer } from '@/lib/core/hand-over'
import type { NamedApp, NamedKey } from '@/lib/core/happenings'
import type { ApiKeyId, AppId, MembershipId, OfferId, OrganizationId } from '@/lib/core/identifiers'
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

/** What pages say of a key's offers: the one that can be answered, and the one by which it was handed over. */
export interface OffersOfKey {
  readonly open: {
    readonly id: OfferId
    readonly to: string
    readonly toMembershipId: MembershipId
    readonly expiresAt: Date
  } | null
  readonly accepted: boolean
}

export async function findOffersOfKeys(
  tx: Tx,
  organizationId: OrganizationId,
  apiKeyIds: readonly ApiKeyId[],
  now: Date,
): Promise<ReadonlyMap<ApiKeyId, OffersOfKey>> {
  const rows = await clientOf(tx).$queryRaw<
    { id: OfferId; apiKeyId: ApiKeyId; to: string; toMembershipId: MembershipId; expiresAt: Date; accepted: boolean }[]
  >`
    select o."id", o."api_key_id" as "apiKeyId", u."name" as "to", m."id" as "toMembershipId", o."expires_at" as "expiresAt", o."answer" is not null as "accepted"
    from "offer" o join "membership" m on m."id" = o."to_membership_id" join "user" u on u."id" = m."user_id"
    where o."organization_id" = ${organizationId} and o."api_key_id" = any (${[...apiKeyIds]})
      and (o."answer" = 'accepted' or (o."answer" is null and o."expires_at" > ${now}))`
  const found = new Map<ApiKeyId, OffersOfKey>()
  for (const { apiKeyId, accepted, ...open } of rows) found.set(apiKeyId, { open: accepted ? null : open, accepted })
  return found
}

/** An offer that can still be answered, with the app that it is about. */
export interface OpenOffer {
  readonly offer: Offer
  readonly app: Pick<App, 'id' | 'name' | 'slug' | 'service' | 'ownerId' | 'providerEnabled' | 'deletedAt'>
}

/** To one member, or of the whole organization to others than one: those that expire first come first. */
export async function listOpenOffers(
  tx: Tx,
  organizationId: OrganizationId,
  whose: { readonly to: MembershipId } | { readonly notTo: MembershipId | null; readonly ofAppsOwnedBy?: MembershipId },
  now: Date,
  limit: number,
): Promise<OpenOffer[]> {
  const rows = await clientOf(tx).offer.findMany({
    where: {
      organizationId,
      answer: null,
      expiresAt: { gt: now },
      ...('to' in whose
        ? { toMembershipId: whose.to }
        : {
            ...(whose.notTo ? { toMembershipId: { not: whose.notTo } } : {}),
            ...(whose.ofAppsOwnedBy ? { apiKeyId: null, app: { ownerId: whose.ofAppsOwnedBy } } : {}),
          }),
    },
    orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }],
    take: limit,
    include: {
      app: {
        select: {
          id: true,
          name: true,
          slug: true,
          service: true,
          ownerId: true,
          providerEnabled: true,
          deletedAt: true,
        },
      },
    },
  })
  return rows.map(({ app, ...offer }) => ({ offer: offerOf(offer), app: app as OpenOffer['app'] }))
}

export interface ExpiredOffer {
  readonly madeById: MembershipId
  readonly toMembershipId: MembershipId
  readonly expiresAt: Date
  readonly app: NamedApp
  /** Null when the app itself was offered. */
  readonly key: Omit<NamedKey, 'app'> | null
}

/** Offers of members that nobody answered in time, since a moment, of what could still be offered to somebody else. */
export async function listExpiredOffers(
  tx: Tx,
  organizationId: OrganizationId,
  since: Date,
  now: Date,
): Promise<ExpiredOffer[]> {
  return clientOf(tx).$queryRaw<ExpiredOffer[]>`
    select o."made_by_id" as "madeById", o."to_membership_id" as "toMembershipId", o."expires_at" as "expiresAt",
      jsonb_build_object('id', a."id", 'name', a."name", 'slug', a."slug", 'service', a."service") as "app",
      case when k."id" is not null then jsonb_build_object('id', k."id", 'name', k."name", 'hint', k."hint", 'type', k."type") end as "key"
    from "offer" o join "app" a on a."id" = o."app_id" left join "api_key" k on k."id" = o."api_key_id"
    where o."organization_id" = ${organizationId} and o."answer" is null and o."expires_at" > ${since} and o."expires_at" <= ${now}
      and o."made_by_id" is not null and a."deleted_at" is null and k."revoked_at" is null and k."successor_id" is null
    order by o."expires_at", o."id"`
}
