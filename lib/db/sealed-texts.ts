import type { OrganizationId } from '@/lib/core/identifiers'
import type { SealedCount, SealedKind } from '@/lib/core/sealed-texts'
import { Prisma } from '@/lib/db/generated/client'
import { clientOf, type Tx } from '@/lib/db/tx'

/** Where each kind stands. A test on the catalog finds a sealed column that is missing here. */
const STORED = {
  signing_key: { table: 'signing_key', id: 'kid', sealed: 'sealed_private' },
  app: { table: 'app', id: 'id', sealed: 'sealed_upstream_secret' },
  identity_provider: { table: 'identity_provider', id: 'id', sealed: 'sealed_client_secret' },
  webhook_secret: { table: 'webhook_secret', id: 'id', sealed: 'sealed' },
  secret_version: { table: 'secret_version', id: 'id', sealed: 'sealed' },
} as const satisfies Readonly<Record<SealedKind, object>>

const quoted = (name: string) => Prisma.raw(`"${name}"`)

export interface SealedRow {
  readonly id: string
  readonly sealed: string
  /** Of a secret's version: which secret's, and its number. */
  readonly secretId: string | null
  readonly number: number | null
}

/** By organization, kind and key; read from indexes where there are many. */
export async function countSealed(tx: Tx): Promise<SealedCount[]> {
  const counts = Object.entries(STORED).map(
    ([kind, { table }]) => Prisma.sql`
      select "organization_id", ${kind} as "kind", "sealed_with", count(*)::int as "count"
      from ${quoted(table)} where "sealed_with" is not null group by "organization_id", "sealed_with"`,
  )
  return clientOf(tx).$queryRaw<SealedCount[]>`
    select o."id" as "organizationId", o."slug", c."kind", c."sealed_with" as "key", c."count"
    from (${Prisma.join(counts, ' union all ')}) c join "organization" o on o."id" = c."organization_id"
    order by o."created_at", o."id", c."sealed_with"`
}

/**
 * The next texts that a key sealed, by id, locked. Who asks for the same ones waits, and gets those that follow. Not against rows that
 * refer to them: a key may be made while its signing key is sealed anew.
 */
export async function lockSealed(
  tx: Tx,
  organizationId: OrganizationId,
  wanted: { readonly kind: SealedKind; readonly key: string; readonly after: string },
  limit: number,
): Promise<SealedRow[]> {
  const { table, id, sealed } = STORED[wanted.kind]
  const place =
    wanted.kind === 'secret_version'
      ? Prisma.sql`"secret_id" as "secretId", "number"`
      : Prisma.sql`null::text as "secretId", null::int as "number"`
  return clientOf(tx).$queryRaw<SealedRow[]>`
    select ${quoted(id)} as "id", ${quoted(sealed)} as "sealed", ${place}
    from ${quoted(table)}
    where "organization_id" = ${organizationId} and "sealed_with" = ${wanted.key} and ${quoted(id)} > ${wanted.after}
    order by ${quoted(id)} limit ${limit} for no key update`
}

/** Puts texts in the place of those that were read; never over one that has changed since. Returns how many. */
export async function replaceSealed(
  tx: Tx,
  organizationId: OrganizationId,
  kind: SealedKind,
  texts: readonly { readonly id: string; readonly before: string; readonly after: string }[],
): Promise<number> {
  if (texts.length === 0) return 0
  const { table, id, sealed } = STORED[kind]
  return clientOf(tx).$executeRaw`
    update ${quoted(table)} t set ${quoted(sealed)} = v."after"
    from unnest(${texts.map((text) => text.id)}::text[], ${texts.map((text) => text.before)}::text[], ${texts.map((text) => text.after)}::text[]) v("id", "before", "after")
    where t."organization_id" = ${organizationId} and t.${quoted(id)} = v."id" and t.${quoted(sealed)} = v."before"`
}

/** Whether one of these keys has sealed anything that an organization has. */
export async function isAnySealedWith(
  tx: Tx,
  organizationId: OrganizationId,
  keys: readonly string[],
): Promise<boolean> {
  const found = Object.values(STORED).map(
    ({ table }) => Prisma.sql`
      exists (select 1 from ${quoted(table)} where "organization_id" = ${organizationId} and "sealed_with" = any(${[...keys]}::text[]))`,
  )
  const [row] = await clientOf(tx).$queryRaw<[{ any: boolean }]>`select ${Prisma.join(found, ' or ')} as "any"`
  return row.any
}

/** How many texts of an organization a key has sealed. */
export async function countSealedWith(
  tx: Tx,
  organizationId: OrganizationId,
  key: string,
): Promise<ReadonlyMap<SealedKind, number>> {
  const counts = Object.entries(STORED).map(
    ([kind, { table }]) => Prisma.sql`
      select ${kind} as "kind", count(*)::int as "count" from ${quoted(table)}
      where "organization_id" = ${organizationId} and "sealed_with" = ${key}`,
  )
  const rows = await clientOf(tx).$queryRaw<
    { kind: SealedKind; count: number }[]
  >`${Prisma.join(counts, ' union all ')}`
  return new Map(rows.map(({ kind, count }) => [kind, count]))
}
