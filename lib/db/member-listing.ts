import type { MembershipId, OrganizationId } from '@/lib/core/identifiers'
import type { Membership, MembershipState } from '@/lib/core/membership'
import type { Role } from '@/lib/core/roles'
import { Prisma } from '@/lib/db/generated/client'
import { statusSql, tabSql } from '@/lib/db/key-sql'
import { escapeLike } from '@/lib/db/like-pattern'
import { clientOf, type Tx } from '@/lib/db/tx'

export interface ListedMember extends Membership {
  readonly name: string
  readonly email: string
  readonly lastSignInAt: Date | null
}

export interface MemberQuery {
  /** A part of a name or an address. */
  readonly text: string
  readonly role: Role | null
  readonly states: readonly MembershipState[]
  readonly after: MemberCursor | null
  readonly limit: number
}

/** Where a page ended: the name in lower case, and the id that breaks ties. */
export type MemberCursor = readonly [name: string, id: MembershipId]

/** One page of members, by name. */
export async function listMembers(
  tx: Tx,
  organizationId: OrganizationId,
  { text, role, states, after, limit }: MemberQuery,
): Promise<{ rows: ListedMember[]; next: MemberCursor | null }> {
  const like = `%${escapeLike(text)}%`
  const rows = await clientOf(tx).$queryRaw<(ListedMember & { readonly sorted: string })[]>`
    select m."id", m."organization_id" as "organizationId", m."user_id" as "userId", m."role"::text as "role", m."state"::text as "state",
      m."created_at" as "createdAt", m."last_sign_in_at" as "lastSignInAt", u."name", u."email", lower(u."name") as "sorted"
    from "membership" m join "user" u on u."id" = m."user_id"
    where m."organization_id" = ${organizationId} and m."state"::text = any (${[...states]})
      ${role ? Prisma.sql`and m."role"::text = ${role}` : Prisma.empty}
      ${text ? Prisma.sql`and (u."name" ilike ${like} or u."email" ilike ${like})` : Prisma.empty}
      ${after ? Prisma.sql`and (lower(u."name"), m."id") > (${after[0]}, ${after[1]})` : Prisma.empty}
    order by lower(u."name"), m."id" limit ${limit + 1}`
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    rows: page.map(({ sorted: _, ...row }) => row),
    next: last ? [last.sorted, last.id] : null,
  }
}

export interface OwnedKeys {
  readonly active: number
  readonly orphaned: number
}

/** How many keys each of these members answers for, and how many are orphaned of theirs; none of them counted beyond `atMost`. */
export async function countKeysOfMembers(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly MembershipId[],
  now: Date,
  atMost: number,
): Promise<Map<MembershipId, OwnedKeys>> {
  const keysOn = (tab: 'active' | 'orphaned') => Prisma.sql`
    (select count(*)::int from (select 1 from "api_key" k
      where k."organization_id" = ${organizationId} and k."owner_id" = m."id" and ${tabSql(tab, now)} limit ${atMost}) counted)`
  const rows = await clientOf(tx).$queryRaw<(OwnedKeys & { readonly id: MembershipId })[]>`
    select m."id", ${keysOn('active')} as "active", ${keysOn('orphaned')} as "orphaned"
    from "membership" m where m."organization_id" = ${organizationId} and m."id" = any (${[...ids]})`
  return new Map(rows.map(({ id, ...keys }) => [id, keys]))
}

export interface Absence {
  readonly since: Date
  /** Keys that would be live again, were they back. */
  readonly keys: number
}

/** Since when those of these members are away that are, and what their absence took that could come back. */
export async function listAbsences(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly MembershipId[],
  now: Date,
): Promise<Map<MembershipId, Absence>> {
  const rows = await clientOf(tx).$queryRaw<(Absence & { readonly id: MembershipId })[]>`
    select d."membership_id" as "id", d."since", (select count(*)::int from "api_key" k
      where k."departure_id" = d."id" and k."app_deleted_at" is null and ${statusSql('orphaned', now)}
        and (k."disabled_at" is not null or k."expires_at" is null or k."expires_at" > ${now})) as "keys"
    from "departure" d where d."organization_id" = ${organizationId} and d."membership_id" = any (${[...ids]})
      and d."ended_at" is null and d."lapsed_at" is null`
  return new Map(rows.map(({ id, ...absence }) => [id, absence]))
}
