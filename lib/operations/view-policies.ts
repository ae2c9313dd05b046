import { z } from 'zod'
import type { PoliciesView } from '@/lib/contract/policies'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { getPolicy } from '@/lib/db/organizations'
import { countOrphansByAge } from '@/lib/db/orphans'
import { read } from '@/lib/operations/operation'

/** What the organization holds its people and keys to, with what a change of it would touch. */
export const viewPolicies = read({
  input: z.object({}),
  async run({ tx, actor, now }) {
    if (!may(actor, 'organization.manage', {})) return fail('not_permitted')
    const { graceDays, revokeOrphansAfterDays } = await getPolicy(tx, actor.organizationId)
    const orphans = await countOrphansByAge(tx, actor.organizationId, now)
    const view: PoliciesView = { graceDays, revokeOrphansAfterDays, orphans }
    return ok(view)
  },
})
