import type { OrganizationId, UserId } from '@/lib/core/identifiers'
import { passwordOpens } from '@/lib/core/identity-provider'
import { DEFAULT_POLICY, type OrganizationPolicy } from '@/lib/core/policy'
import type { Role } from '@/lib/core/roles'
import { clientOf, type Tx } from '@/lib/db/tx'

export interface Organization {
  readonly id: OrganizationId
  readonly slug: string
  readonly name: string
  /** Fixed when it is made: `<AURA_PUBLIC_URL>/o/<slug>` of that day. */
  readonly issuer: string
}

const COLUMNS = { id: true, slug: true, name: true, issuer: true } as const

export async function findOrganizationBySlug(tx: Tx, slug: string): Promise<Organization | null> {
  return (await clientOf(tx).organization.findUnique({ where: { slug }, select: COLUMNS })) as Organization | null
}

export async function getOrganization(tx: Tx, id: OrganizationId): Promise<Organization> {
  return (await clientOf(tx).organization.findUniqueOrThrow({ where: { id }, select: COLUMNS })) as Organization
}

/** First in the lock order, in share mode: changes run beside each other; what ends or renames an organization waits for them. */
export async function lockOrganization(tx: Tx, id: OrganizationId): Promise<void> {
  await clientOf(tx).$queryRaw`select 1 from "organization" where "id" = ${id} for share`
}

/** Waits for changes that are under way, and holds up new ones until the end of the transaction: take nothing else in it. */
export async function awaitChangesUnderWay(tx: Tx, id: OrganizationId): Promise<void> {
  await clientOf(tx).$queryRaw`select 1 from "organization" where "id" = ${id} for no key update`
}

export async function listOrganizations(tx: Tx): Promise<Organization[]> {
  return (await clientOf(tx).organization.findMany({
    select: COLUMNS,
    orderBy: { createdAt: 'asc' },
  })) as Organization[]
}

export interface OrganizationOfUser extends Pick<Organization, 'id' | 'slug' | 'name'> {
  readonly role: Role
  /** Whether this session opens it; the others are opened by single sign-on alone. */
  readonly opens: boolean
}

/** The oldest first: that is where one lands after signing in. For a session that is confined to one, that one. */
export async function listOrganizationsOfUser(
  tx: Tx,
  userId: UserId,
  confinedTo: OrganizationId | null,
): Promise<OrganizationOfUser[]> {
  const rows = await clientOf(tx).$queryRaw<
    { id: OrganizationId; slug: string; name: string; role: Role; required: boolean }[]
  >`
    select o."id", o."slug", o."name", m."role"::text, coalesce(p."required", false) as "required"
    from "membership" m
    join "organization" o on o."id" = m."organization_id"
    left join "identity_provider" p on p."organization_id" = o."id"
    where m."user_id" = ${userId} and m."state" = 'active'
    order by o."created_at", o."id"`
  return rows
    .filter(({ id }) => id === (confinedTo ?? id))
    .map(({ id, slug, name, role, required }) => ({
      id,
      slug,
      name,
      role,
      opens: confinedTo !== null || passwordOpens(role, required),
    }))
}

/** Keeps two set-ups that start together from both finding an empty portal. Released at the end of the transaction. */
export async function lockSetup(tx: Tx): Promise<void> {
  await clientOf(tx).$executeRaw`select pg_advisory_xact_lock(hashtextextended('aura setup', 0))`
}

export async function insertOrganization(
  tx: Tx,
  organization: Organization,
  epochStatement: string,
  at: Date,
): Promise<void> {
  const client = clientOf(tx)
  await client.organization.create({ data: { ...organization, createdAt: at } })
  await client.organizationHead.create({
    data: { organizationId: organization.id, eventHash: new Uint8Array(32), epochStatement },
  })
  await client.policy.create({ data: { organizationId: organization.id, ...DEFAULT_POLICY } })
}

export async function getPolicy(tx: Tx, organizationId: OrganizationId): Promise<OrganizationPolicy> {
  return clientOf(tx).policy.findUniqueOrThrow({ where: { organizationId }, omit: { organizationId: true } })
}

/** For a change of it: who comes second reads what the first one wrote. */
export async function lockPolicy(tx: Tx, organizationId: OrganizationId): Promise<OrganizationPolicy> {
  await clientOf(tx).$queryRaw`select 1 from "policy" where "organization_id" = ${organizationId} for update`
  return getPolicy(tx, organizationId)
}

export async function updatePolicy(tx: Tx, organizationId: OrganizationId, policy: OrganizationPolicy): Promise<void> {
  await clientOf(tx).policy.update({ where: { organizationId }, data: { ...policy } })
}
