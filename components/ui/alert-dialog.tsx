'use client'

import { AlertDialog as Base } from '@base-ui/react/alert-dialog'
import type { ComponentProps, ReactElement, ReactNode, RefObject } from 'react'
import { buttonStyle } from './button-style'
import { classNames } from './class-names'
import { backdropStyle, popupStyle, viewportStyle } from './dialog'

export type AlertDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The question. */
  title: ReactNode
  /** What follows from each answer. */
  description: ReactNode
  trigger?: ReactElement | undefined
  /** The answer that changes nothing is the one to give the focus to. */
  initialFocus?: RefObject<HTMLElement | null> | undefined
  /** Where the focus goes afterwards, where that is not what had it before. */
  finalFocus?: RefObject<HTMLElement | null> | undefined
  /** DialogBody, if there is more to say, and DialogFooter with AlertDialogClose and the act. */
  children: ReactNode
  className?: string | undefined
}

/** A question that has to be answered: a press outside doesn't. Small enough to stay a card on a phone. */
export function AlertDialog({
  open,
  onOpenChange,
  title,
  description,
  trigger,
  initialFocus,
  finalFocus,
  children,
  className,
}: AlertDialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop forceRender className={backdropStyle} />
        <Base.Viewport className={classNames(viewportStyle, 'p-4')}>
          <Base.Popup
            initialFocus={initialFocus}
            finalFocus={finalFocus}
            className={classNames(
              popupStyle,
              'h-auto max-h-full w-full max-w-105 overflow-hidden md:max-w-105 rounded-lg shadow-float',
              className,
            )}
          >
            <div className="px-4 pt-5 pb-5 md:px-6">
              <Base.Title className="break-words font-semibold text-base">{title}</Base.Title>
              <Base.Description className="mt-1 break-words text-ink-2">{description}</Base.Description>
            </div>
            {children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

export function AlertDialogClose({ className, ...rest }: ComponentProps<'button'>) {
  return <Base.Close {...rest} className={classNames(buttonStyle(), className)} />
}
