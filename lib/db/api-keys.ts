import type { ApiKey, KeyTab } from '@/lib/core/api-key'
import type { App } from '@/lib/core/app'
import type { LimitedKey } from '@/lib/core/changes'
import type { ApiKeyId, AppId, DepartureId, MembershipId, OrganizationId, SecretId } from '@/lib/core/identifiers'
import type { KeyLimits } from '@/lib/core/key-limits'
import type { Departure, MembershipState } from '@/lib/core/membership'
import type { Role } from '@/lib/core/roles'
import type { SharedSecret } from '@/lib/core/secret'
import type { Service } from '@/lib/core/services'
import { Prisma } from '@/lib/db/generated/client'
import { escapeLike } from '@/lib/db/like-pattern'
import { namesOfMembers } from '@/lib/db/names-of-members'
import { LIVE_SHARES, sharesOf } from '@/lib/db/secret-shares'
import { clientOf, type Tx } from '@/lib/db/tx'
import { findHourlyRequests, findKeyUses, type KeyUse } from '@/lib/db/usage'

export async function lockApiKey(tx: Tx, organizationId: OrganizationId, id: ApiKeyId): Promise<ApiKey | null> {
  const client = clientOf(tx)
  await client.$queryRaw`select 1 from "api_key" where "organization_id" = ${organizationId} and "id" = ${id} for update`
  return findApiKey(tx, organizationId, id)
}

/** Against whoever would lock it for a change: for what only refers to it. */
export async function shareApiKey(tx: Tx, organizationId: OrganizationId, id: ApiKeyId): Promise<ApiKey | null> {
  const client = clientOf(tx)
  await client.$queryRaw`select 1 from "api_key" where "organization_id" = ${organizationId} and "id" = ${id} for key share`
  return findApiKey(tx, organizationId, id)
}

export async function findApiKey(tx: Tx, organizationId: OrganizationId, id: ApiKeyId): Promise<ApiKey | null> {
  const row = await clientOf(tx).apiKey.findUnique({ where: { organizationId_id: { organizationId, id } } })
  return row && apiKeyOf(row)
}

interface LimitColumns {
  readonly requestsPerMinute: number | null
  readonly burst: number | null
  readonly addresses: readonly string[]
}

const limitsOf = ({ requestsPerMinute, burst, addresses }: LimitColumns): KeyLimits => ({
  // A CHECK holds that both are there, or neither.
  rate: requestsPerMinute === null || burst === null ? null : { requestsPerMinute, burst },
  addresses,
})

const limitColumns = ({ rate, addresses }: KeyLimits) => ({
  requestsPerMinute: rate?.requestsPerMinute ?? null,
  burst: rate?.burst ?? null,
  addresses: [...addresses],
})

/** A row as core knows it. */
export function apiKeyOf({
  requestsPerMinute,
  burst,
  addresses,
  ...row
}: LimitColumns & { readonly id: string }): ApiKey {
  return { ...row, limits: limitsOf({ requestsPerMinute, burst, addresses }) } as ApiKey
}

export async function insertApiKey(tx: Tx, { limits, ...key }: ApiKey): Promise<void> {
  await clientOf(tx).apiKey.create({ data: { ...key, ...limitColumns(limits), scopes: [...key.scopes] } })
}

/** Those keys of an organization that have limits, dead ones too: a dead key that is presented is judged as a live one is. */
export async function listLimitedKeys(tx: Tx, organizationId: OrganizationId): Promise<LimitedKey[]> {
  const rows = await clientOf(tx).$queryRaw<(LimitColumns & { readonly position: number })[]>`
    select "position", "requests_per_minute" as "requestsPerMinute", "burst", "addresses" from "api_key"
    where "organization_id" = ${organizationId} and ("requests_per_minute" is not null or "addresses" <> '{}'::text[]) order by "position"`
  return rows.map(({ position, ...columns }) => ({ position, limits: limitsOf(columns) }))
}

/** What its token says never changes, and a trigger holds that; only these columns do. */
export async function updateApiKey(tx: Tx, key: ApiKey): Promise<void> {
  const { id, ownerId, name, note, endsAt, disabledAt, disabledById, revokedAt, revokedById, revocationReason } = key
  const { departureId, appDeletedAt, expiryRecordedAt, successorId, limits } = key
  await clientOf(tx).apiKey.update({
    where: { id },
    data: {
      ownerId,
      name,
      note,
      endsAt,
      disabledAt,
      disabledById,
      revokedAt,
      revokedById,
      revocationReason,
      departureId,
      appDeletedAt,
      expiryRecordedAt,
      successorId,
      ...limitColumns(limits),
    },
  })
}

/**
 * Records the expiry of the app's keys that have expired by now, under the app's lock, so that their names and places are free.
 * It feeds names, counts and notices, never a status.
 */
export async function recordExpiries(tx: Tx, organizationId: OrganizationId, appId: AppId, now: Date): Promise<void> {
  await clientOf(tx).apiKey.updateMany({
    where: { organizationId, appId, revokedAt: null, expiryRecordedAt: null, expiresAt: { lte: now } },
    data: { expiryRecordedAt: now },
  })
}

const HOLDS_PLACE = { revokedAt: null, expiryRecordedAt: null, successorId: null } as const

export async function isNameHeld(tx: Tx, organizationId: OrganizationId, appId: AppId, name: string): Promise<boolean> {
  return (await clientOf(tx).apiKey.count({ where: { organizationId, appId, name, ...HOLDS_PLACE } })) > 0
}

export async function countServerKeys(tx: Tx, organizationId: OrganizationId, appId: AppId): Promise<number> {
  return clientOf(tx).apiKey.count({ where: { organizationId, appId, type: 'server', ...HOLDS_PLACE } })
}

export async function countUserKeys(
  tx: Tx,
  organizationId: OrganizationId,
  appId: AppId,
  subject: MembershipId,
): Promise<number> {
  return clientOf(tx).apiKey.count({ where: { organizationId, appId, subject, type: 'user', ...HOLDS_PLACE } })
}

/** Scopes that keys which hold a place still have: an app can't drop those. */
export async function listScopesInUse(
  tx: Tx,
  organizationId: OrganizationId,
  appId: AppId,
  now: Date,
): Promise<string[]> {
  const rows = await clientOf(tx).$queryRaw<{ scope: string }[]>`
    select distinct unnest("scopes") as scope from "api_key"
    where "organization_id" = ${organizationId} and "app_id" = ${appId} and "revoked_at" is null and "successor_id" is null
      and ("expires_at" is null or "expires_at" > ${now})`
  return rows.map((row) => row.scope)
}

/** Orphans every key of an app, in one statement after locking them in the order of their ids. Revoked keys stay revoked. Returns positions. */
export async function orphanKeysOfApp(
  tx: Tx,
  organizationId: OrganizationId,
  appId: AppId,
  at: Date,
): Promise<number[]> {
  const client = clientOf(tx)
  await client.$queryRaw`select 1 from "api_key" where "organization_id" = ${organizationId} and "app_id" = ${appId} and "revoked_at" is null order by "id" for update`
  const rows = await client.$queryRaw<{ position: number }[]>`
    update "api_key" set "app_deleted_at" = ${at}
    where "organization_id" = ${organizationId} and "app_id" = ${appId} and "revoked_at" is null returning "position"`
  return rows.map((row) => row.position)
}

/** Orphans every key that a departing member answers for, adopting those of an earlier departure. Returns positions. */
export async function orphanKeysOfOwner(
  tx: Tx,
  organizationId: OrganizationId,
  ownerId: MembershipId,
  departureId: DepartureId,
): Promise<number[]> {
  const client = clientOf(tx)
  await client.$queryRaw`select 1 from "api_key" where "organization_id" = ${organizationId} and "owner_id" = ${ownerId} and "revoked_at" is null order by "id" for update`
  const rows = await client.$queryRaw<{ position: number }[]>`
    update "api_key" set "departure_id" = ${departureId}
    where "organization_id" = ${organizationId} and "owner_id" = ${ownerId} and "revoked_at" is null returning "position"`
  return rows.map((row) => row.position)
}

/** A key with what a person needs to know it by. */
export interface ApiKeyRow {
  readonly key: ApiKey
  readonly app: Pick<App, 'id' | 'name' | 'slug' | 'service' | 'environment' | 'deletedAt'>
  readonly owner: {
    readonly id: MembershipId
    readonly name: string
    readonly role: Role
    readonly state: MembershipState
  }
  readonly departure: (Pick<Departure, 'cause' | 'at'> & { readonly by: string | null }) | null
  readonly revokedBy: string | null
  /** The key whose place it took, and the one that took its. */
  readonly predecessor: ApiKey | null
  readonly successor: ApiKey | null
  /** Those whose version in force holds it. */
  readonly secrets: readonly Pick<SharedSecret, 'id' | 'name' | 'ownerId' | 'readers' | 'managers'>[]
  readonly use: KeyUse | null
  /** Accepted requests by hour since 1970, of the last 24 hours. */
  readonly hours: readonly { readonly hour: number; readonly requests: number }[]
}

export type KeysWithin = { readonly appId: AppId } | { readonly service: Service } | { readonly organization: true }
export type KeyOrder = 'name' | 'created' | 'expires' | 'used' | 'owner'
/** Where a page ended: the sorted value as text, and the id that breaks ties. */
export type KeyCursor = readonly [value: string, id: string]

const withinSql = (within: KeysWithin) =>
  'appId' in within
    ? Prisma.sql`k."app_id" = ${within.appId}`
    : 'service' in within
      ? Prisma.sql`k."app_id" in (select a."id" from "app" a where a."organization_id" = k."organization_id" and a."service" = ${within.service}::"Service")`
      : Prisma.sql`true`

/** The tabs in SQL; a test holds them equal to `statusOf` for every combination of facts. */
const orphanedSql = Prisma.sql`(k."departure_id" is not null or k."app_deleted_at" is not null)`
const revokedSql = (now: Date) => Prisma.sql`(k."revoked_at" is not null or coalesce(k."ends_at" <= ${now}, false))`
const tabSql = (tab: KeyTab, now: Date) => {
  switch (tab) {
    case 'active':
      return Prisma.sql`(not ${revokedSql(now)} and not ${orphanedSql} and (k."disabled_at" is not null or k."expires_at" is null or k."expires_at" > ${now}))`
    case 'orphaned':
      return Prisma.sql`(not ${revokedSql(now)} and ${orphanedSql})`
    case 'history':
      return Prisma.sql`(${revokedSql(now)} or (not ${orphanedSql} and k."disabled_at" is null and k."expires_at" <= ${now}))`
  }
}

const ORDERS: Readonly<Record<KeyOrder, { readonly value: Prisma.Sql; readonly cast: Prisma.Sql }>> = {
  name: { value: Prisma.sql`lower(k."name")`, cast: Prisma.sql`text` },
  created: { value: Prisma.sql`k."created_at"`, cast: Prisma.sql`timestamptz` },
  // A key without expiration outlives every other.
  expires: { value: Prisma.sql`coalesce(k."expires_at", 'infinity'::timestamptz)`, cast: Prisma.sql`timestamptz` },
  // A key that was never used is older than every use.
  used: { value: Prisma.sql`coalesce(ku."last_used_at", '-infinity'::timestamptz)`, cast: Prisma.sql`timestamptz` },
  owner: { value: Prisma.sql`lower(u."name")`, cast: Prisma.sql`text` },
}

const likePattern = (text: string) => `%${escapeLike(text)}%`

export interface KeyQuery {
  readonly within: KeysWithin
  readonly tab: KeyTab
  readonly text: string
  readonly order: KeyOrder
  readonly descending: boolean
  readonly after: KeyCursor | null
  readonly limit: number
  readonly now: Date
  readonly expiringBefore?: Date
}

/** One page of keys, keyset-paged; ties are broken by id. */
export async function listApiKeys(
  tx: Tx,
  organizationId: OrganizationId,
  query: KeyQuery,
): Promise<{ rows: ApiKeyRow[]; next: KeyCursor | null }> {
  const client = clientOf(tx)
  const { value, cast } = ORDERS[query.order]
  const direction = query.descending ? Prisma.sql`desc` : Prisma.sql`asc`
  const beyond = query.descending ? Prisma.sql`<` : Prisma.sql`>`
  const after = query.after
    ? Prisma.sql`and (${value}, k."id") ${beyond} (${query.after[0]}::${cast}, ${query.after[1]})`
    : Prisma.empty
  const text = query.text.trim()
  const matching = text
    ? Prisma.sql`and (k."name" ilike ${likePattern(text)} or u."name" ilike ${likePattern(text)} or k."id" = ${text} or k."hint" = ${text})`
    : Prisma.empty
  const expiring = query.expiringBefore
    ? Prisma.sql`and k."disabled_at" is null and k."expires_at" <= ${query.expiringBefore}`
    : Prisma.empty
  const found = await client.$queryRaw<{ id: ApiKeyId; value: string }[]>`
    select k."id", (${value})::text as value from "api_key" k
      join "membership" m on m."id" = k."owner_id" join "user" u on u."id" = m."user_id"
      left join "key_use" ku on ku."api_key_id" = k."id"
    where k."organization_id" = ${organizationId} and ${withinSql(query.within)} and ${tabSql(query.tab, query.now)} ${matching} ${expiring} ${after}
    order by ${value} ${direction}, k."id" ${direction} limit ${query.limit + 1}`
  const page = found.slice(0, query.limit)
  const last = page.at(-1)
  const rows = await readRows(
    tx,
    organizationId,
    page.map((row) => row.id),
    query.now,
  )
  return { rows, next: found.length > query.limit && last ? [last.value, last.id] : null }
}

export async function findApiKeyRow(
  tx: Tx,
  organizationId: OrganizationId,
  id: ApiKeyId,
  now: Date,
): Promise<ApiKeyRow | null> {
  return (await readRows(tx, organizationId, [id], now))[0] ?? null
}

/** Keys by id, in the order asked. */
export async function readRows(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly ApiKeyId[],
  now: Date,
): Promise<ApiKeyRow[]> {
  const client = clientOf(tx)
  const found = await client.apiKey.findMany({
    where: { organizationId, id: { in: [...ids] } },
    include: {
      app: { select: { id: true, name: true, slug: true, service: true, environment: true, deletedAt: true } },
      owner: { select: { id: true, role: true, state: true, user: { select: { name: true } } } },
      predecessor: true,
      successor: true,
      departure: { select: { cause: true, at: true, by: { select: { user: { select: { name: true } } } } } },
      secretVersions: {
        where: { secret: { deletedAt: null } },
        select: {
          secret: { select: { id: true, name: true, ownerId: true, version: true, shares: LIVE_SHARES } },
          number: true,
        },
      },
    },
  })
  const revokers = await namesOfMembers(
    tx,
    organizationId,
    found.flatMap((row) => (row.revokedById ? [row.revokedById as MembershipId] : [])),
  )
  const uses = await findKeyUses(tx, organizationId, ids)
  const hours = await findHourlyRequests(tx, organizationId, ids, new Date(now.getTime() - 86_400_000))
  const byId = new Map(
    found.map(({ app, owner, departure, predecessor, successor, secretVersions, ...key }) => [
      key.id,
      {
        key: apiKeyOf(key),
        app: app as ApiKeyRow['app'],
        owner: { id: owner.id as MembershipId, name: owner.user.name, role: owner.role, state: owner.state },
        departure: departure ? { cause: departure.cause, at: departure.at, by: departure.by?.user.name ?? null } : null,
        revokedBy: revokers.get(key.revokedById as MembershipId) ?? null,
        predecessor: predecessor && apiKeyOf(predecessor),
        successor: successor && apiKeyOf(successor),
        secrets: secretVersions
          .filter(({ number, secret }) => number === secret.version)
          .map(({ secret }) => ({
            id: secret.id as SecretId,
            name: secret.name,
            ownerId: secret.ownerId as MembershipId,
            ...sharesOf(secret.shares),
          })),
        use: uses.get(key.id as ApiKeyId) ?? null,
        hours: hours.get(key.id as ApiKeyId) ?? [],
      },
    ]),
  )
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** Keys on each tab, for every app of the organization that has any. */
export async function countKeysByApp(
  tx: Tx,
  organizationId: OrganizationId,
  within: KeysWithin,
  now: Date,
): Promise<Map<AppId, Record<KeyTab, number>>> {
  const rows = await clientOf(tx).$queryRaw<{ appId: AppId; active: number; orphaned: number; history: number }[]>`
    select k."app_id" as "appId", (count(*) filter (where ${tabSql('active', now)}))::int as active,
      (count(*) filter (where ${tabSql('orphaned', now)}))::int as orphaned, (count(*) filter (where ${tabSql('history', now)}))::int as history
    from "api_key" k where k."organization_id" = ${organizationId} and ${withinSql(within)} group by k."app_id"`
  return new Map(rows.map(({ appId, ...counts }) => [appId, counts]))
}

export async function countKeys(
  tx: Tx,
  organizationId: OrganizationId,
  within: KeysWithin,
  now: Date,
): Promise<Record<KeyTab, number>> {
  const [row] = await clientOf(tx).$queryRaw<[Record<KeyTab, number>]>`
    select (count(*) filter (where ${tabSql('active', now)}))::int as active, (count(*) filter (where ${tabSql('orphaned', now)}))::int as orphaned,
      (count(*) filter (where ${tabSql('history', now)}))::int as history
    from "api_key" k where k."organization_id" = ${organizationId} and ${withinSql(within)}`
  return row
}

/** How many active keys expire before a moment. */
export async function countExpiringKeys(
  tx: Tx,
  organizationId: OrganizationId,
  now: Date,
  before: Date,
): Promise<number> {
  const [row] = await clientOf(tx).$queryRaw<[{ count: number }]>`
    select count(*)::int as count from "api_key" k
    where k."organization_id" = ${organizationId} and ${tabSql('active', now)} and k."disabled_at" is null and k."expires_at" <= ${before}`
  return row.count
}

export async function countKeysByService(
  tx: Tx,
  organizationId: OrganizationId,
  now: Date,
): Promise<Map<Service, number>> {
  const rows = await clientOf(tx).$queryRaw<{ service: Service; count: number }[]>`
    select a."service"::text as service, count(*)::int as count from "api_key" k join "app" a on a."id" = k."app_id"
    where k."organization_id" = ${organizationId} and (${tabSql('active', now)} or ${tabSql('orphaned', now)}) group by a."service"`
  return new Map(rows.map((row) => [row.service, row.count]))
}
