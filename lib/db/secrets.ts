import type { ApiKey } from '@/lib/core/api-key'
import type { MembershipId, OrganizationId, SecretId } from '@/lib/core/identifiers'
import type { Secret, SecretAccess, SecretVersion, SharedSecret } from '@/lib/core/secret'
import { apiKeyOf } from '@/lib/db/api-keys'
import { Prisma } from '@/lib/db/generated/client'
import { LIVE_SHARES, sharesOf } from '@/lib/db/secret-shares'
import { clientOf, type Tx } from '@/lib/db/tx'

/** Last in the lock order before the head row: keys that a new version refers to are locked before. */
export async function lockSecret(tx: Tx, organizationId: OrganizationId, id: SecretId): Promise<SharedSecret | null> {
  await clientOf(tx)
    .$queryRaw`select 1 from "secret" where "organization_id" = ${organizationId} and "id" = ${id} for update`
  return findSecret(tx, organizationId, id)
}

export async function findSecret(tx: Tx, organizationId: OrganizationId, id: SecretId): Promise<SharedSecret | null> {
  const row = await clientOf(tx).secret.findUnique({
    where: { organizationId_id: { organizationId, id } },
    include: { shares: LIVE_SHARES },
  })
  if (!row) return null
  const { shares, ...secret } = row
  return { ...(secret as Secret), ...sharesOf(shares) }
}

/** A deleted secret holds no name. */
export async function isSecretNameTaken(tx: Tx, organizationId: OrganizationId, name: string): Promise<boolean> {
  return (await clientOf(tx).secret.count({ where: { organizationId, name, deletedAt: null } })) > 0
}

/** Who gives a name to a secret waits for whoever is doing so now. Taken before secrets are locked, released at the end of the transaction. */
export async function lockSecretNames(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await clientOf(tx)
    .$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`secret names of ${organizationId}`}, 0))`
}

export async function findSecretVersion(
  tx: Tx,
  { organizationId, id }: Pick<Secret, 'organizationId' | 'id'>,
  number: number,
): Promise<SecretVersion | null> {
  return (await clientOf(tx).secretVersion.findFirst({
    where: { organizationId, secretId: id, number },
  })) as SecretVersion | null
}

interface HeldKey {
  readonly key: ApiKey
  readonly appName: string
}

/** One version with the key that it holds, and without what is sealed in it. */
export interface SecretVersionRow {
  readonly number: number
  readonly createdAt: Date
  readonly createdById: MembershipId | null
  readonly holds: HeldKey | null
}

const HELD_KEY = { include: { app: { select: { name: true } } } } as const

function heldKeyOf(found: (Parameters<typeof apiKeyOf>[0] & { app: { name: string } }) | null): HeldKey | null {
  if (!found) return null
  const { app, ...key } = found
  return { key: apiKeyOf(key), appName: app.name }
}

/** The newest first, those before a number. */
export async function listSecretVersions(
  tx: Tx,
  { organizationId, id }: Pick<Secret, 'organizationId' | 'id'>,
  before: number | null,
  limit: number,
): Promise<SecretVersionRow[]> {
  const rows = await clientOf(tx).secretVersion.findMany({
    where: { organizationId, secretId: id, ...(before === null ? {} : { number: { lt: before } }) },
    orderBy: { number: 'desc' },
    take: limit,
    select: { number: true, createdAt: true, createdById: true, apiKey: HELD_KEY },
  })
  return rows.map(({ apiKey, createdById, ...version }) => ({
    ...version,
    createdById: createdById as MembershipId | null,
    holds: heldKeyOf(apiKey),
  }))
}

export interface SecretRow {
  readonly secret: SharedSecret
  readonly owner: string
  readonly holds: HeldKey | null
}

/** Which secrets somebody is shown: all of them, or those that are theirs or shared with them. */
export interface SecretsSeen {
  readonly all: boolean
  readonly owned: boolean
  readonly membershipId: MembershipId | null
  /** What a share has to give to count. */
  readonly shared: readonly SecretAccess[]
}

export interface SecretQuery {
  readonly seen: SecretsSeen
  readonly text: string
  /** Deleted ones that were deleted after this moment, or those that are not deleted. */
  readonly deletedAfter: Date | null
}

/** Where a page ended: the name of a secret, or the moment of its deletion; and the id that breaks ties. */
export type SecretCursor = readonly [value: string | Date, id: SecretId]

const likePattern = (text: string) => `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`

function matching(organizationId: OrganizationId, { seen, text, deletedAfter }: SecretQuery): Prisma.Sql {
  const shared = Prisma.sql`exists (select 1 from "secret_share" h join "membership" m on m."id" = h."membership_id"
    where h."secret_id" = s."id" and h."membership_id" = ${seen.membershipId} and m."state" = 'active'
      and h."access"::text = any (${[...seen.shared]}))`
  return Prisma.sql`s."organization_id" = ${organizationId}
    and ${
      deletedAfter
        ? Prisma.sql`s."deleted_at" > ${deletedAfter} and s."deleted_at" is not null and s."erased_at" is null`
        : Prisma.sql`s."deleted_at" is null`
    }
    and (${seen.all} or (${seen.owned} and s."owner_id" = ${seen.membershipId}) or ${shared})
    ${text ? Prisma.sql`and s."name" ilike ${likePattern(text)}` : Prisma.empty}`
}

/** One page: by name, or those that were deleted last first. */
export async function listSecrets(
  tx: Tx,
  organizationId: OrganizationId,
  query: SecretQuery & { readonly after: SecretCursor | null; readonly limit: number },
): Promise<{ rows: SecretRow[]; next: SecretCursor | null }> {
  const client = clientOf(tx)
  const { after, deletedAfter, limit } = query
  const value = deletedAfter ? Prisma.sql`s."deleted_at"` : Prisma.sql`s."name"`
  const direction = deletedAfter ? Prisma.sql`desc` : Prisma.sql`asc`
  const beyond = !after
    ? Prisma.empty
    : deletedAfter
      ? Prisma.sql`and (s."deleted_at", s."id") < (${after[0]}, ${after[1]})`
      : Prisma.sql`and (s."name", s."id") > (${after[0]}, ${after[1]})`
  const found = await client.$queryRaw<{ id: SecretId; value: string | Date }[]>`
    select s."id", ${value} as value from "secret" s where ${matching(organizationId, query)} ${beyond}
    order by ${value} ${direction}, s."id" ${direction} limit ${limit + 1}`
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const rows = await readSecretRows(
    tx,
    organizationId,
    page.map(({ id }) => id),
  )
  return { rows, next: found.length > limit && last ? [last.value, last.id] : null }
}

/** Counts no further than `limit`. */
export async function countSecrets(
  tx: Tx,
  organizationId: OrganizationId,
  query: SecretQuery,
  limit: number,
): Promise<number> {
  const [row] = await clientOf(tx).$queryRaw<[{ count: number }]>`
    select count(*)::int as count from (select 1 from "secret" s where ${matching(organizationId, query)} limit ${limit}) as found`
  return row.count
}

/** Secrets by id, in the order asked, each with the key that its version in force holds. */
async function readSecretRows(tx: Tx, organizationId: OrganizationId, ids: readonly SecretId[]): Promise<SecretRow[]> {
  const found = await clientOf(tx).secret.findMany({
    where: { organizationId, id: { in: [...ids] } },
    include: { owner: { select: { user: { select: { name: true } } } }, shares: LIVE_SHARES },
  })
  const versions = await clientOf(tx).secretVersion.findMany({
    where: { organizationId, OR: found.map(({ id, version }) => ({ secretId: id, number: version })) },
    select: { secretId: true, apiKey: HELD_KEY },
  })
  const holds = new Map(versions.map(({ secretId, apiKey }) => [secretId, heldKeyOf(apiKey)]))
  const byId = new Map(
    found.map(({ owner, shares, ...secret }) => [
      secret.id,
      {
        secret: { ...(secret as Secret), ...sharesOf(shares) },
        owner: owner.user.name,
        holds: holds.get(secret.id) ?? null,
      },
    ]),
  )
  return ids.flatMap((id) => byId.get(id) ?? [])
}

export async function findSecretRow(tx: Tx, organizationId: OrganizationId, id: SecretId): Promise<SecretRow | null> {
  return (await readSecretRows(tx, organizationId, [id]))[0] ?? null
}

/** Locks one secret that was deleted before a moment and is not erased yet; those that another worker is at are passed over. */
export async function lockErasableSecret(tx: Tx, deletedBefore: Date): Promise<Secret | null> {
  const client = clientOf(tx)
  const [row] = await client.$queryRaw<{ organizationId: OrganizationId; id: SecretId }[]>`
    select "organization_id" as "organizationId", "id" from "secret"
    where "deleted_at" <= ${deletedBefore} and "deleted_at" is not null and "erased_at" is null
    order by "deleted_at" limit 1 for update skip locked`
  return row ? findSecret(tx, row.organizationId, row.id) : null
}

export async function insertSecret(tx: Tx, secret: Secret, version: SecretVersion): Promise<void> {
  await clientOf(tx).secret.create({ data: { ...secret } })
  await insertSecretVersion(tx, version)
}

export async function insertSecretVersion(tx: Tx, version: SecretVersion): Promise<void> {
  await clientOf(tx).secretVersion.create({ data: { ...version } })
}

/** When and by whom it was made never changes; only these columns do. */
export async function updateSecret(tx: Tx, secret: Secret): Promise<void> {
  const { organizationId, id, name, ownerId, version, changedAt, deletedAt, deletedById, erasedAt } = secret
  await clientOf(tx).secret.update({
    where: { organizationId_id: { organizationId, id } },
    data: { name, ownerId, version, changedAt, deletedAt, deletedById, erasedAt },
  })
}

/** What was sealed, and whom it was shared with. The rows are gone with the commit; Postgres gives the room back in its own time. */
export async function eraseSecretVersions(tx: Tx, { organizationId, id }: Secret): Promise<void> {
  const client = clientOf(tx)
  await client.secretVersion.deleteMany({ where: { organizationId, secretId: id } })
  await client.secretShare.deleteMany({ where: { organizationId, secretId: id } })
}
