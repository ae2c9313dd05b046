import { type ListedKeys, listKeys, type NamedKey } from '@/lib/core/happenings'
import type { OrganizationId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'
import { clientOf, type Tx } from '@/lib/db/tx'

/** Keys by their positions, as a message names them: server keys first, no more than it has room for, and how many there are. */
export async function listKeysAt(
  tx: Tx,
  organizationId: OrganizationId,
  positions: readonly number[],
): Promise<ListedKeys> {
  if (positions.length === 0) return listKeys([])
  const named = await clientOf(tx).$queryRaw<NamedKey[]>`
    select k."id", k."name", k."hint", k."type"::text as "type",
      jsonb_build_object('id', a."id", 'name', a."name", 'slug', a."slug", 'service', a."service") as "app"
    from "api_key" k join "app" a on a."id" = k."app_id"
    where k."organization_id" = ${organizationId} and k."position" = any (${[...positions]}::int[])
    order by k."type" = 'server' desc, k."name" collate "C", k."id" limit ${LIMITS.keysPerHappening}`
  return listKeys(named, positions.length)
}
