import type { ApiKeyId, AppId, GatewayId, OrganizationId } from '@/lib/core/identifiers'
import { KNOCKS, USAGE_LIMITS } from '@/lib/core/usage'
import type { Verdict } from '@/lib/core/verdicts'
import { Prisma } from '@/lib/db/generated/client'
import { statusSql } from '@/lib/db/key-sql'
import { clientOf, type Tx } from '@/lib/db/tx'

export interface UsageBatch {
  readonly counts: readonly {
    readonly key: string
    readonly app: string
    readonly hour: number
    readonly verdict: Verdict
    readonly n: number
  }[]
  readonly uses: readonly {
    readonly key: ApiKeyId
    readonly at: number
    readonly address: string
    readonly agent: string
    readonly verdict: Verdict
  }[]
  readonly callers: readonly {
    readonly key: ApiKeyId
    readonly address: string
    readonly agent: string
    readonly first: number
    readonly last: number
    readonly n: number
    readonly verdict: Verdict
  }[]
  readonly requests: readonly {
    readonly key: ApiKeyId
    readonly at: number
    readonly method: string
    readonly path: string
    readonly verdict: Verdict
    readonly status: number
    readonly ms: number
    readonly address: string
  }[]
  readonly gaps: readonly { readonly begins: number; readonly ends: number; readonly reason: string }[]
}

/** True the first time that a batch is seen. Two deliveries at once wait for each other here. */
export async function takeBatch(
  tx: Tx,
  organizationId: OrganizationId,
  spoolId: string,
  number: number,
  at: Date,
): Promise<boolean> {
  const taken = await clientOf(tx).$executeRaw`
    insert into "usage_batch" ("spool_id", "number", "organization_id", "received_at") values (${spoolId}, ${number}, ${organizationId}, ${at})
    on conflict do nothing`
  return taken === 1
}

/** Rows of another organization's keys and apps, which only a gateway that lies could send, are passed over. */
const ownKey = (organizationId: OrganizationId) =>
  Prisma.sql`exists (select 1 from "api_key" k where k."organization_id" = ${organizationId} and k."id" = r."key")`

/**
 * Adds a batch to what is known. Each statement goes through its rows in the order of their keys, so that batches of several gateways
 * wait for each other and never in a circle.
 */
export async function addUsage(
  tx: Tx,
  organizationId: OrganizationId,
  gatewayId: GatewayId,
  batch: UsageBatch,
): Promise<void> {
  const client = clientOf(tx)
  if (batch.counts.length > 0) {
    await client.$executeRaw`
      insert into "usage_hour" ("organization_id", "api_key_id", "app_id", "hour", "verdict", "requests")
      select ${organizationId}, r."key", r."app", to_timestamp(r."hour" * 3600), r."verdict", sum(r."n")
      from jsonb_to_recordset(${JSON.stringify(batch.counts)}::jsonb) as r("key" text, "app" text, "hour" bigint, "verdict" text, "n" bigint)
      where (r."key" = '' or ${ownKey(organizationId)})
        and (r."app" = '' or exists (select 1 from "app" a where a."organization_id" = ${organizationId} and a."id" = r."app"))
      group by 2, 3, 4, 5 order by 2, 4, 3, 5
      on conflict ("organization_id", "api_key_id", "hour", "app_id", "verdict") do update set "requests" = "usage_hour"."requests" + excluded."requests"`
  }
  const uses = batch.uses.filter(
    ({ verdict }) => verdict === 'accepted' || (KNOCKS as readonly Verdict[]).includes(verdict),
  )
  if (uses.length > 0) {
    // Uses and knocks in one statement: in two, a batch with a use of one key and a knock of another could wait for one with the reverse.
    await client.$executeRaw`
      with r as (
        select * from jsonb_to_recordset(${JSON.stringify(uses)}::jsonb) as r("key" text, "at" bigint, "address" text, "agent" text, "verdict" text)
        where ${ownKey(organizationId)}
      ), used as (select distinct on ("key") * from r where "verdict" = 'accepted' order by "key", "at" desc),
      knocked as (select distinct on ("key") * from r where "verdict" <> 'accepted' order by "key", "at" desc)
      insert into "key_use" as known ("api_key_id", "organization_id", "app_id", "last_used_at", "last_used_address", "last_used_agent",
        "last_knock_at", "last_knock_verdict", "last_knock_address", "last_knock_agent")
      select a."id", ${organizationId}, a."app_id", to_timestamp(u."at" / 1000.0), u."address", u."agent",
        to_timestamp(k."at" / 1000.0), k."verdict", k."address", k."agent"
      from used u full join knocked k on k."key" = u."key" join "api_key" a on a."id" = coalesce(u."key", k."key") order by 1
      on conflict ("api_key_id") do update set ${ifLater('last_used_at', ['last_used_address', 'last_used_agent'])},
        ${ifLater('last_knock_at', ['last_knock_verdict', 'last_knock_address', 'last_knock_agent'])}`
  }
  if (batch.callers.length > 0) {
    const written = await client.$queryRaw<{ key: ApiKeyId; isNew: boolean }[]>`
      insert into "key_caller" as known ("organization_id", "api_key_id", "address", "agent", "first_seen_at", "last_seen_at", "requests", "last_verdict")
      select ${organizationId}, r."key", r."address", r."agent", to_timestamp(min(r."first") / 1000.0), to_timestamp(max(r."last") / 1000.0), sum(r."n"),
        (array_agg(r."verdict" order by r."last" desc))[1]
      from jsonb_to_recordset(${JSON.stringify(batch.callers)}::jsonb) as r("key" text, "address" text, "agent" text, "first" bigint, "last" bigint, "n" bigint, "verdict" text)
      where ${ownKey(organizationId)} group by 2, 3, 4 order by 2, 3, 4
      on conflict ("api_key_id", "address", "agent") do update set "first_seen_at" = least(known."first_seen_at", excluded."first_seen_at"),
        "last_verdict" = case when excluded."last_seen_at" >= known."last_seen_at" then excluded."last_verdict" else known."last_verdict" end,
        "last_seen_at" = greatest(known."last_seen_at", excluded."last_seen_at"), "requests" = known."requests" + excluded."requests"
      returning "api_key_id" as "key", (xmax = 0) as "isNew"`
    const grown = [...new Set(written.filter(({ isNew }) => isNew).map(({ key }) => key))]
    // What another batch holds was seen just now, and need not go; to wait for it could be to wait in a circle.
    await client.$executeRaw`
      delete from "key_caller" where ctid = any (array(
        select c.ctid from "key_caller" c where c.ctid = any (array(
          select o.ctid from unnest(${grown}::text[]) as g("key") cross join lateral (
            select ctid from "key_caller" where "api_key_id" = g."key" order by "last_seen_at" desc, "address", "agent" offset ${USAGE_LIMITS.callersPerKey}
          ) as o)) for update skip locked))`
  }
  if (batch.requests.length > 0) {
    await client.$executeRaw`
      insert into "key_request" ("organization_id", "api_key_id", "at", "method", "path", "verdict", "status", "milliseconds", "address")
      select ${organizationId}, r."key", to_timestamp(r."at" / 1000.0), r."method", r."path", r."verdict", r."status", r."ms", r."address"
      from jsonb_to_recordset(${JSON.stringify(batch.requests)}::jsonb)
        as r("key" text, "at" bigint, "method" text, "path" text, "verdict" text, "status" int, "ms" int, "address" text)
      where ${ownKey(organizationId)} order by r."key", r."at"`
    await client.$executeRaw`
      delete from "key_request" where "id" = any (array(
        select q."id" from "key_request" q where q."id" = any (array(
          select o."id" from unnest(${keysToTrim(batch.requests)}::text[]) as g("key") cross join lateral (
            select "id" from "key_request" where "api_key_id" = g."key" order by "id" desc offset ${USAGE_LIMITS.requestsPerKey}
          ) as o)) for update skip locked))`
  }
  if (batch.gaps.length > 0) {
    await client.usageGap.createMany({
      data: batch.gaps.map(({ begins, ends, reason }) => ({
        organizationId,
        gatewayId,
        begins: new Date(begins),
        ends: new Date(ends),
        reason,
      })),
    })
  }
}

/** So many new requests of a key are worth looking for its old ones, which costs as much as there are. Readers are shown 1,000 at most. */
const WORTH_TRIMMING = 64

/** Keys with many new requests, and now and then one with few. */
function keysToTrim(requests: UsageBatch['requests']): ApiKeyId[] {
  const fresh = new Map<ApiKeyId, number>()
  for (const { key } of requests) fresh.set(key, (fresh.get(key) ?? 0) + 1)
  return [...fresh].filter(([, n]) => n >= WORTH_TRIMMING * Math.random()).map(([key]) => key)
}

/** Sets a moment, and what goes with it, where it is later than the one that is known. */
const ifLater = (moment: string, others: readonly string[]) =>
  Prisma.raw(
    [moment, ...others]
      .map(
        (column) =>
          `"${column}" = case when excluded."${moment}" > coalesce(known."${moment}", '-infinity') then excluded."${column}" else known."${column}" end`,
      )
      .join(', '),
  )

export interface KeyUse {
  readonly apiKeyId: ApiKeyId
  readonly lastUsedAt: Date | null
  readonly lastUsedAddress: string | null
  readonly lastUsedAgent: string | null
  readonly lastKnockAt: Date | null
  readonly lastKnockVerdict: string | null
  readonly lastKnockAddress: string | null
  readonly lastKnockAgent: string | null
}

export async function findKeyUses(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly ApiKeyId[],
): Promise<Map<ApiKeyId, KeyUse>> {
  const rows = (await clientOf(tx).keyUse.findMany({
    where: { organizationId, apiKeyId: { in: [...ids] } },
  })) as unknown as KeyUse[]
  return new Map(rows.map((row) => [row.apiKeyId, row]))
}

/** Accepted requests of the last 24 hours, hour by hour, for each of these keys that had any. `hour` is in hours since 1970. */
export async function findHourlyRequests(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly ApiKeyId[],
  since: Date,
): Promise<Map<ApiKeyId, { readonly hour: number; readonly requests: number }[]>> {
  const rows = await clientOf(tx).$queryRaw<{ id: ApiKeyId; hour: number; requests: number }[]>`
    select "api_key_id" as id, (extract(epoch from "hour") / 3600)::int as hour, sum("requests")::float8 as requests from "usage_hour"
    where "organization_id" = ${organizationId} and "api_key_id" = any (${[...ids]}) and "hour" > ${since} and "verdict" = 'accepted'
    group by 1, 2 order by 1, 2`
  const byKey = new Map<ApiKeyId, { hour: number; requests: number }[]>()
  for (const { id, hour, requests } of rows) byKey.set(id, [...(byKey.get(id) ?? []), { hour, requests }])
  return byKey
}

/** Accepted requests since a moment, for each of these keys that had any. */
export async function sumRequests(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly ApiKeyId[],
  since: Date,
): Promise<Map<ApiKeyId, number>> {
  const rows = await clientOf(tx).$queryRaw<{ id: ApiKeyId; requests: number }[]>`
    select "api_key_id" as id, sum("requests")::float8 as requests from "usage_hour"
    where "organization_id" = ${organizationId} and "api_key_id" = any (${[...ids]}) and "hour" > ${since} and "verdict" = 'accepted' group by 1`
  return new Map(rows.map(({ id, requests }) => [id, requests]))
}

export type UsageOf = { readonly apiKeyId: ApiKeyId } | { readonly appId: AppId } | { readonly organization: true }
const usageOfSql = (of: UsageOf) =>
  'apiKeyId' in of
    ? Prisma.sql`"api_key_id" = ${of.apiKeyId}`
    : 'appId' in of
      ? Prisma.sql`"app_id" = ${of.appId}`
      : Prisma.sql`true`

export interface UsagePoint {
  /** Start of the hour, or of the day in UTC. */
  readonly at: Date
  readonly verdict: Verdict
  readonly requests: number
}

export async function listUsageByHour(
  tx: Tx,
  organizationId: OrganizationId,
  of: UsageOf,
  since: Date,
): Promise<UsagePoint[]> {
  return clientOf(tx).$queryRaw<UsagePoint[]>`
    select "hour" as at, "verdict", sum("requests")::float8 as requests from "usage_hour"
    where "organization_id" = ${organizationId} and ${usageOfSql(of)} and "hour" > ${since} group by 1, 2 order by 1, 2`
}

/** Days that have rolled up, and the hours that have not yet. */
export async function listUsageByDay(
  tx: Tx,
  organizationId: OrganizationId,
  of: UsageOf,
  since: Date,
): Promise<UsagePoint[]> {
  return clientOf(tx).$queryRaw<UsagePoint[]>`
    select at, "verdict", sum("requests")::float8 as requests from (
      select "day"::timestamptz as at, "verdict", "requests" from "usage_day"
        where "organization_id" = ${organizationId} and ${usageOfSql(of)} and "day" >= ${since}::date
      union all
      select date_trunc('day', "hour", 'UTC') as at, "verdict", "requests" from "usage_hour"
        where "organization_id" = ${organizationId} and ${usageOfSql(of)} and "hour" >= ${since}
    ) as both_ways group by 1, 2 order by 1, 2`
}

export async function listCallers(tx: Tx, organizationId: OrganizationId, apiKeyId: ApiKeyId) {
  return clientOf(tx).keyCaller.findMany({
    where: { organizationId, apiKeyId },
    orderBy: { lastSeenAt: 'desc' },
    take: USAGE_LIMITS.callersPerKey,
  })
}

export async function listRequests(tx: Tx, organizationId: OrganizationId, apiKeyId: ApiKeyId, limit: number) {
  return clientOf(tx).keyRequest.findMany({ where: { organizationId, apiKeyId }, orderBy: { id: 'desc' }, take: limit })
}

/**
 * Dead keys that someone has presented since a moment, the newest knock first, and how many there are, counted no further than one past `most`.
 * A key that lives again knocks no more.
 */
export async function findKnockingKeys(
  tx: Tx,
  organizationId: OrganizationId,
  since: Date,
  now: Date,
  { limit, most }: { readonly limit: number; readonly most: number },
): Promise<{ readonly count: number; readonly ids: ApiKeyId[] }> {
  const rows = await clientOf(tx).$queryRaw<{ id: ApiKeyId; count: number }[]>`
    select found."id", (count(*) over ())::int as count from (
      select k."id", ku."last_knock_at" from "key_use" ku join "api_key" k on k."id" = ku."api_key_id"
      where ku."organization_id" = ${organizationId} and ku."last_knock_at" >= ${since} and not ${statusSql('active', now)}
      order by ku."last_knock_at" desc limit ${most + 1}
    ) found order by found."last_knock_at" desc limit ${limit}`
  return { count: rows[0]?.count ?? 0, ids: rows.map((row) => row.id) }
}

/** Keys of an app with the most accepted requests since a moment. */
export async function findBusiestKeys(
  tx: Tx,
  organizationId: OrganizationId,
  appId: AppId,
  since: Date,
  limit: number,
) {
  return clientOf(tx).$queryRaw<{ id: ApiKeyId; name: string; requests: number }[]>`
    select k."id", k."name", sum(h."requests")::float8 as requests from "usage_hour" h join "api_key" k on k."id" = h."api_key_id"
    where h."organization_id" = ${organizationId} and h."app_id" = ${appId} and h."hour" > ${since} and h."verdict" = 'accepted'
    group by k."id", k."name" order by requests desc, k."id" limit ${limit}`
}

export async function listUsageGaps(tx: Tx, organizationId: OrganizationId, since: Date) {
  return clientOf(tx).usageGap.findMany({
    where: { organizationId, ends: { gte: since } },
    orderBy: { begins: 'asc' },
    take: 100,
  })
}

/** Hours older than `hoursBefore` become days (UTC), whole days only; days older than `daysBefore`, and batches that nobody delivers any more, are forgotten. */
export async function rollUpUsage(tx: Tx, hoursBefore: Date, daysBefore: Date, batchesBefore: Date): Promise<number> {
  const client = clientOf(tx)
  const rolled = await client.$executeRaw`
    with gone as (delete from "usage_hour" where "hour" < date_trunc('day', ${hoursBefore}::timestamptz, 'UTC') returning *)
    insert into "usage_day" ("organization_id", "api_key_id", "app_id", "day", "verdict", "requests")
    select "organization_id", "api_key_id", "app_id", date_trunc('day', "hour", 'UTC')::date, "verdict", sum("requests") from gone group by 1, 2, 3, 4, 5
    on conflict ("organization_id", "api_key_id", "day", "app_id", "verdict") do update set "requests" = "usage_day"."requests" + excluded."requests"`
  await client.$executeRaw`delete from "usage_day" where "day" < ${daysBefore}::date`
  await client.$executeRaw`delete from "usage_batch" where "received_at" < ${batchesBefore}`
  return rolled
}
