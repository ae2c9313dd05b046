import type { EndingKey } from '@/lib/core/changes'
import type { OrganizationId } from '@/lib/core/identifiers'
import { clientOf, type Tx } from '@/lib/db/tx'

/** Those keys of an organization whose ending gateways have to hold by themselves: of those that were stamped, the status lists say it. */
export async function listEndingKeys(tx: Tx, organizationId: OrganizationId): Promise<EndingKey[]> {
  return clientOf(tx).$queryRaw<EndingKey[]>`
    select "position", extract(epoch from "ends_at")::float8 as "endsAt" from "api_key"
    where "organization_id" = ${organizationId} and "ends_at" is not null and "revoked_at" is null order by "position"`
}
