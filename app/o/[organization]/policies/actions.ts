'use server'

import { changeAbsencePolicy } from '@/lib/operations/change-absence-policy'
import { runAction } from '@/lib/server/run-action'

export const changeAbsencePolicyAction = async (organization: string, input: unknown) =>
  runAction(changeAbsencePolicy, organization, input)
