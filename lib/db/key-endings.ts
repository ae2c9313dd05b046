import type { ApiKey } from '@/lib/core/api-key'
import type { EndingKey } from '@/lib/core/changes'
import type { ApiKeyId, OrganizationId } from '@/lib/core/identifiers'
import { findApiKey } from '@/lib/db/api-keys'
import { clientOf, type Tx } from '@/lib/db/tx'

/** Those keys of an organization whose ending gateways have to hold by themselves: of those that were stamped, the status lists say it. */
export async function listEndingKeys(tx: Tx, organizationId: OrganizationId): Promise<EndingKey[]> {
  return clientOf(tx).$queryRaw<EndingKey[]>`
    select "position", extract(epoch from "ends_at")::float8 as "endsAt" from "api_key"
    where "organization_id" = ${organizationId} and "ends_at" is not null and "revoked_at" is null order by "position"`
}

/** One key, of whatever organization, whose ending has come and is not stamped; locked, and none that somebody is at. */
export async function lockUnstampedEnding(tx: Tx, now: Date): Promise<ApiKey | null> {
  const [row] = await clientOf(tx).$queryRaw<{ organizationId: OrganizationId; id: ApiKeyId }[]>`
    select "organization_id" as "organizationId", "id" from "api_key"
    where "ends_at" <= ${now} and "revoked_at" is null order by "ends_at", "id" limit 1 for update skip locked`
  return row ? findApiKey(tx, row.organizationId, row.id) : null
}

/** When the next key of any organization ends; null when none is to. */
export async function findNextEnding(tx: Tx, now: Date): Promise<Date | null> {
  const [row] = await clientOf(tx).$queryRaw<{ endsAt: Date }[]>`
    select "ends_at" as "endsAt" from "api_key" where "ends_at" > ${now} and "revoked_at" is null order by "ends_at" limit 1`
  return row?.endsAt ?? null
}
