import type { Membership } from '@/lib/core/membership'
import { fail } from '@/lib/core/result'
import { isSingleSignOnRequired } from '@/lib/db/identity-providers'
import { countOwnersWithPassword } from '@/lib/db/memberships'
import type { Tx } from '@/lib/db/tx'
import { findUser } from '@/lib/db/users'

/**
 * Where single sign-on is required, at least one Owner can enter by password (decision 15). Asked of an active Owner who stops being one, once
 * the Owners are counted, and so under the lock of that: of two who are taken away at once, the second finds itself the last.
 */
export async function refuseLosingWayIn(tx: Tx, { organizationId, userId }: Membership) {
  if (!(await isSingleSignOnRequired(tx, organizationId))) return undefined
  const isOneOfThem = (await findUser(tx, userId))?.passwordHash != null
  const withPassword = await countOwnersWithPassword(tx, organizationId)
  return isOneOfThem && withPassword < 2 ? fail('last_owner_with_password') : undefined
}
