import type { ApiKey } from '@/lib/core/api-key'
import type { App } from '@/lib/core/app'
import type { LimitedKey } from '@/lib/core/changes'
import type { ApiKeyId, AppId, MembershipId, OrganizationId, SecretId } from '@/lib/core/identifiers'
import type { KeyLimits } from '@/lib/core/key-limits'
import type { Departure, MembershipState } from '@/lib/core/membership'
import { revocationOfOrphan } from '@/lib/core/policy'
import type { Role } from '@/lib/core/roles'
import type { SharedSecret } from '@/lib/core/secret'
import { unrecordedSql } from '@/lib/db/key-sql'
import { namesOfMembers } from '@/lib/db/names-of-members'
import { findOffersOfKeys, type OffersOfKey } from '@/lib/db/offers'
import { getPolicy } from '@/lib/db/organizations'
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

/** Keys by id, in the order of their ids. */
export async function findApiKeys(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly ApiKeyId[],
): Promise<readonly ApiKey[]> {
  const rows = await clientOf(tx).apiKey.findMany({
    where: { organizationId, id: { in: [...ids] } },
    orderBy: { id: 'asc' },
  })
  return rows.map(apiKeyOf)
}

/** Several at once, in the order of their ids, as everyone who locks several keys. Those that are not there are left out. */
export async function lockApiKeys(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly ApiKeyId[],
): Promise<readonly ApiKey[]> {
  await clientOf(tx).$queryRaw`
    select 1 from "api_key" where "organization_id" = ${organizationId} and "id" = any (${[...ids]}) order by "id" for update`
  return findApiKeys(tx, organizationId, ids)
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

/** A row as core knows it: what is generated from its other columns is no fact of its own. */
export function apiKeyOf({
  requestsPerMinute,
  burst,
  addresses,
  closed: _,
  ...row
}: LimitColumns & { readonly id: string; readonly closed: boolean }): ApiKey {
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
  const { departureId, appDeletedAt, expiryRecordedAt, successorId, handedOverFromId, limits } = key
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
      handedOverFromId,
      ...limitColumns(limits),
    },
  })
}

/**
 * Records the expiry of the app's keys that have expired by now, under the app's lock, so that their names and places are free.
 * It feeds names, counts and notices, never a status.
 */
export async function recordExpiries(tx: Tx, organizationId: OrganizationId, appId: AppId, now: Date): Promise<number> {
  // In the order of their ids, as everyone who locks several keys.
  const expired = await clientOf(tx).$queryRaw<{ id: string }[]>`
    select k."id" from "api_key" k where k."organization_id" = ${organizationId} and k."app_id" = ${appId}
      and ${unrecordedSql(now)} and k."expires_at" <= ${now} order by k."id" for update`
  if (expired.length === 0) return 0
  return clientOf(tx).$executeRaw`
    update "api_key" set "expiry_recorded_at" = ${now} where "organization_id" = ${organizationId} and "id" = any (${expired.map(({ id }) => id)})`
}

/** An app with keys whose expiry nobody has recorded, of any organization. */
export async function findUnrecordedExpiry(
  tx: Tx,
  now: Date,
): Promise<{ readonly organizationId: OrganizationId; readonly appId: AppId } | null> {
  const [found] = await clientOf(tx).$queryRaw<{ organizationId: OrganizationId; appId: AppId }[]>`
    select o."id" as "organizationId", k."app_id" as "appId" from "organization" o cross join lateral (
      select k."app_id" from "api_key" k where k."organization_id" = o."id" and ${unrecordedSql(now)} and k."expires_at" <= ${now} limit 1
    ) k limit 1`
  return found ?? null
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

/** A key with what a person needs to know it by. */
export interface ApiKeyRow {
  readonly key: ApiKey
  readonly app: Pick<App, 'id' | 'name' | 'slug' | 'service' | 'environment' | 'ownerId' | 'deletedAt'>
  readonly owner: {
    readonly id: MembershipId
    readonly name: string
    readonly role: Role
    readonly state: MembershipState
  }
  readonly departure: (Pick<Departure, 'cause' | 'at' | 'since'> & { readonly by: string | null }) | null
  /** When the portal itself revokes it, if it stays orphaned until then; null for never. */
  readonly orphanRevokedAt: Date | null
  readonly revokedBy: string | null
  /** The key whose place it took, and the one that took its. */
  readonly predecessor: ApiKey | null
  readonly successor: ApiKey | null
  /** Whether it took that place by a hand-over. */
  readonly takenOver: boolean
  readonly offers: OffersOfKey | null
  /** Who left it with a countdown. */
  readonly leftBy: string | null
  /** Those whose version in force holds it. */
  readonly secrets: readonly Pick<SharedSecret, 'id' | 'name' | 'ownerId' | 'readers' | 'managers'>[]
  readonly use: KeyUse | null
  /** Accepted requests by hour since 1970, of the last 24 hours. */
  readonly hours: readonly { readonly hour: number; readonly requests: number }[]
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
      app: {
        select: { id: true, name: true, slug: true, service: true, environment: true, ownerId: true, deletedAt: true },
      },
      owner: { select: { id: true, role: true, state: true, user: { select: { name: true } } } },
      predecessor: true,
      successor: true,
      departure: {
        select: { cause: true, at: true, since: true, by: { select: { user: { select: { name: true } } } } },
      },
      secretVersions: {
        where: { secret: { deletedAt: null } },
        select: {
          secret: { select: { id: true, name: true, ownerId: true, version: true, shares: LIVE_SHARES } },
          number: true,
        },
      },
    },
  })
  const names = await namesOfMembers(
    tx,
    organizationId,
    found.flatMap(({ revokedById, handedOverFromId }) =>
      [revokedById, handedOverFromId].filter((id): id is MembershipId => id !== null),
    ),
  )
  const offers = await findOffersOfKeys(
    tx,
    organizationId,
    found.flatMap(({ id, predecessor }) => [id, ...(predecessor ? [predecessor.id] : [])] as ApiKeyId[]),
    now,
  )
  const isOrphaned = found.some((row) => row.departureId || row.appDeletedAt)
  const policy = isOrphaned ? await getPolicy(tx, organizationId) : null
  const uses = await findKeyUses(tx, organizationId, ids)
  const hours = await findHourlyRequests(tx, organizationId, ids, new Date(now.getTime() - 86_400_000))
  const byId = new Map(
    found.map(({ app, owner, departure, predecessor, successor, secretVersions, ...key }) => [
      key.id,
      {
        key: apiKeyOf(key),
        app: app as ApiKeyRow['app'],
        owner: { id: owner.id as MembershipId, name: owner.user.name, role: owner.role, state: owner.state },
        revokedBy: names.get(key.revokedById as MembershipId) ?? null,
        takenOver: predecessor !== null && (offers.get(predecessor.id as ApiKeyId)?.accepted ?? false),
        offers: offers.get(key.id as ApiKeyId) ?? null,
        leftBy: names.get(key.handedOverFromId as MembershipId) ?? null,
        orphanRevokedAt: policy && revocationOfOrphan(key, departure?.since ?? null, policy),
        departure: departure ? { ...departure, by: departure.by?.user.name ?? null } : null,
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
