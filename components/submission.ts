'use client'

import { unstable_rethrow } from 'next/navigation'
import { type FormEvent, useActionState, useCallback, useRef, useState, useTransition } from 'react'
import type { ActionState } from '@/lib/contract/action-state'
import type { FailureCode } from '@/lib/core/failures'
import { pagesWords } from '@/words/pages'

/** A server action that a page hands to a component. */
export type Act<Input, Output> = (input: Input) => Promise<ActionState<Output>>

/** What came of it: the action's answer, or none. */
export type Outcome<Output> =
  | { readonly ok: true; readonly value: Output }
  | {
      readonly ok: false
      readonly code: FailureCode | 'no_answer'
      readonly message: string
      readonly fields: Readonly<Record<string, string>>
      readonly params?: Readonly<Record<string, string | number>>
    }

/**
 * Waits for an action's answer. When none comes, what was typed stays and the reader is told; whether the change was made
 * can't be known here, and is not guessed.
 */
export async function attempt<Output>(act: () => Promise<ActionState<Output>>): Promise<Outcome<Output>> {
  try {
    return await act()
  } catch (thrown) {
    // Next leaves an action by throwing when it redirects.
    unstable_rethrow(thrown)
    return { ok: false, code: 'no_answer', message: NO_ANSWER, fields: {} }
  }
}

const NO_ANSWER = pagesWords.submission.noAnswer

/**
 * One form, one submission at a time. React would queue a second submission behind the first; here it is dropped, so
 * that a double click makes one thing.
 */
export function useSubmission<Output>(
  run: (form: FormData) => Promise<ActionState<Output>>,
  onDone?: (value: Output) => void,
) {
  const underWay = useRef(false)
  const [outcome, action, pending] = useActionState<Outcome<Output> | null, FormData>(async (_, form) => {
    try {
      const answer = await attempt(() => run(form))
      if (answer.ok) onDone?.(answer.value)
      return answer
    } finally {
      underWay.current = false
    }
  }, null)

  const onSubmit = useCallback((event: FormEvent<HTMLFormElement>) => {
    if (underWay.current) event.preventDefault()
    underWay.current = true
  }, [])

  return { action, onSubmit, pending, outcome }
}

/** The same action, and whether it is under way: a dialog is not left then, since what came of it would not be seen. */
export function useUnderWay<Input, Output>(act: Act<Input, Output>): readonly [boolean, Act<Input, Output>] {
  const [underWay, setUnderWay] = useState(false)
  return [
    underWay,
    async (input) => {
      setUnderWay(true)
      try {
        return await act(input)
      } finally {
        setUnderWay(false)
      }
    },
  ]
}

/** A change that is made by one press, without a form. A press while one is under way is dropped. */
export function usePress() {
  const underWay = useRef(false)
  const [pending, startTransition] = useTransition()

  const press = useCallback(
    <Output>(act: () => Promise<ActionState<Output>>, settle: (outcome: Outcome<Output>) => void) => {
      if (underWay.current) return
      underWay.current = true
      startTransition(async () => {
        const outcome = await attempt(act)
        underWay.current = false
        startTransition(() => settle(outcome))
      })
    },
    [],
  )

  return { press, pending }
}

/** What is wrong with one field, if anything: also when it is a part of it, as one of several scopes. */
export function wrongWith(outcome: Outcome<unknown> | null, field: string): string | undefined {
  if (!outcome || outcome.ok) return undefined
  const name = Object.keys(outcome.fields).find((known) => known === field || known.startsWith(`${field}.`))
  return name === undefined ? undefined : outcome.fields[name]
}

/** The sentence for the whole form: what is wrong and belongs beside none of its fields. */
export function wrongAltogether(outcome: Outcome<unknown> | null, fields: readonly string[]): string | undefined {
  if (!outcome || outcome.ok) return undefined
  return fields.some((field) => wrongWith(outcome, field)) ? undefined : outcome.message
}
