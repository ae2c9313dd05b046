import type { ApiKeyId, OrganizationId } from '@/lib/core/identifiers'
import { clientOf, type Tx } from '@/lib/db/tx'

/** The key and those before and after it, the oldest first; at most so many to either side. */
export async function listLineage(
  tx: Tx,
  organizationId: OrganizationId,
  id: ApiKeyId,
  limit: number,
): Promise<ApiKeyId[]> {
  const rows = await clientOf(tx).$queryRaw<{ id: ApiKeyId }[]>`
    with recursive "older" as (
      select "id", 0 as "step" from "api_key" where "organization_id" = ${organizationId} and "id" = ${id}
      union all select k."id", o."step" - 1 from "older" o join "api_key" k on k."successor_id" = o."id" where o."step" > ${-limit}
    ), "newer" as (
      select "successor_id" as "id", 1 as "step" from "api_key"
        where "organization_id" = ${organizationId} and "id" = ${id} and "successor_id" is not null
      union all select k."successor_id", n."step" + 1 from "newer" n join "api_key" k on k."id" = n."id"
        where k."successor_id" is not null and n."step" < ${limit}
    )
    select "id" from (select * from "older" union all select * from "newer") as "lineage" order by "step"`
  return rows.map((row) => row.id)
}

export interface CallerOfKey {
  readonly apiKeyId: ApiKeyId
  readonly address: string
  readonly agent: string
  readonly lastSeenAt: Date
}

/** Who was let in with these keys since a moment, and was let in the last time too; the last one first. */
export async function listCallersSince(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly ApiKeyId[],
  since: Date,
): Promise<CallerOfKey[]> {
  return (await clientOf(tx).keyCaller.findMany({
    where: { organizationId, apiKeyId: { in: [...ids] }, lastSeenAt: { gt: since }, lastVerdict: 'accepted' },
    orderBy: { lastSeenAt: 'desc' },
    select: { apiKeyId: true, address: true, agent: true, lastSeenAt: true },
  })) as CallerOfKey[]
}

/** The same, with at most so many of each key: of a leaver's many keys, whoever stops with them. */
export async function listLastCallers(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly ApiKeyId[],
  since: Date,
  most: number,
): Promise<CallerOfKey[]> {
  return clientOf(tx).$queryRaw<CallerOfKey[]>`
    select c."api_key_id" as "apiKeyId", c."address", c."agent", c."last_seen_at" as "lastSeenAt"
    from unnest(${[...ids]}::text[]) as asked("id") cross join lateral (
      select * from "key_caller" where "organization_id" = ${organizationId} and "api_key_id" = asked."id" and "last_seen_at" > ${since}
        and "last_verdict" = 'accepted' order by "last_seen_at" desc limit ${most}
    ) c order by c."last_seen_at" desc`
}
