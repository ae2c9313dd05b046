'use client'

import { type ReactElement, type ReactNode, type RefObject, useState } from 'react'
import { useUnderWay } from '@/components/submission'
import { Dialog, type DialogProps } from '@/components/ui/dialog'
import { DialogForm, type DialogFormProps } from './dialog-form'
import { useTurn } from './use-turn'

export type FormDialogProps<Output> = Omit<DialogFormProps<Output>, 'onTyped'> & {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  size?: DialogProps['size']
  trigger?: ReactElement | undefined
  initialFocus?: RefObject<HTMLElement | null> | undefined
  finalFocus?: RefObject<HTMLElement | null> | undefined
}

/** A dialog that asks for one thing. Once something was typed, neither Esc nor a press outside throws it away. */
export function FormDialog<Output>({
  open,
  onOpenChange,
  title,
  description,
  size,
  trigger,
  initialFocus,
  finalFocus,
  run,
  onDone,
  ...form
}: FormDialogProps<Output>) {
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
      <DialogForm
        key={turn}
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
