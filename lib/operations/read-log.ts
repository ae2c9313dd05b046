import type { OrganizationId } from '@/lib/core/identifiers'
import { listChanges, readHead } from '@/lib/db/feed'
import { listRetiredGateways } from '@/lib/db/gateways'
import type { Platform } from '@/lib/operations/perform'
import { feedChanges } from '@/lib/operations/told-to-gateways'

const ROWS = 1_000

/** The change log after `seq`, for the portal's own fan-out: who may follow it was asked when each stream began. */
export async function readLog({ database, keks }: Platform, organizationId: OrganizationId, after: number) {
  return database.transaction(
    async (tx) => {
      const { epoch } = await readHead(tx, organizationId)
      const changes = await feedChanges(tx, await listChanges(tx, organizationId, after, ROWS), organizationId, keks)
      return { epoch, changes, more: changes.length === ROWS, retired: await listRetiredGateways(tx, organizationId) }
    },
    { snapshot: true },
  )
}
