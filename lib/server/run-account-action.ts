import type { z } from 'zod'
import type { ActionState } from '@/lib/contract/action-state'
import { changePassword } from '@/lib/operations/change-password'
import type { AccountOperation } from '@/lib/operations/operation'
import { performForAccount } from '@/lib/operations/perform'
import { viewAccount } from '@/lib/operations/view-account'
import { actionState, refuseForeignOrigin } from '@/lib/server/action-answer'
import { requestOrigin } from '@/lib/server/origin'
import { platform } from '@/lib/server/platform'
import { currentSessionId } from '@/lib/server/session'

/** Runs an operation on one's own account: origin, the session of this request, and the outcome in words that a form can show. */
export async function runAccountAction<Schema extends z.ZodType, Output>(
  operation: AccountOperation<Schema, Output>,
  input: unknown,
): Promise<ActionState<Output>> {
  const foreign = await refuseForeignOrigin()
  if (foreign) return foreign
  return actionState(await performForAccount(platform(), operation, await requestOrigin(), await asOneself(input)))
}

export async function changeOwnPassword(input: unknown) {
  const foreign = await refuseForeignOrigin()
  if (foreign) return foreign
  return actionState(await changePassword(platform(), await requestOrigin(), await asOneself(input)))
}

/** Whose account it is, the request's own session says, whatever was sent. */
const asOneself = async (input: unknown) => ({
  ...(typeof input === 'object' ? input : {}),
  sessionId: await currentSessionId(),
})

/** The account of whoever asks; null when signed out. */
export async function readOwnAccount() {
  const own = await performForAccount(platform(), viewAccount, await requestOrigin(), await asOneself({}))
  return own.ok ? own.value : null
}
