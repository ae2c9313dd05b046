'use client'

import type { FormEvent, ReactNode } from 'react'
import { type Outcome, useSubmission, wrongAltogether } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import type { ActionState } from '@/lib/contract/action-state'
import type { FailureCode } from '@/lib/core/failures'
import { commonWords } from '@/words/common'

export type DialogQuestion<Output> = {
  /** Names of the fields: what is wrong with one stands beside it, anything else above all. */
  fields: readonly string[]
  /** A refusal that the dialog tells of in its own way. */
  toldByItself?: FailureCode | undefined
  /** What to do when no answer came, where it is worth more than a general sentence. */
  noAnswer?: string | undefined
  /** On the button. */
  submit: ReactNode
  danger?: boolean | undefined
  /** Nothing can be submitted yet. */
  waiting?: boolean | undefined
  children: (outcome: Outcome<Output> | null) => ReactNode
}

export type DialogFormProps<Output> = DialogQuestion<Output> & {
  run: (fields: FormData) => Promise<ActionState<Output>>
  onDone: (value: Output) => void
  onTyped?: (() => void) | undefined
}

/** What a dialog asks, and what follows from the answer. Apart from its dialog, so that each opening begins anew. */
export function DialogForm<Output>({ run, onDone, ...question }: DialogFormProps<Output>) {
  return <DialogAsking {...question} submission={useSubmission(run, onDone)} />
}

export type DialogAskingProps<Output> = DialogQuestion<Output> & {
  submission: ReturnType<typeof useSubmission<Output>>
  onTyped?: (() => void) | undefined
}

/** The question and its two buttons. What was done is not submitted once more while the dialog fades or the next page comes. */
export function DialogAsking<Output>({
  submission: { outcome, action, onSubmit, pending },
  onTyped,
  fields,
  toldByItself,
  noAnswer,
  submit,
  danger = false,
  waiting = false,
  children,
}: DialogAskingProps<Output>) {
  const isTold = outcome?.ok === false && outcome.code === toldByItself
  const isUnanswered = outcome?.ok === false && outcome.code === 'no_answer'
  const wrong = isTold ? undefined : (isUnanswered && noAnswer) || wrongAltogether(outcome, fields)
  function noticeTyping({ target }: FormEvent<HTMLFormElement>) {
    // An agreement alone is nothing that could be lost: whoever thinks better of it leaves with Esc.
    if (!(target instanceof HTMLInputElement && target.name === 'agreed')) onTyped?.()
  }
  return (
    <Form action={action} onSubmit={onSubmit} onInput={noticeTyping} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        {children(outcome)}
      </DialogBody>
      <DialogFooter>
        <DialogClose>{commonWords.cancel}</DialogClose>
        <Button
          type="submit"
          variant={danger ? 'danger' : 'primary'}
          disabled={waiting}
          pending={pending || outcome?.ok === true}
        >
          {submit}
        </Button>
      </DialogFooter>
    </Form>
  )
}
