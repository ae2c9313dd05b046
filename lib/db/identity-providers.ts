import type { OrganizationId } from '@/lib/core/identifiers'
import { clientOf, type Tx } from '@/lib/db/tx'

/** Whether passwords open the organization to Owners alone. */
export async function isSingleSignOnRequired(tx: Tx, organizationId: OrganizationId): Promise<boolean> {
  const found = await clientOf(tx).identityProvider.findUnique({
    where: { organizationId },
    select: { required: true },
  })
  return found?.required ?? false
}
