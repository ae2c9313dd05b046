import type { OrganizationId } from '@/lib/core/identifiers'
import type { ConcernedKey } from '@/lib/core/impact'
import { Prisma } from '@/lib/db/generated/client'
import { statusSql } from '@/lib/db/key-sql'
import { clientOf, type Tx } from '@/lib/db/tx'

/** Since when a key is orphaned: the first of the two facts. */
const sinceSql = Prisma.sql`least(d."since", k."app_deleted_at")`

/** Orphaning has no index (decision 13): orphaned keys are found by the members who left and the apps that were deleted. */
const orphansSql = (organizationId: Prisma.Sql, now: Date) => Prisma.sql`
  "api_key" k left join "departure" d on d."id" = k."departure_id"
  where k."organization_id" = ${organizationId} and ${statusSql('orphaned', now)} and (
    k."owner_id" in (select l."membership_id" from "departure" l where l."organization_id" = ${organizationId})
    or k."app_id" in (select a."id" from "app" a where a."organization_id" = ${organizationId} and a."deleted_at" is not null))`

/** How many keys have been orphaned for how many whole days. */
export async function countOrphansByAge(
  tx: Tx,
  organizationId: OrganizationId,
  now: Date,
): Promise<{ readonly days: number; readonly keys: number }[]> {
  return clientOf(tx).$queryRaw`
    select floor(extract(epoch from ${now}::timestamptz - ${sinceSql}) / 86400)::int as days, count(*)::int as keys
    from ${orphansSql(Prisma.sql`${organizationId}`, now)} group by 1 order by 1`
}

/** An organization with keys that have been orphaned for longer than its policy lets them be, and after how many days it revokes them. */
export async function findOverdueOrphans(
  tx: Tx,
  now: Date,
): Promise<{ readonly organizationId: OrganizationId; readonly days: number } | null> {
  const [found] = await clientOf(tx).$queryRaw<{ organizationId: OrganizationId; days: number }[]>`
    select p."organization_id" as "organizationId", p."revoke_orphans_after_days" as days from "policy" p
    where p."revoke_orphans_after_days" is not null and exists (
      select 1 from ${orphansSql(Prisma.sql`p."organization_id"`, now)}
        and ${sinceSql} <= ${now}::timestamptz - make_interval(days => p."revoke_orphans_after_days")
    ) limit 1`
  return found ?? null
}

/** Locks at most so many keys that have been orphaned since that moment or longer, in the order of their ids. Who came back meanwhile has theirs. */
export async function lockOrphansSince(
  tx: Tx,
  organizationId: OrganizationId,
  since: Date,
  now: Date,
  most: number,
): Promise<Omit<ConcernedKey, 'secretIds' | 'replaced'>[]> {
  return clientOf(tx).$queryRaw`
    select k."id", k."app_id" as "appId", k."owner_id" as "ownerId", k."type"::text as type, k."position", k."revoked_at" as "revokedAt",
      k."departure_id" as "departureId", k."app_deleted_at" as "appDeletedAt", k."disabled_at" as "disabledAt", k."expires_at" as "expiresAt",
      k."ends_at" as "endsAt"
    from ${orphansSql(Prisma.sql`${organizationId}`, now)} and ${sinceSql} <= ${since} order by k."id" limit ${most} for update of k`
}
