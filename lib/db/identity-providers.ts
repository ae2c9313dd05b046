import type { IdentityProviderId, MembershipId, OrganizationId, UserId } from '@/lib/core/identifiers'
import type { Identity, IdentityProvider } from '@/lib/core/identity-provider'
import type { Role } from '@/lib/core/roles'
import { Prisma } from '@/lib/db/generated/client'
import { clientOf, type Tx } from '@/lib/db/tx'

const COLUMNS = {
  id: true,
  organizationId: true,
  name: true,
  issuer: true,
  clientId: true,
  sealedClientSecret: true,
  domains: true,
  defaultRole: true,
  enabled: true,
  required: true,
  createdAt: true,
  changedAt: true,
} as const

export async function findIdentityProvider(tx: Tx, organizationId: OrganizationId): Promise<IdentityProvider | null> {
  return (await clientOf(tx).identityProvider.findUnique({
    where: { organizationId },
    select: COLUMNS,
  })) as IdentityProvider | null
}

/**
 * After memberships and before the head row. Whoever signs in shares it, whoever changes it has it alone: a session that is made
 * beside the change is either ended by it or never made.
 */
export async function lockIdentityProvider(
  tx: Tx,
  organizationId: OrganizationId,
  mode: 'share' | 'update',
): Promise<IdentityProvider | null> {
  const lock = mode === 'share' ? Prisma.sql`for share` : Prisma.sql`for update`
  await clientOf(tx).$queryRaw`select 1 from "identity_provider" where "organization_id" = ${organizationId} ${lock}`
  return findIdentityProvider(tx, organizationId)
}

/** Whether passwords open the organization to Owners alone. */
export async function isSingleSignOnRequired(tx: Tx, organizationId: OrganizationId): Promise<boolean> {
  const found = await clientOf(tx).identityProvider.findUnique({
    where: { organizationId },
    select: { required: true },
  })
  return found?.required ?? false
}

/** Two who set one up at the same time are one after the other, also while there is no row to lock. */
export async function lockSettingUp(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await advisoryLock(tx, `identity provider of ${organizationId}`)
}

export async function insertIdentityProvider(tx: Tx, provider: IdentityProvider): Promise<void> {
  await clientOf(tx).identityProvider.create({ data: { ...provider, domains: [...provider.domains] } })
}

export async function updateIdentityProvider(tx: Tx, provider: IdentityProvider): Promise<void> {
  const { id, organizationId, createdAt, ...changed } = provider
  await clientOf(tx).identityProvider.update({
    where: { id, organizationId },
    data: { ...changed, domains: [...changed.domains] },
  })
}

export async function deleteIdentityProvider(
  tx: Tx,
  { organizationId, id }: { readonly organizationId: OrganizationId; readonly id: IdentityProviderId },
): Promise<void> {
  await clientOf(tx).identityProvider.delete({ where: { id, organizationId } })
}

/** Two sign-ins of one person at the same time are one after the other, so that the second finds what the first has made. */
export async function lockSubject(
  tx: Tx,
  organizationId: OrganizationId,
  issuer: string,
  subject: string,
): Promise<void> {
  await advisoryLock(tx, `subject ${JSON.stringify([organizationId, issuer, subject])}`)
}

async function advisoryLock(tx: Tx, what: string): Promise<void> {
  await clientOf(tx).$executeRaw`select pg_advisory_xact_lock(hashtextextended(${what}, 0))`
}

export async function findIdentity(
  tx: Tx,
  organizationId: OrganizationId,
  issuer: string,
  subject: string,
): Promise<Identity | null> {
  return (await clientOf(tx).identity.findUnique({
    where: { organizationId_issuer_subject: { organizationId, issuer, subject } },
  })) as Identity | null
}

export async function findIdentityOfMember(
  tx: Tx,
  organizationId: OrganizationId,
  membershipId: MembershipId,
  issuer: string,
): Promise<Identity | null> {
  return (await clientOf(tx).identity.findFirst({ where: { organizationId, membershipId, issuer } })) as Identity | null
}

/** A member is one person at a provider: another subject takes the place of the one before. */
export async function saveIdentity(tx: Tx, identity: Identity): Promise<void> {
  const { organizationId, membershipId, issuer, subject, createdAt } = identity
  await clientOf(tx).identity.upsert({
    where: { membershipId_issuer: { membershipId, issuer }, organizationId },
    create: { ...identity },
    update: { subject, createdAt },
  })
}

export async function deleteIdentity(tx: Tx, { organizationId, id }: Identity): Promise<void> {
  await clientOf(tx).identity.delete({ where: { id, organizationId } })
}

/** How many of the active members have signed in by this issuer, or were connected to it, and how many there are. */
export async function countConnected(
  tx: Tx,
  organizationId: OrganizationId,
  issuer: string,
): Promise<{ readonly connected: number; readonly members: number }> {
  const [row] = await clientOf(tx).$queryRaw<[{ connected: number; members: number }]>`
    select count(i."id")::int as "connected", count(*)::int as "members"
    from "membership" m left join "identity" i on i."membership_id" = m."id" and i."issuer" = ${issuer}
    where m."organization_id" = ${organizationId} and m."state" = 'active'`
  return row
}

/** Organizations that a person is in and signs in to by their provider. */
export async function listSignOnsOf(
  tx: Tx,
  userId: UserId,
): Promise<{ readonly name: string; readonly slug: string }[]> {
  return clientOf(tx).$queryRaw`
    select distinct o."name", o."slug" from "identity" i join "membership" m on m."id" = i."membership_id"
      join "identity_provider" p on p."organization_id" = i."organization_id" and p."issuer" = i."issuer" and p."enabled"
      join "organization" o on o."id" = i."organization_id"
    where m."user_id" = ${userId} and m."state" = 'active' order by o."slug"`
}

export interface ConnectionOfUser {
  readonly organizationId: OrganizationId
  readonly name: string
  readonly slug: string
  readonly role: Role
  readonly provider: string
  readonly issuer: string
  readonly required: boolean
  /** Null while the person is not connected to the provider that there is now. */
  readonly connectedAt: Date | null
}

/** Organizations that a person is in and that have single sign-on switched on, the oldest first. */
export async function listConnectionsOf(tx: Tx, userId: UserId): Promise<ConnectionOfUser[]> {
  return clientOf(tx).$queryRaw`
    select o."id" as "organizationId", o."name", o."slug", m."role"::text, p."name" as "provider", p."issuer", p."required", i."created_at" as "connectedAt"
    from "membership" m
    join "organization" o on o."id" = m."organization_id"
    join "identity_provider" p on p."organization_id" = o."id" and p."enabled"
    left join "identity" i on i."membership_id" = m."id" and i."issuer" = p."issuer"
    where m."user_id" = ${userId} and m."state" = 'active'
    order by o."created_at", o."id"`
}
