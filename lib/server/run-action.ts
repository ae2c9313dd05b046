import type { z } from 'zod'
import type { ActionState } from '@/lib/contract/action-state'
import type { Operation, People } from '@/lib/operations/operation'
import { perform } from '@/lib/operations/perform'
import { actionState, refuseForeignOrigin } from '@/lib/server/action-answer'
import { requestOrigin } from '@/lib/server/origin'
import { platform } from '@/lib/server/platform'
import { currentSessionId } from '@/lib/server/session'

/** Runs an operation for a server action: origin, session, operation, and the outcome in words that a form can show. */
export async function runAction<Schema extends z.ZodType, Output>(
  operation: Operation<Schema, Output, People>,
  organizationSlug: string,
  input: unknown,
): Promise<ActionState<Output>> {
  const foreign = await refuseForeignOrigin()
  if (foreign) return foreign
  const principal = { kind: 'session', sessionId: await currentSessionId(), organizationSlug } as const
  return actionState(await perform(platform(), operation, principal, await requestOrigin(), input))
}
