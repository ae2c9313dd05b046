import type { App } from '@/lib/core/app'
import type { LoggedApp } from '@/lib/core/changes'
import type { ApiKeyId, AppId, DepartureId, MembershipId, OrganizationId } from '@/lib/core/identifiers'
import type { Departure } from '@/lib/core/membership'
import type { Service } from '@/lib/core/services'
import { Prisma } from '@/lib/db/generated/client'
import { clientOf, type Tx } from '@/lib/db/tx'

/** A row as core knows it. Its ids and its JSON are what core wrote there. */
const appOf = ({ departureId: _, ...row }: { readonly id: string; readonly departureId: string | null }) =>
  row as unknown as App

/** After the memberships, before the keys: quotas and names of its keys are counted under this lock. */
export async function lockApp(tx: Tx, organizationId: OrganizationId, id: AppId): Promise<App | null> {
  const client = clientOf(tx)
  await client.$queryRaw`select 1 from "app" where "organization_id" = ${organizationId} and "id" = ${id} for update`
  return findApp(tx, organizationId, id)
}

export async function findApp(tx: Tx, organizationId: OrganizationId, id: AppId): Promise<App | null> {
  const row = await clientOf(tx).app.findUnique({ where: { organizationId_id: { organizationId, id } } })
  return row && appOf(row)
}

export async function findAppBySlug(tx: Tx, organizationId: OrganizationId, slug: string): Promise<App | null> {
  const row = await clientOf(tx).app.findUnique({ where: { organizationId_slug: { organizationId, slug } } })
  return row && appOf(row)
}

/** Live ones first, by name; deleted ones after them. */
export async function listApps(tx: Tx, organizationId: OrganizationId, service: Service): Promise<App[]> {
  const rows = await clientOf(tx).app.findMany({
    where: { organizationId, service },
    orderBy: [{ deletedAt: { sort: 'desc', nulls: 'first' } }, { name: 'asc' }, { id: 'asc' }],
  })
  return rows.map(appOf)
}

export async function countAppsByService(tx: Tx, organizationId: OrganizationId): Promise<Map<Service, number>> {
  const rows = await clientOf(tx).app.groupBy({
    by: ['service'],
    where: { organizationId, deletedAt: null },
    _count: true,
  })
  return new Map(rows.map((row) => [row.service, row._count]))
}

/** An app as the change log tells of it. */
export const loggedAppOf = ({
  id,
  slug,
  environment,
  serverUserId,
  upstream,
  providerEnabled,
  deletedAt,
  scopeRules,
  corsOrigins,
}: App): LoggedApp => ({
  id,
  slug,
  environment,
  serverUserId,
  upstream,
  providerEnabled,
  deleted: deletedAt !== null,
  scopeRules,
  corsOrigins,
})

/** Every app of an organization, deleted ones too, as the change log tells of it. */
export async function listLoggedApps(tx: Tx, organizationId: OrganizationId): Promise<LoggedApp[]> {
  const rows = await clientOf(tx).app.findMany({ where: { organizationId }, orderBy: { id: 'asc' } })
  return rows.map((row) => loggedAppOf(appOf(row)))
}

/** The sealed upstream secrets of those of the apps that have one. A deleted app calls nobody, so its secret goes no further. */
export async function findSealedUpstreamSecrets(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly AppId[],
): Promise<ReadonlyMap<AppId, string>> {
  if (ids.length === 0) return new Map()
  const rows = await clientOf(tx).app.findMany({
    where: { organizationId, id: { in: [...new Set(ids)] }, deletedAt: null, sealedUpstreamSecret: { not: null } },
    select: { id: true, sealedUpstreamSecret: true },
  })
  return new Map(rows.map(({ id, sealedUpstreamSecret }) => [id as AppId, sealedUpstreamSecret as string]))
}

/** Lists as Prisma takes them. */
const listsOf = ({ scopes, scopeRules, corsOrigins }: App) => ({
  scopes: [...scopes],
  scopeRules: scopeRules.map(({ methods, path, scope }) => ({ methods: [...methods], path, scope })),
  corsOrigins: [...corsOrigins],
})

export async function insertApp(tx: Tx, app: App): Promise<void> {
  await clientOf(tx).app.create({ data: { ...app, ...listsOf(app) } })
}

export async function updateApp(tx: Tx, app: App): Promise<void> {
  const { id, name, environment, upstream, ownerId, providerEnabled, changedAt, deletedAt, deletedById } = app
  const { sealedUpstreamSecret, upstreamSecretMadeAt } = app
  await clientOf(tx).app.update({
    where: { id },
    data: {
      name,
      environment,
      upstream,
      ownerId,
      // Whoever owns it now, the absence that took its owner is over for it.
      ...(ownerId ? { departureId: null } : {}),
      providerEnabled,
      ...listsOf(app),
      sealedUpstreamSecret,
      upstreamSecretMadeAt,
      changedAt,
      deletedAt,
      deletedById,
    },
  })
}

/** The apps that a member owns, deleted ones apart, in the order of their ids; with `lock` for a change, together with the apps of keys that it touches. */
export async function listOwnedApps(
  tx: Tx,
  organizationId: OrganizationId,
  ownerId: MembershipId,
  { lock, alsoAppsOf = [] }: { readonly lock: boolean; readonly alsoAppsOf?: readonly ApiKeyId[] | 'all' },
): Promise<AppId[]> {
  const whichKeys =
    alsoAppsOf === 'all'
      ? Prisma.sql`k."owner_id" = ${ownerId} and k."revoked_at" is null`
      : Prisma.sql`k."id" = any (${[...alsoAppsOf]})`
  const rows = await clientOf(tx).$queryRaw<{ id: AppId; owned: boolean }[]>`
    select "id", "owner_id" is not distinct from ${ownerId} and "deleted_at" is null as owned from "app"
    where "organization_id" = ${organizationId} and (("owner_id" = ${ownerId} and "deleted_at" is null)
      or "id" in (select k."app_id" from "api_key" k where k."organization_id" = ${organizationId} and ${whichKeys}))
    order by "id" ${lock ? Prisma.sql`for update` : Prisma.empty}`
  return rows.filter(({ owned }) => owned).map(({ id }) => id)
}

/** Who owns each of these apps; null for nobody. */
export async function listOwnersOfApps(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly AppId[],
): Promise<ReadonlyMap<AppId, MembershipId | null>> {
  const apps = await clientOf(tx).app.findMany({
    where: { organizationId, id: { in: [...ids] } },
    select: { id: true, ownerId: true },
  })
  return new Map(apps.map(({ id, ownerId }) => [id as AppId, ownerId as MembershipId | null]))
}

/** What people know these apps by, by name. */
export async function listNamesOfApps(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly AppId[],
): Promise<Pick<App, 'id' | 'name' | 'slug' | 'service'>[]> {
  return (await clientOf(tx).app.findMany({
    where: { organizationId, id: { in: [...ids] } },
    select: { id: true, name: true, slug: true, service: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })) as Pick<App, 'id' | 'name' | 'slug' | 'service'>[]
}

/** Apps of a member who left have no owner then: Owners and Aura Owners manage them. Which absence took it is kept, so that a return can give it back. */
export async function disownApps(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly AppId[],
  departureId: DepartureId,
): Promise<void> {
  if (ids.length === 0) return
  await clientOf(tx).app.updateMany({
    where: { organizationId, id: { in: [...ids] } },
    data: { ownerId: null, departureId },
  })
}

/** Gives a member who came back those apps that nobody has owned since. Returns which. */
export async function giveBackApps(
  tx: Tx,
  { organizationId, membershipId, id }: Pick<Departure, 'organizationId' | 'membershipId' | 'id'>,
): Promise<AppId[]> {
  const client = clientOf(tx)
  const apps = await client.$queryRaw<{ id: AppId }[]>`
    select "id" from "app" where "organization_id" = ${organizationId} and "departure_id" = ${id} and "deleted_at" is null order by "id" for update`
  const ids = apps.map((app) => app.id)
  await client.app.updateMany({
    where: { organizationId, id: { in: ids } },
    data: { ownerId: membershipId, departureId: null },
  })
  return ids
}

/** Who gives a name to an app waits for whoever is doing so now. Released at the end of the transaction. */
export async function lockAppNames(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await clientOf(tx).$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`app names of ${organizationId}`}, 0))`
}
