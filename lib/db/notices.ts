import type { ApiKeyType } from '@/lib/core/api-key'
import { EXPIRY_NOTICE_DAYS, type ExpiryNoticeDays } from '@/lib/core/expiry-notice'
import type { HappeningFacts, NamedGateway, NamedKey } from '@/lib/core/happenings'
import type { ApiKeyId, GatewayId, MembershipId, OrganizationId } from '@/lib/core/identifiers'
import { Prisma } from '@/lib/db/generated/client'
import { statusSql } from '@/lib/db/key-sql'
import { clientOf, type Tx } from '@/lib/db/tx'

const NAMED_KEY = Prisma.sql`k."id", k."name", k."hint", k."type"::text as "type",
  jsonb_build_object('id', a."id", 'name', a."name", 'slug', a."slug", 'service', a."service") as "app"`

/** Two workers that look for the same thing in one organization do so one after the other. Released at the end of the transaction. */
export async function lockNotices(tx: Tx, organizationId: OrganizationId, of: 'expiry' | 'dead keys' | 'gateways') {
  await clientOf(tx).$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${of} of ${organizationId}`}, 0))`
}

export interface ExpiringKey extends NamedKey {
  readonly type: ApiKeyType
  readonly ownerId: MembershipId
  readonly createdAt: Date
  readonly expiresAt: Date
  /** The nearest step that its owner was told of. */
  readonly told: number | null
}

/** Active keys that nobody replaced, that do not stop by a countdown before, and that expire before a moment. Along the index of stops: what stops later is not looked at. */
export async function listExpiringKeys(
  tx: Tx,
  organizationId: OrganizationId,
  now: Date,
  before: Date,
): Promise<ExpiringKey[]> {
  return clientOf(tx).$queryRaw<ExpiringKey[]>`
    select ${NAMED_KEY}, k."owner_id" as "ownerId", k."created_at" as "createdAt", k."expires_at" as "expiresAt",
      (select min(n."days") from "expiry_notice" n where n."api_key_id" = k."id") as "told"
    from "api_key" k join "app" a on a."id" = k."app_id"
    where k."organization_id" = ${organizationId} and k."revoked_at" is null and k."expiry_recorded_at" is null
      and coalesce(least(k."expires_at", k."ends_at"), 'infinity'::timestamptz) > ${now}
      and coalesce(least(k."expires_at", k."ends_at"), 'infinity'::timestamptz) <= ${before}
      and k."successor_id" is null and (k."ends_at" is null or k."ends_at" >= k."expires_at") and ${statusSql('active', now)}
      and not exists (select 1 from "expiry_notice" n where n."api_key_id" = k."id" and n."days" = ${EXPIRY_NOTICE_DAYS.at(-1)})
    order by k."owner_id", k."id"`
}

export async function recordExpiryNotices(
  tx: Tx,
  organizationId: OrganizationId,
  notices: readonly { readonly id: ApiKeyId; readonly days: ExpiryNoticeDays }[],
  at: Date,
): Promise<void> {
  await clientOf(tx).expiryNotice.createMany({
    data: notices.map(({ id, days }) => ({ organizationId, apiKeyId: id, days, at })),
  })
}

/** Notices of keys that have long expired. */
export async function forgetOldNotices(tx: Tx, before: Date): Promise<number> {
  const client = clientOf(tx)
  const notices = await client.expiryNotice.deleteMany({ where: { at: { lt: before } } })
  const knocks = await client.deadKeyNotice.deleteMany({ where: { at: { lt: before } } })
  return notices.count + knocks.count
}

type UsedDeadKey = HappeningFacts['dead_keys_used']['keys']['listed'][number]

/** When it was last told in an organization that dead keys are still used. */
export async function lastDeadKeyNotice(tx: Tx, organizationId: OrganizationId): Promise<Date | null> {
  const { _max } = await clientOf(tx).deadKeyNotice.aggregate({ where: { organizationId }, _max: { at: true } })
  return _max.at
}

/** Dead keys that someone has presented since a moment, and of which nothing was told since then. */
export async function listUsedDeadKeys(
  tx: Tx,
  organizationId: OrganizationId,
  { since, now, limit }: { readonly since: Date; readonly now: Date; readonly limit: number },
): Promise<UsedDeadKey[]> {
  const rows = await clientOf(tx).$queryRaw<(Omit<UsedDeadKey, 'at'> & { at: Date })[]>`
    select ${NAMED_KEY}, u."name" as "owner", ku."last_knock_at" as "at", coalesce(ku."last_knock_address", '') as "address",
      coalesce(ku."last_knock_agent", '') as "agent",
      case when ${statusSql('revoked', now)} then 'revoked' when ${statusSql('orphaned', now)} then 'orphaned'
        when ${statusSql('disabled', now)} then 'disabled' else 'expired' end as "status"
    from "key_use" ku join "api_key" k on k."id" = ku."api_key_id" join "app" a on a."id" = k."app_id"
      join "membership" m on m."id" = k."owner_id" join "user" u on u."id" = m."user_id"
      left join "dead_key_notice" n on n."api_key_id" = k."id"
    where ku."organization_id" = ${organizationId} and ku."last_knock_at" >= ${since} and not ${statusSql('active', now)}
      and (n."at" is null or (n."at" <= ${since} and n."at" < ku."last_knock_at"))
    order by k."id" limit ${limit}`
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}

export async function recordDeadKeyNotices(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly ApiKeyId[],
  at: Date,
): Promise<void> {
  await clientOf(tx).$executeRaw`
    insert into "dead_key_notice" ("organization_id", "api_key_id", "at") select ${organizationId}, "id", ${at} from unnest(${[...ids]}::text[]) as k("id")
    on conflict ("api_key_id") do update set "at" = excluded."at"`
}

export interface GatewayHeard extends NamedGateway {
  readonly isRetired: boolean
  /** Null for one that has never called. */
  readonly heardAt: Date | null
  /** Since when it is known to be silent. */
  readonly silentSince: Date | null
}

/** Gateways that are in use, or of which silence was told, with when the portal last heard of any of their processes. */
export async function listGatewaysHeard(tx: Tx, organizationId: OrganizationId): Promise<GatewayHeard[]> {
  return clientOf(tx).$queryRaw<GatewayHeard[]>`
    select g."id", g."name", g."retired_at" is not null as "isRetired", s."since" as "silentSince",
      (select max(i."renewed_at") from "gateway_instance" i where i."gateway_id" = g."id") as "heardAt"
    from "gateway" g left join "gateway_silence" s on s."gateway_id" = g."id"
    where g."organization_id" = ${organizationId} and (g."retired_at" is null or s."gateway_id" is not null) order by g."id"`
}

export async function recordSilence(
  tx: Tx,
  organizationId: OrganizationId,
  gatewayId: GatewayId,
  since: Date,
  at: Date,
): Promise<void> {
  await clientOf(tx).gatewaySilence.create({ data: { organizationId, gatewayId, since, toldAt: at } })
}

export async function endSilence(tx: Tx, organizationId: OrganizationId, gatewayId: GatewayId): Promise<void> {
  await clientOf(tx).gatewaySilence.deleteMany({ where: { organizationId, gatewayId } })
}
