import type { App } from '@/lib/core/app'
import type { DataPlaneApp } from '@/lib/core/changes'
import type { AppId, MembershipId, OrganizationId } from '@/lib/core/identifiers'
import type { Service } from '@/lib/core/services'
import { clientOf, type Tx } from '@/lib/db/tx'

/** After the memberships, before the keys: quotas and names of its keys are counted under this lock. */
export async function lockApp(tx: Tx, organizationId: OrganizationId, id: AppId): Promise<App | null> {
  const client = clientOf(tx)
  await client.$queryRaw`select 1 from "app" where "organization_id" = ${organizationId} and "id" = ${id} for update`
  return findApp(tx, organizationId, id)
}

export async function findApp(tx: Tx, organizationId: OrganizationId, id: AppId): Promise<App | null> {
  return (await clientOf(tx).app.findUnique({ where: { organizationId_id: { organizationId, id } } })) as App | null
}

export async function findAppBySlug(tx: Tx, organizationId: OrganizationId, slug: string): Promise<App | null> {
  return (await clientOf(tx).app.findUnique({ where: { organizationId_slug: { organizationId, slug } } })) as App | null
}

/** Live ones first, by name; deleted ones after them. */
export async function listApps(tx: Tx, organizationId: OrganizationId, service: Service): Promise<App[]> {
  return (await clientOf(tx).app.findMany({
    where: { organizationId, service },
    orderBy: [{ deletedAt: { sort: 'desc', nulls: 'first' } }, { name: 'asc' }, { id: 'asc' }],
  })) as App[]
}

export async function countAppsByService(tx: Tx, organizationId: OrganizationId): Promise<Map<Service, number>> {
  const rows = await clientOf(tx).app.groupBy({
    by: ['service'],
    where: { organizationId, deletedAt: null },
    _count: true,
  })
  return new Map(rows.map((row) => [row.service, row._count]))
}

export const dataPlaneAppOf = ({
  id,
  slug,
  environment,
  serverUserId,
  upstream,
  providerEnabled,
  deletedAt,
}: App): DataPlaneApp => ({
  id,
  slug,
  environment,
  serverUserId,
  upstream,
  providerEnabled,
  deleted: deletedAt !== null,
  scopeRules: [],
  corsOrigins: [],
  upstreamSecret: null,
})

export async function listDataPlaneApps(tx: Tx, organizationId: OrganizationId): Promise<DataPlaneApp[]> {
  const rows = (await clientOf(tx).app.findMany({ where: { organizationId }, orderBy: { id: 'asc' } })) as App[]
  return rows.map(dataPlaneAppOf)
}

export async function insertApp(tx: Tx, app: App): Promise<void> {
  await clientOf(tx).app.create({ data: { ...app, scopes: [...app.scopes] } })
}

export async function updateApp(tx: Tx, app: App): Promise<void> {
  const { id, name, environment, upstream, ownerId, providerEnabled, scopes, changedAt, deletedAt, deletedById } = app
  await clientOf(tx).app.update({
    where: { id },
    data: {
      name,
      environment,
      upstream,
      ownerId,
      providerEnabled,
      scopes: [...scopes],
      changedAt,
      deletedAt,
      deletedById,
    },
  })
}

/** Apps of a member who left have no owner then: Owners and Aura Owners manage them. */
export async function disownApps(tx: Tx, organizationId: OrganizationId, ownerId: MembershipId): Promise<void> {
  await clientOf(tx).app.updateMany({ where: { organizationId, ownerId }, data: { ownerId: null } })
}

/** Who gives a name to an app waits for whoever is doing so now. Released at the end of the transaction. */
export async function lockAppNames(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await clientOf(tx).$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`app names of ${organizationId}`}, 0))`
}
