'use client'

import { type ReactElement, type ReactNode, type RefObject, useState } from 'react'
import { useUnderWay } from '@/components/submission'
import { Dialog, type DialogProps } from '@/components/ui/dialog'
import { DialogForm, type DialogFormProps } from './dialog-form'
import { useTurn } from './use-turn'

interface Heading {
  readonly title: string
  readonly description?: ReactNode
}

export type IssuingDialogProps<Issued> = Omit<DialogFormProps<Issued>, 'onDone' | 'onTyped'> & {
  open: boolean
  /** When it closes, with what was issued, if something was. */
  onOpenChange: (open: boolean, issued: Issued | null) => void
  asking: Heading
  issued: (issued: Issued) => Heading
  /** Shows it, once. */
  show: (issued: Issued, close: () => void) => ReactNode
  /** The same without what may be seen once only: that much is kept while the dialog fades. */
  emptied: (issued: Issued) => Issued
  size?: DialogProps['size']
  trigger?: ReactElement | undefined
  initialFocus?: RefObject<HTMLElement | null> | undefined
  finalFocus?: RefObject<HTMLElement | null> | undefined
}

/**
 * A dialog that asks for something, and then is the one place where it is ever shown: it lives in this component's memory and nowhere else.
 * Neither Esc nor a press outside throws away what was typed, what is being made, or what is shown.
 */
export function IssuingDialog<Issued>({
  open,
  onOpenChange,
  asking,
  issued: headingOf,
  show,
  emptied,
  size,
  trigger,
  initialFocus,
  finalFocus,
  run,
  ...form
}: IssuingDialogProps<Issued>) {
  const turn = useTurn(open)
  const [made, setMade] = useState<{ readonly turn: number; readonly issued: Issued } | null>(null)
  const [typed, setTyped] = useState(false)
  const [busy, runWatched] = useUnderWay(run)
  const issued = made?.turn === turn ? made.issued : null
  const heading = issued === null ? asking : headingOf(issued)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setTyped(false)
        onOpenChange(next, issued)
      }}
      dismissible={issued === null && !typed && !busy}
      title={heading.title}
      description={heading.description}
      size={size}
      trigger={trigger}
      initialFocus={initialFocus}
      finalFocus={finalFocus}
    >
      {issued === null ? (
        <DialogForm
          key={turn}
          {...form}
          run={runWatched}
          onDone={(value) => {
            setTyped(false)
            setMade({ turn, issued: value })
          }}
          onTyped={() => setTyped(true)}
        />
      ) : (
        show(issued, () => {
          setMade({ turn, issued: emptied(issued) })
          onOpenChange(false, issued)
        })
      )}
    </Dialog>
  )
}
