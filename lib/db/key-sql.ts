import type { KeyStatus, KeyTab } from '@/lib/core/api-key'
import type { Environment } from '@/lib/core/app'
import type { AppId, OrganizationId } from '@/lib/core/identifiers'
import type { Service } from '@/lib/core/services'
import { Prisma } from '@/lib/db/generated/client'
import { clientOf, type Tx } from '@/lib/db/tx'

/** What lists and counts of keys are of. */
export type KeysWithin = { readonly appId: AppId } | { readonly service: Service } | { readonly organization: true }

/** When a key that is let alone stops, as the indexes have it: one without expiration outlives every other. */
export const stopsSql = Prisma.sql`coalesce(least(k."expires_at", k."ends_at"), 'infinity'::timestamptz)`

/** The statuses in SQL; a test holds them equal to `statusOf` for every combination of facts. */
const orphanedSql = Prisma.sql`(k."departure_id" is not null or k."app_deleted_at" is not null)`
const revokedSql = (now: Date) => Prisma.sql`(k."revoked_at" is not null or coalesce(k."ends_at" <= ${now}, false))`

export function statusSql(status: KeyStatus, now: Date): Prisma.Sql {
  switch (status) {
    case 'revoked':
      return revokedSql(now)
    case 'orphaned':
      return Prisma.sql`(not ${revokedSql(now)} and ${orphanedSql})`
    case 'disabled':
      return Prisma.sql`(not ${revokedSql(now)} and not ${orphanedSql} and k."disabled_at" is not null)`
    case 'expired':
      return Prisma.sql`(not ${revokedSql(now)} and not ${orphanedSql} and k."disabled_at" is null and k."expires_at" <= ${now})`
    case 'active':
      return Prisma.sql`(not ${revokedSql(now)} and not ${orphanedSql} and k."disabled_at" is null and (k."expires_at" is null or k."expires_at" > ${now}))`
  }
}

/** The tabs, each the sum of its statuses. */
export function tabSql(tab: KeyTab, now: Date): Prisma.Sql {
  switch (tab) {
    case 'active':
      return Prisma.sql`(not ${revokedSql(now)} and not ${orphanedSql} and (k."disabled_at" is not null or k."expires_at" is null or k."expires_at" > ${now}))`
    case 'orphaned':
      return statusSql('orphaned', now)
    case 'history':
      return Prisma.sql`(${revokedSql(now)} or (not ${orphanedSql} and k."disabled_at" is null and k."expires_at" <= ${now}))`
  }
}

/** Keys that the clock has stopped and nobody has recorded yet: few, since a job of the worker records them every minute. */
export const unrecordedSql = (now: Date) =>
  Prisma.sql`(k."revoked_at" is null and k."expiry_recorded_at" is null and ${stopsSql} <= ${now})`

/** The apps whose keys are meant, as a condition; null where there is none of them. */
export async function ofAppsSql(
  tx: Tx,
  organizationId: OrganizationId,
  within: KeysWithin,
  environment?: Environment,
): Promise<Prisma.Sql | null> {
  if (!environment) {
    if ('organization' in within) return Prisma.empty
    if ('appId' in within) return Prisma.sql`and k."app_id" = ${within.appId}`
  }
  const apps = await clientOf(tx).app.findMany({
    where: {
      organizationId,
      ...('appId' in within ? { id: within.appId } : {}),
      ...('service' in within ? { service: within.service } : {}),
      ...(environment ? { environment } : {}),
    },
    select: { id: true },
  })
  const [first] = apps
  if (!first) return null
  return apps.length === 1
    ? Prisma.sql`and k."app_id" = ${first.id}`
    : anyOf(
        'app_id',
        apps.map(({ id }) => id),
      )
}

/** `and` one of these. */
export const anyOf = (column: 'app_id' | 'owner_id', ids: readonly string[]) =>
  Prisma.sql`and ${Prisma.raw(`k."${column}"`)} = any (${[...ids]})`
