import type { OrganizationId, UserId } from '@/lib/core/identifiers'
import { DEFAULT_POLICY, type OrganizationPolicy } from '@/lib/core/policy'
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

/** The oldest first: that is where one lands after signing in. */
export async function listOrganizationsOfUser(tx: Tx, userId: UserId): Promise<Pick<Organization, 'slug' | 'name'>[]> {
  return clientOf(tx).organization.findMany({
    where: { memberships: { some: { userId, state: 'active' } } },
    select: { slug: true, name: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
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
  const { serverKeysPerApp, userKeysPerPerson, noExpirationAllowed, maximumLifetimeDays, graceDays } = await clientOf(
    tx,
  ).policy.findUniqueOrThrow({ where: { organizationId } })
  return { serverKeysPerApp, userKeysPerPerson, noExpirationAllowed, maximumLifetimeDays, graceDays }
}
