import type { MembershipId, OrganizationId } from '@/lib/core/identifiers'
import { clientOf, type Tx } from '@/lib/db/tx'

export async function namesOfMembers(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly MembershipId[],
): Promise<Map<MembershipId, string>> {
  if (ids.length === 0) return new Map()
  const rows = await clientOf(tx).membership.findMany({
    where: { organizationId, id: { in: [...ids] } },
    select: { id: true, user: { select: { name: true } } },
  })
  return new Map(rows.map((row) => [row.id as MembershipId, row.user.name]))
}
