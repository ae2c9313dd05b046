import { ChangeAbsencePolicyInput } from '@/lib/contract/policies'
import { may } from '@/lib/core/permissions'
import { changeAbsencePolicy as decide } from '@/lib/core/policy'
import { fail, ok } from '@/lib/core/result'
import { lockPolicy } from '@/lib/db/organizations'
import { change } from '@/lib/operations/operation'

/** Sets how long who left finds their keys again, and when orphaned keys are revoked by the portal itself. */
export const changeAbsencePolicy = change({
  input: ChangeAbsencePolicyInput,
  async run({ tx, actor, commit }, { known, ...wanted }) {
    const { organizationId } = actor
    if (!may(actor, 'organization.manage', {})) return fail('not_permitted')
    const policy = await lockPolicy(tx, organizationId)
    if (policy.graceDays !== known.graceDays || policy.revokeOrphansAfterDays !== known.revokeOrphansAfterDays)
      return fail('policy_changed_meanwhile')
    const changed = decide(policy, wanted)
    if (!changed.ok) return changed
    const { next, event } = changed.value
    await commit({ update: { policy: { organizationId, policy: next } }, event })
    return ok(wanted)
  },
})
