import type { KeyTab } from '@/lib/core/api-key'
import type { AppId, OrganizationId } from '@/lib/core/identifiers'
import type { Service } from '@/lib/core/services'
import { type KeysWithin, ofAppsSql, tabSql, unrecordedSql } from '@/lib/db/key-sql'
import { clientOf, type Tx } from '@/lib/db/tx'

/** Holds the count of an app's keys until the end of the transaction, and begins it with the first key. */
export async function lockKeyCount(tx: Tx, organizationId: OrganizationId, appId: AppId): Promise<void> {
  await clientOf(tx).$executeRaw`
    insert into "key_count" as known ("organization_id", "app_id") values (${organizationId}, ${appId})
    on conflict ("organization_id", "app_id") do update set "active" = known."active"`
}

/** Holds the counts of several apps that have keys, in the order of the apps: for who changes keys by more than one statement. */
export async function lockKeyCounts(tx: Tx, organizationId: OrganizationId, appIds: readonly AppId[]): Promise<void> {
  await clientOf(tx).$queryRaw`
    select 1 from "key_count" where "organization_id" = ${organizationId} and "app_id" = any (${[...new Set(appIds)]})
    order by "app_id" for no key update`
}

type Counts = Record<KeyTab, number>
interface AppCounts extends Counts {
  readonly appId: AppId
  readonly service: Service
}

/**
 * Keys on each tab, for every app that has any: what is counted in the transactions of the changes themselves, corrected by what the clock
 * has stopped since the last recording.
 */
async function readCounts(
  tx: Tx,
  organizationId: OrganizationId,
  within: KeysWithin,
  now: Date,
): Promise<readonly AppCounts[]> {
  const ofApps = await ofAppsSql(tx, organizationId, within)
  if (!ofApps) return []
  return clientOf(tx).$queryRaw<AppCounts[]>`
    with stopped as (
      select k."app_id", count(*) filter (where "stored_tab"(k) = 'active') as active, count(*) filter (where "stored_tab"(k) = 'orphaned') as orphaned
      from "api_key" k where k."organization_id" = ${organizationId} ${ofApps} and ${unrecordedSql(now)} and ${tabSql('history', now)} group by 1
    )
    select k."app_id" as "appId", a."service"::text as service, (k."active" - coalesce(s."active", 0))::int as active,
      (k."orphaned" - coalesce(s."orphaned", 0))::int as orphaned, (k."history" + coalesce(s."active" + s."orphaned", 0))::int as history
    from "key_count" k join "app" a on a."id" = k."app_id" left join stopped s on s."app_id" = k."app_id"
    where k."organization_id" = ${organizationId} ${ofApps}`
}

export async function countKeysByApp(
  tx: Tx,
  organizationId: OrganizationId,
  within: KeysWithin,
  now: Date,
): Promise<Map<AppId, Counts>> {
  const counts = await readCounts(tx, organizationId, within, now)
  return new Map(counts.map(({ appId, active, orphaned, history }) => [appId, { active, orphaned, history }]))
}

export async function countKeys(
  tx: Tx,
  organizationId: OrganizationId,
  within: KeysWithin,
  now: Date,
): Promise<Counts> {
  const sum: Counts = { active: 0, orphaned: 0, history: 0 }
  for (const { active, orphaned, history } of await readCounts(tx, organizationId, within, now)) {
    sum.active += active
    sum.orphaned += orphaned
    sum.history += history
  }
  return sum
}

/** What `View API Keys` of each service says: Active and Orphaned. */
export async function countKeysByService(
  tx: Tx,
  organizationId: OrganizationId,
  now: Date,
): Promise<Map<Service, number>> {
  const sums = new Map<Service, number>()
  for (const { service, active, orphaned } of await readCounts(tx, organizationId, { organization: true }, now))
    sums.set(service, (sums.get(service) ?? 0) + active + orphaned)
  return sums
}
