import type { MembershipId, OrganizationId, UserId } from '@/lib/core/identifiers'
import type { Membership } from '@/lib/core/membership'
import { mayHoldKeys, ROLES, type Role } from '@/lib/core/roles'
import { Prisma } from '@/lib/db/generated/client'
import { clientOf, type Tx } from '@/lib/db/tx'

/** A membership with the person's name, for lists and for "owned by". */
export interface NamedMembership extends Membership {
  readonly name: string
  readonly email: string
}

const WITH_USER = { user: { select: { name: true, email: true } } } as const
type Row = Membership & { user: { name: string; email: string } }
const named = ({ user, ...membership }: Row): NamedMembership => ({ ...membership, name: user.name, email: user.email })

/**
 * Locks memberships in the order of their ids, whatever order they are asked in: those in `change` for update, the others in
 * share mode, so that a role read here is the live one until the end of the transaction. Not against what only refers to a member: whoever
 * writes into an Owner's bell has an app locked by then, and would wait for who removes that Owner and goes on to the app.
 */
export async function lockMemberships(
  tx: Tx,
  organizationId: OrganizationId,
  wanted: { readonly read: readonly MembershipId[]; readonly change: readonly MembershipId[] },
): Promise<Map<MembershipId, NamedMembership>> {
  const ids = [...new Set([...wanted.read, ...wanted.change])].sort()
  const locked = new Map<MembershipId, NamedMembership>()
  for (const id of ids) {
    const mode = wanted.change.includes(id) ? Prisma.sql`for no key update of m` : Prisma.sql`for share of m`
    const [row] = await clientOf(tx).$queryRaw<NamedMembership[]>`
      select m."id", m."organization_id" as "organizationId", m."user_id" as "userId", m."role"::text as "role", m."state"::text as "state",
        m."created_at" as "createdAt", u."name", u."email"
      from "membership" m join "user" u on u."id" = m."user_id"
      where m."organization_id" = ${organizationId} and m."id" = ${id} ${mode}`
    if (row) locked.set(id, row)
  }
  return locked
}

export async function findMembershipOfUser(
  tx: Tx,
  organizationId: OrganizationId,
  userId: UserId,
): Promise<NamedMembership | null> {
  const row = await clientOf(tx).membership.findUnique({
    where: { organizationId_userId: { organizationId, userId } },
    include: WITH_USER,
  })
  return row ? named(row as Row) : null
}

export async function findMembership(
  tx: Tx,
  organizationId: OrganizationId,
  id: MembershipId,
): Promise<NamedMembership | null> {
  const row = await clientOf(tx).membership.findUnique({
    where: { organizationId_id: { organizationId, id } },
    include: WITH_USER,
  })
  return row ? named(row as Row) : null
}

export async function listMembershipsOfUser(tx: Tx, userId: UserId): Promise<Membership[]> {
  return (await clientOf(tx).membership.findMany({ where: { userId } })) as Membership[]
}

/** Active members who may answer for keys, by name: who can be offered one. */
export async function listKeyHolders(tx: Tx, organizationId: OrganizationId): Promise<NamedMembership[]> {
  const rows = (await clientOf(tx).membership.findMany({
    where: { organizationId, state: 'active', role: { in: ROLES.filter(mayHoldKeys) } },
    include: WITH_USER,
    orderBy: [{ user: { name: 'asc' } }, { id: 'asc' }],
  })) as Row[]
  return rows.map(named)
}

/**
 * How many Owners are active; with `lock`, while nobody else may take one away: whoever would, comes here first and waits. Called after the
 * memberships are locked, so that of two Owners who remove each other the second finds itself removed.
 */
export async function countActiveOwners(
  tx: Tx,
  organizationId: OrganizationId,
  { lock }: { readonly lock: boolean },
): Promise<number> {
  const client = clientOf(tx)
  if (lock)
    await client.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`owners of ${organizationId}`}, 0))`
  return client.membership.count({ where: { organizationId, role: 'owner', state: 'active' } })
}

/** How many of them can enter by password; asked after they are counted, and under the same lock. */
export async function countOwnersWithPassword(tx: Tx, organizationId: OrganizationId): Promise<number> {
  return clientOf(tx).membership.count({
    where: { organizationId, role: 'owner', state: 'active', user: { passwordHash: { not: null } } },
  })
}

export async function insertMembership(tx: Tx, membership: Membership): Promise<void> {
  await clientOf(tx).membership.create({ data: { ...membership } })
}

export async function updateMembership(tx: Tx, { id, role, state }: Membership): Promise<void> {
  await clientOf(tx).membership.update({ where: { id }, data: { role, state } })
}

/** A session began that opens these organizations. Locked by id, as everywhere. */
export async function noteSignIn(tx: Tx, ids: readonly MembershipId[], at: Date): Promise<void> {
  await clientOf(tx).$executeRaw`
    update "membership" set "last_sign_in_at" = ${at}
    where "id" in (select "id" from "membership" where "id" = any (${[...ids]}) order by "id" for no key update)`
}

/** Memberships by id, whatever their state. */
export async function findMemberships(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly MembershipId[],
): Promise<Map<MembershipId, NamedMembership>> {
  const rows = (await clientOf(tx).membership.findMany({
    where: { organizationId, id: { in: [...ids] } },
    include: WITH_USER,
  })) as Row[]
  return new Map(rows.map((row) => [row.id, named(row)]))
}

/** Active members with one of these roles, by name: at most so many. */
export async function listActiveMembers(
  tx: Tx,
  organizationId: OrganizationId,
  roles: readonly Role[],
  limit: number,
): Promise<NamedMembership[]> {
  const rows = (await clientOf(tx).membership.findMany({
    where: { organizationId, state: 'active', role: { in: [...roles] } },
    orderBy: [{ user: { name: 'asc' } }, { id: 'asc' }],
    take: limit,
    include: WITH_USER,
  })) as Row[]
  return rows.map(named)
}
