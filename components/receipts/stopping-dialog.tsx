'use client'

import { type ReactElement, type ReactNode, type RefObject, useState } from 'react'
import { DialogAsking, type DialogQuestion } from '@/components/dialog-form'
import { useUnderWay } from '@/components/submission'
import { Dialog, type DialogProps } from '@/components/ui/dialog'
import { useTurn } from '@/components/use-turn'
import type { ActionState } from '@/lib/contract/action-state'
import { StoppedView, type StoppedViewProps } from './stopped-view'
import { useStop } from './use-stop'

type Stopping = { readonly seq: number; readonly restricts?: boolean }

type StoppingFormProps<Output extends Stopping> = DialogQuestion<Output> & {
  run: (fields: FormData) => Promise<ActionState<Output>>
  /** Called as soon as it is done, while the dialog goes on to show the receipt. */
  onStopped: (value: Output) => void
  receipt: Pick<StoppedViewProps, 'done' | 'waiting' | 'note' | 'action'>
}

export type StoppingDialogProps<Output extends Stopping> = StoppingFormProps<Output> & {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  size?: DialogProps['size']
  trigger?: ReactElement | undefined
  initialFocus?: RefObject<HTMLElement | null> | undefined
  finalFocus?: RefObject<HTMLElement | null> | undefined
}

/**
 * A dialog that asks before keys are stopped or kept to stricter rules, and then shows each gateway confirm it. What turned out to restrict
 * nobody has no receipt: then whoever asked closes it.
 */
export function StoppingDialog<Output extends Stopping>({
  open,
  onOpenChange,
  title,
  description,
  size,
  trigger,
  initialFocus,
  finalFocus,
  run,
  onStopped,
  ...form
}: StoppingDialogProps<Output>) {
  const [typed, setTyped] = useState(false)
  const [busy, runWatched] = useUnderWay(run)
  const turn = useTurn(open)
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
      size={size}
      trigger={trigger}
      initialFocus={initialFocus}
      finalFocus={finalFocus}
    >
      <StoppingForm
        key={turn}
        {...form}
        run={runWatched}
        onStopped={(value) => {
          setTyped(false)
          onStopped(value)
        }}
        onTyped={() => setTyped(true)}
      />
    </Dialog>
  )
}

/** Apart from its dialog, so that each opening begins anew. */
function StoppingForm<Output extends Stopping>({
  run,
  onStopped,
  receipt,
  ...question
}: StoppingFormProps<Output> & { onTyped: () => void }) {
  const { stopped, receipt: heard, ...submission } = useStop(run, onStopped)
  if (stopped && stopped.value.restricts !== false)
    return <StoppedView stopped={stopped} receipt={heard} {...receipt} />
  return <DialogAsking {...question} submission={submission} />
}
