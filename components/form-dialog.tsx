'use client'

import { type ReactNode, type RefObject, useState } from 'react'
import { type Outcome, useSubmission, useUnderWay, wrongAltogether } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import type { ActionState } from '@/lib/contract/action-state'
import type { FailureCode } from '@/lib/core/failures'
import { commonWords } from '@/words/common'

export type FormDialogProps<Output> = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  initialFocus?: RefObject<HTMLElement | null> | undefined
  finalFocus?: RefObject<HTMLElement | null> | undefined
  /** Names of the fields: what is wrong with one stands beside it, anything else above all. */
  fields: readonly string[]
  /** A refusal that the dialog tells of in its own way. */
  toldByItself?: FailureCode
  run: (fields: FormData) => Promise<ActionState<Output>>
  onDone: (value: Output) => void
  submit: (outcome: Outcome<Output> | null) => ReactNode
  danger?: boolean
  /** Nothing can be submitted yet. */
  waiting?: boolean
  children: (outcome: Outcome<Output> | null) => ReactNode
}

/** A dialog that asks for one thing. Once something was typed, neither Esc nor a press outside throws it away. */
export function FormDialog<Output>({
  open,
  onOpenChange,
  title,
  description,
  initialFocus,
  finalFocus,
  run,
  onDone,
  ...form
}: FormDialogProps<Output>) {
  const [typed, setTyped] = useState(false)
  const [busy, runWatched] = useUnderWay(run)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setTyped(false)
        onOpenChange(next)
      }}
      dismissible={!typed && !busy}
      title={title}
      description={description}
      initialFocus={initialFocus}
      finalFocus={finalFocus}
    >
      <Asking
        {...form}
        run={runWatched}
        onDone={(value) => {
          setTyped(false)
          onDone(value)
        }}
        onTyped={() => setTyped(true)}
      />
    </Dialog>
  )
}

/** Apart from its dialog, so that each opening begins anew. */
function Asking<Output>({
  fields,
  toldByItself,
  run,
  onDone,
  submit,
  danger = false,
  waiting = false,
  children,
  onTyped,
}: Pick<
  FormDialogProps<Output>,
  'fields' | 'toldByItself' | 'run' | 'onDone' | 'submit' | 'danger' | 'waiting' | 'children'
> & {
  onTyped: () => void
}) {
  const { outcome, ...form } = useSubmission(run, onDone)
  const isTold = outcome?.ok === false && outcome.code === toldByItself
  const wrong = isTold ? undefined : wrongAltogether(outcome, fields)
  return (
    <Form action={form.action} onSubmit={form.onSubmit} onInput={onTyped} outcome={outcome}>
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
        <Button type="submit" variant={danger ? 'danger' : 'primary'} disabled={waiting} pending={form.pending}>
          {submit(outcome)}
        </Button>
      </DialogFooter>
    </Form>
  )
}
