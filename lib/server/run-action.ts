import type { z } from 'zod'
import type { ActionState } from '@/lib/contract/action-state'
import type { Operation, People } from '@/lib/operations/operation'
import { parseInput } from '@/lib/operations/parse-input'
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

/** What came of one of several. */
export interface OutcomeOf<Input, Output> {
  readonly input: Input
  readonly outcome: ActionState<Output>
}

/**
 * Runs an operation once for each of several inputs, one after another, each in a transaction of its own: what is done stays done,
 * and each has its own answer. `several` says how they are asked for together, and how many may be.
 */
export async function runActionOnEach<Schema extends z.ZodType, Output>(
  operation: Operation<Schema, Output, People>,
  organizationSlug: string,
  several: z.ZodType<readonly z.input<Schema>[]>,
  input: unknown,
): Promise<ActionState<readonly OutcomeOf<z.input<Schema>, Output>[]>> {
  const foreign = await refuseForeignOrigin()
  if (foreign) return foreign
  const parsed = parseInput(several, input)
  if (!parsed.ok) return actionState(parsed)
  const principal = { kind: 'session', sessionId: await currentSessionId(), organizationSlug } as const
  const origin = await requestOrigin()
  const outcomes: OutcomeOf<z.input<Schema>, Output>[] = []
  for (const each of parsed.value) {
    outcomes.push({ input: each, outcome: actionState(await perform(platform(), operation, principal, origin, each)) })
  }
  return { ok: true, value: outcomes }
}
