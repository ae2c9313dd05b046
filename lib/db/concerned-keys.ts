import type { ApiKeyId, AppId, DepartureId, MembershipId, OrganizationId, SecretId } from '@/lib/core/identifiers'
import type { ConcernedKey } from '@/lib/core/impact'
import { Prisma } from '@/lib/db/generated/client'
import { clientOf, type Tx } from '@/lib/db/tx'

/** Whose keys an action concerns. */
export type KeysOf =
  | { readonly ownerId: MembershipId }
  | { readonly appId: AppId }
  | { readonly departureId: DepartureId; readonly ownerId: MembershipId }

const keysOfSql = (of: KeysOf) =>
  Prisma.join(
    [
      ...('ownerId' in of ? [Prisma.sql`k."owner_id" = ${of.ownerId}`] : []),
      ...('appId' in of ? [Prisma.sql`k."app_id" = ${of.appId}`] : []),
      ...('departureId' in of ? [Prisma.sql`k."departure_id" = ${of.departureId}`] : []),
    ],
    ' and ',
  )

/**
 * Keys that are not revoked, in the order of their ids; with `lock` for a change, in that order too. A leaver may have 10,000: so only what decides
 * is read of each, and which of them are held in secrets is asked once for all.
 */
export async function listConcernedKeys(
  tx: Tx,
  organizationId: OrganizationId,
  of: KeysOf,
  { lock }: { readonly lock: boolean },
): Promise<ConcernedKey[]> {
  const client = clientOf(tx)
  const whose = Prisma.sql`k."organization_id" = ${organizationId} and ${keysOfSql(of)} and k."revoked_at" is null`
  const keys = await client.$queryRaw<Omit<ConcernedKey, 'secretIds'>[]>`
    select k."id", k."app_id" as "appId", k."owner_id" as "ownerId", k."type"::text as type, k."position", k."revoked_at" as "revokedAt",
      k."departure_id" as "departureId", k."app_deleted_at" as "appDeletedAt", k."disabled_at" as "disabledAt", k."expires_at" as "expiresAt",
      k."ends_at" as "endsAt", k."successor_id" is not null as replaced
    from "api_key" k where ${whose} order by k."id" ${lock ? Prisma.sql`for update` : Prisma.empty}`
  const held = await client.$queryRaw<{ apiKeyId: ApiKeyId; secretId: SecretId }[]>`
    select v."api_key_id" as "apiKeyId", s."id" as "secretId" from "secret_version" v
    join "secret" s on s."id" = v."secret_id" and s."version" = v."number" and s."deleted_at" is null
    join "api_key" k on k."id" = v."api_key_id"
    where v."organization_id" = ${organizationId} and ${whose} order by 1, 2`
  const secrets = new Map<ApiKeyId, SecretId[]>()
  for (const { apiKeyId, secretId } of held) secrets.set(apiKeyId, [...(secrets.get(apiKeyId) ?? []), secretId])
  return keys.map((key) => ({ ...key, secretIds: secrets.get(key.id) ?? NONE }))
}

const NONE: readonly SecretId[] = []

const idsOf = (keys: readonly { readonly id: ApiKeyId }[]) => keys.map(({ id }) => id)

/** Writes on keys that are locked which departure took them; null gives them back. */
export async function setDeparture(
  tx: Tx,
  organizationId: OrganizationId,
  keys: readonly { readonly id: ApiKeyId }[],
  departureId: DepartureId | null,
): Promise<void> {
  if (keys.length === 0) return
  await clientOf(tx).$executeRaw`
    update "api_key" set "departure_id" = ${departureId} where "organization_id" = ${organizationId} and "id" = any (${idsOf(keys)})`
}

/** Writes on keys that are locked that their app is gone. */
export async function setAppDeleted(
  tx: Tx,
  organizationId: OrganizationId,
  keys: readonly { readonly id: ApiKeyId }[],
  at: Date,
): Promise<void> {
  if (keys.length === 0) return
  await clientOf(tx).$executeRaw`
    update "api_key" set "app_deleted_at" = ${at} where "organization_id" = ${organizationId} and "id" = any (${idsOf(keys)})`
}

/** Revokes keys that are locked. */
export async function setRevoked(
  tx: Tx,
  organizationId: OrganizationId,
  keys: readonly { readonly id: ApiKeyId }[],
  { at, byId, reason }: { readonly at: Date; readonly byId: MembershipId | null; readonly reason: string | null },
): Promise<void> {
  if (keys.length === 0) return
  await clientOf(tx).$executeRaw`
    update "api_key" set "revoked_at" = ${at}, "revoked_by_id" = ${byId}, "revocation_reason" = ${reason}
    where "organization_id" = ${organizationId} and "id" = any (${idsOf(keys)})`
}
