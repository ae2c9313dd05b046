import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { DecisionInput } from '@/lib/contract/impact'
import { mayHoldKeys, ROLES } from '@/lib/core/roles'

const membershipId = idOf('membership')

export const RemoveMemberInput = z.object({ membershipId, impact: DecisionInput })
export const SuspendMemberInput = z.object({ membershipId, impact: DecisionInput })
export const ReactivateMemberInput = z.object({ membershipId })

export const ChangeMemberRoleInput = z
  .object({
    membershipId,
    role: z.enum(ROLES),
    /** What is to happen to the member's keys. Needed for a role that can't hold any. */
    impact: DecisionInput.optional(),
  })
  .refine(({ role, impact }) => mayHoldKeys(role) || impact !== undefined, {
    error: 'Say what is to happen to the keys.',
    path: ['impact'],
  })
