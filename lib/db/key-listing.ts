import type { ApiKeyType, KeySort, KeyStatus, KeyTab } from '@/lib/core/api-key'
import type { Environment } from '@/lib/core/app'
import { type ApiKeyId, isId, type MembershipId, type OrganizationId } from '@/lib/core/identifiers'
import { type ApiKeyRow, readRows } from '@/lib/db/api-keys'
import { Prisma } from '@/lib/db/generated/client'
import { anyOf, type KeysWithin, ofAppsSql, statusSql, stopsSql, tabSql, unrecordedSql } from '@/lib/db/key-sql'
import { escapeLike } from '@/lib/db/like-pattern'
import { clientOf, type Tx } from '@/lib/db/tx'

/** Where a page ended: the sorted value as text, and the id that breaks ties. */
export type KeyCursor = readonly [value: string, id: string]

export interface KeyNarrowing {
  readonly text?: string | undefined
  readonly ownerId?: MembershipId | undefined
  readonly type?: ApiKeyType | undefined
  readonly status?: KeyStatus | undefined
  readonly environment?: Environment | undefined
  /** Goes on now and stops by then, at its ending or its expiry. */
  readonly stopsBy?: Date | undefined
  /** Was there before that moment and has not been used since; or never at all. */
  readonly unusedSince?: Date | 'never' | undefined
}

export interface KeySelection extends KeyNarrowing {
  readonly within: KeysWithin
  readonly tab: KeyTab
  readonly now: Date
}

export interface KeyQuery extends KeySelection {
  readonly order: KeySort
  readonly descending: boolean
  readonly after: KeyCursor | null
  readonly limit: number
}

/** A part of a tab: one that an index has in the order that is wanted, or so few keys that they are looked up first and then put in order. */
interface TabPart {
  readonly keys: Prisma.Sql
  readonly few: boolean
}

/** Members and apps are few where keys are many: what keys are looked for by is found first. */
interface Search {
  readonly organizationId: OrganizationId
  readonly selection: KeySelection
  readonly ofApps: Prisma.Sql
  readonly parts: readonly TabPart[]
  readonly narrowing: Prisma.Sql
}

/** One page of keys, keyset-paged; ties are broken by id. */
export async function listApiKeys(
  tx: Tx,
  organizationId: OrganizationId,
  query: KeyQuery,
): Promise<{ rows: ApiKeyRow[]; next: KeyCursor | null }> {
  const { ids, next } = await listApiKeyIds(tx, organizationId, query)
  return { rows: await readRows(tx, organizationId, ids, query.now), next }
}

/** Which keys such a page has, for who reads them together with others. */
export async function listApiKeyIds(
  tx: Tx,
  organizationId: OrganizationId,
  query: KeyQuery,
): Promise<{ ids: ApiKeyId[]; next: KeyCursor | null }> {
  const search = await prepare(tx, organizationId, query)
  if (!search) return { ids: [], next: null }
  const found = await clientOf(tx).$queryRaw<{ id: ApiKeyId; value: string }[]>(pageSql(search, query))
  const page = found.slice(0, query.limit)
  const last = page.at(-1)
  return {
    ids: page.map((row) => row.id),
    next: found.length > query.limit && last ? [last.value, last.id] : null,
  }
}

/** How many keys a selection has, counted no further than one past `most`. */
export async function countSelectedKeys(
  tx: Tx,
  organizationId: OrganizationId,
  selection: KeySelection,
  most: number,
): Promise<number> {
  const search = await prepare(tx, organizationId, selection)
  if (!search) return 0
  const limit = Prisma.sql`limit ${most + 1}`
  const parts = search.parts.map(
    ({ keys }) =>
      Prisma.sql`(select 1 from "api_key" k ${withUsesSql(selection)} ${whereSql(search, keys)} ${alongIndexSql(selection)} ${limit})`,
  )
  const [row] = await clientOf(tx).$queryRaw<[{ count: number }]>`
    select least(count(*), ${most + 1})::int as count from (${Prisma.join(parts, ' union all ')}) found`
  return row.count
}

/**
 * An order that an index has, for a count that ends early: where most keys fit, PostgreSQL would otherwise begin at the beginning of the table,
 * and read through other organizations first. Orphaned and unused keys have indexes of their own to come from.
 */
function alongIndexSql({ tab, stopsBy, unusedSince }: KeySelection): Prisma.Sql {
  if (tab === 'orphaned' || unusedSince) return Prisma.empty
  return Prisma.sql`order by ${stopsBy ? stopsSql : VALUES.created.value}, k."id"`
}

/** Who owns keys there, by name. */
export async function listKeyOwners(
  tx: Tx,
  organizationId: OrganizationId,
  within: KeysWithin,
  most: number,
): Promise<{ readonly id: MembershipId; readonly name: string }[]> {
  const ofApps = await ofAppsSql(tx, organizationId, within)
  if (!ofApps) return []
  return clientOf(tx).$queryRaw`
    select m."id", u."name" from "membership" m join "user" u on u."id" = m."user_id"
    where m."organization_id" = ${organizationId} and exists (select 1 from "api_key" k where k."owner_id" = m."id" ${ofApps})
    order by lower(u."name"), m."id" limit ${most}`
}

async function prepare(tx: Tx, organizationId: OrganizationId, selection: KeySelection): Promise<Search | null> {
  const ofApps = await ofAppsSql(tx, organizationId, selection.within, selection.environment)
  if (!ofApps) return null
  const parts = await partsOf(tx, organizationId, selection)
  if (parts.length === 0) return null
  return { organizationId, selection, ofApps, parts, narrowing: await narrowingSql(tx, organizationId, selection) }
}

/**
 * Active walks the keys that are not closed, History those that are, and each passes over the few that belong elsewhere; what the clock has
 * stopped since the last recording is looked up beside them. Orphaned keys are neither indexed nor closed as such (migration 0004): they
 * are found by the members who left and by the apps that were deleted.
 */
async function partsOf(
  tx: Tx,
  organizationId: OrganizationId,
  { tab, now }: Pick<KeySelection, 'tab' | 'now'>,
): Promise<TabPart[]> {
  const here = tabSql(tab, now)
  switch (tab) {
    case 'active':
      return [{ keys: Prisma.sql`not k."closed" and ${here}`, few: false }]
    case 'history':
      return [
        { keys: Prisma.sql`k."closed" and ${here}`, few: false },
        { keys: Prisma.sql`not k."closed" and ${unrecordedSql(now)} and ${here}`, few: true },
      ]
    case 'orphaned': {
      const { leavers, deletedApps } = await findOrphaning(tx, organizationId)
      const ofLeavers = Prisma.sql`k."owner_id" = any (${leavers})`
      const ofDeletedApps = Prisma.sql`true ${anyOf('app_id', deletedApps)} and not ${ofLeavers}`
      return [...(leavers.length > 0 ? [ofLeavers] : []), ...(deletedApps.length > 0 ? [ofDeletedApps] : [])].flatMap(
        (whose) => [
          { keys: Prisma.sql`not k."closed" and ${whose} and ${here}`, few: false },
          // Orphaned, and then expired.
          { keys: Prisma.sql`k."closed" and k."revoked_at" is null and ${whose} and ${here}`, few: true },
        ],
      )
    }
  }
}

async function findOrphaning(tx: Tx, organizationId: OrganizationId) {
  const client = clientOf(tx)
  const departures = await client.departure.findMany({
    where: { organizationId },
    distinct: ['membershipId'],
    select: { membershipId: true },
  })
  const apps = await client.app.findMany({ where: { organizationId, deletedAt: { not: null } }, select: { id: true } })
  return { leavers: departures.map(({ membershipId }) => membershipId), deletedApps: apps.map(({ id }) => id) }
}

async function narrowingSql(
  tx: Tx,
  organizationId: OrganizationId,
  { text = '', ownerId, type, status, stopsBy, unusedSince, now }: KeySelection,
): Promise<Prisma.Sql> {
  const conditions = [
    ...(ownerId ? [Prisma.sql`k."owner_id" = ${ownerId}`] : []),
    ...(type ? [Prisma.sql`k."type" = ${type}::"ApiKeyType"`] : []),
    ...(status ? [statusSql(status, now)] : []),
    ...(stopsBy ? [Prisma.sql`${stopsSql} > ${now} and ${stopsSql} <= ${stopsBy}`] : []),
    ...(unusedSince ? [unusedSql(unusedSince)] : []),
    ...(text.trim() ? [await textSql(tx, organizationId, text.trim())] : []),
  ]
  return conditions.length > 0 ? Prisma.sql`and ${Prisma.join(conditions, ' and ')}` : Prisma.empty
}

const unusedSql = (since: Date | 'never') =>
  since === 'never'
    ? Prisma.sql`ku."last_used_at" is null`
    : Prisma.sql`k."created_at" < ${since} and (ku."last_used_at" is null or ku."last_used_at" < ${since})`

/** In the middle of names of keys and owners; a whole id; a whole hint. */
async function textSql(tx: Tx, organizationId: OrganizationId, text: string): Promise<Prisma.Sql> {
  const pattern = `%${escapeLike(text)}%`
  const owners = await clientOf(tx).$queryRaw<{ id: string }[]>`
    select m."id" from "membership" m join "user" u on u."id" = m."user_id"
    where m."organization_id" = ${organizationId} and u."name" ilike ${pattern}`
  const ways = [
    Prisma.sql`k."name" ilike ${pattern}`,
    ...(owners.length > 0 ? [Prisma.sql`k."owner_id" = any (${owners.map(({ id }) => id)})`] : []),
    ...(isId('apiKey', text) ? [Prisma.sql`k."id" = ${text}`] : []),
    ...(text.length === HINT_LENGTH
      ? [Prisma.sql`(k."organization_id" = ${organizationId} and k."hint" = ${text})`]
      : []),
  ]
  return Prisma.sql`(${Prisma.join(ways, ' or ')})`
}

/** The last characters of a token that tell keys apart. */
const HINT_LENGTH = 4

const withUsesSql = ({ unusedSince }: KeyNarrowing) =>
  unusedSince ? Prisma.sql`join "key_use" ku on ku."api_key_id" = k."id"` : Prisma.empty

const whereSql = ({ organizationId, ofApps, narrowing }: Search, part: Prisma.Sql, more: Prisma.Sql = Prisma.empty) =>
  Prisma.sql`where k."organization_id" = ${organizationId} ${ofApps} and ${part} ${narrowing} ${more}`

/** Each part of the tab as far as the page could need it, in the order of its index; then all in that order. */
function pageSql(search: Search, query: KeyQuery): Prisma.Sql {
  const direction = query.descending ? Prisma.sql`desc` : Prisma.sql`asc`
  const limit = Prisma.sql`limit ${query.limit + 1}`
  // Orphaned keys are used no more: the walk from the last use would pass over everyone else's first.
  const isTail = query.tab === 'orphaned' && query.order === 'used'
  const parts = search.parts.map(
    ({ keys, few }) =>
      Prisma.sql`(${(few || isTail ? fewSql : PART_SQL[query.order])({ search, query, part: keys, direction, limit })})`,
  )
  return Prisma.sql`select found."id", found."value"::text as value from (${Prisma.join(parts, ' union all ')}) found
    order by found."value" ${direction}, found."id" ${direction} ${limit}`
}

interface Part {
  readonly search: Search
  readonly query: KeyQuery
  readonly part: Prisma.Sql
  readonly direction: Prisma.Sql
  readonly limit: Prisma.Sql
}

const beyond = ({ descending }: KeyQuery) => (descending ? Prisma.sql`<` : Prisma.sql`>`)

/** By a value that an index of the keys themselves has. */
function byOwnValue({ search, query, part, direction, limit }: Part): Prisma.Sql {
  const { value, cast } = VALUES[query.order]
  const after = query.after
    ? Prisma.sql`and (${value}, k."id") ${beyond(query)} (${query.after[0]}::${cast}, ${query.after[1]})`
    : Prisma.empty
  return Prisma.sql`select k."id", ${value} as value from "api_key" k ${withUsesSql(query)} ${whereSql(search, part, after)}
      order by ${value} ${direction}, k."id" ${direction} ${limit}`
}

const usedSql = Prisma.sql`coalesce(ku."last_used_at", '-infinity'::timestamptz)`

const eachUseSql = Prisma.sql`cross join lateral (select * from "key_use" ku where ku."api_key_id" = k."id" offset 0) ku`
const eachOwnerSql = Prisma.sql`cross join lateral (
    select u."name" from "membership" m join "user" u on u."id" = m."user_id" where m."id" = k."owner_id" offset 0
  ) u`

/**
 * Few keys in an order that their index does not have. Without the fences (`offset 0`) PostgreSQL takes them for many, walks the index of the
 * order instead, or reads all uses, and finds at the end that there are no more.
 */
function fewSql({ search, query, part, direction, limit }: Part): Prisma.Sql {
  const { value, cast } = VALUES[query.order]
  const after = query.after
    ? Prisma.sql`and (${value}, k."id") ${beyond(query)} (${query.after[0]}::${cast}, ${query.after[1]})`
    : Prisma.empty
  return Prisma.sql`select k."id", ${value} as value from (
      select * from "api_key" k where k."organization_id" = ${search.organizationId} ${search.ofApps} and ${part} offset 0
    ) k ${query.order === 'used' || query.unusedSince ? eachUseSql : Prisma.empty} ${query.order === 'owner' ? eachOwnerSql : Prisma.empty}
    where true ${search.narrowing} ${after} order by ${value} ${direction}, k."id" ${direction} ${limit}`
}

/** Every key has its row of uses; one that was never used is older than every use. */
function byUse({ search, query, part, direction, limit }: Part): Prisma.Sql {
  const { organizationId, selection } = search
  const ofUse = 'appId' in selection.within ? Prisma.sql`and ku."app_id" = ${selection.within.appId}` : Prisma.empty
  const after = query.after
    ? Prisma.sql`and (${usedSql}, ku."api_key_id") ${beyond(query)} (${query.after[0]}::timestamptz, ${query.after[1]})`
    : Prisma.empty
  return Prisma.sql`select ku."api_key_id" as id, ${usedSql} as value from "key_use" ku join "api_key" k on k."id" = ku."api_key_id"
    ${whereSql(search, part, Prisma.sql`and ku."organization_id" = ${organizationId} ${ofUse} ${after}`)}
    order by ${usedSql} ${direction}, ku."api_key_id" ${direction} ${limit}`
}

/** Owners by name, each with keys by id: as many owners are looked at as the page needs. */
function byOwner({ search, query, part, direction, limit }: Part): Prisma.Sql {
  const { after, descending } = query
  const owners = after ? Prisma.sql`and lower(u."name") ${beyond(query)}= ${after[0]}` : Prisma.empty
  const keys = after ? Prisma.sql`and (o."value", k."id") ${beyond(query)} (${after[0]}, ${after[1]})` : Prisma.empty
  return Prisma.sql`select k."id", o."value" from (
      select m."id", lower(u."name") as value from "membership" m join "user" u on u."id" = m."user_id"
      where m."organization_id" = ${search.organizationId} ${owners} order by lower(u."name") ${descending ? Prisma.sql`desc` : Prisma.sql`asc`}
    ) o cross join lateral (
      select k."id" from "api_key" k ${withUsesSql(query)} ${whereSql(search, part, Prisma.sql`and k."owner_id" = o."id" ${keys}`)}
      order by k."id" ${direction} ${limit}
    ) k order by o."value" ${direction}, k."id" ${direction} ${limit}`
}

const VALUES: Readonly<Record<KeySort, { readonly value: Prisma.Sql; readonly cast: Prisma.Sql }>> = {
  name: { value: Prisma.sql`lower(k."name")`, cast: Prisma.sql`text` },
  created: { value: Prisma.sql`k."created_at"`, cast: Prisma.sql`timestamptz` },
  expires: { value: stopsSql, cast: Prisma.sql`timestamptz` },
  used: { value: usedSql, cast: Prisma.sql`timestamptz` },
  owner: { value: Prisma.sql`lower(u."name")`, cast: Prisma.sql`text` },
}

const PART_SQL: Readonly<Record<KeySort, (part: Part) => Prisma.Sql>> = {
  name: byOwnValue,
  created: byOwnValue,
  expires: byOwnValue,
  used: byUse,
  owner: byOwner,
}
