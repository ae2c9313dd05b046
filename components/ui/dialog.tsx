'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import type { ComponentProps, ReactElement, ReactNode, RefObject } from 'react'
import { buttonStyle } from './button-style'
import { classNames } from './class-names'

export type CloseAttempt = 'escape' | 'outside'

export type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** What it does and to what. */
  title: ReactNode
  description?: ReactNode | undefined
  /** small: 520 px. medium: 580 px. large: 820 px, for lists with something to choose in each row. */
  size?: keyof typeof WIDTHS | undefined
  /** When false, neither Esc nor a press outside closes it; only its own buttons do. */
  dismissible?: boolean | undefined
  /** Somebody tried to leave a dialog that isn't dismissible. */
  onCloseAttempt?: ((by: CloseAttempt) => void) | undefined
  /** Opens it, and takes the focus back afterwards. */
  trigger?: ReactElement | undefined
  initialFocus?: RefObject<HTMLElement | null> | undefined
  /** Takes the focus afterwards, when what opened it is gone. */
  finalFocus?: RefObject<HTMLElement | null> | undefined
  /** DialogBody and DialogFooter, within a form where there is one. */
  children: ReactNode
  className?: string | undefined
}

/** Asks for one thing while the page waits. Under 720 px it is a sheet of full height. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  size = 'small',
  dismissible = true,
  onCloseAttempt,
  trigger,
  initialFocus,
  finalFocus,
  children,
  className,
}: DialogProps) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, change) => {
        const attempt = CLOSE_ATTEMPTS.get(change.reason)
        if (!next && !dismissible && attempt) {
          change.cancel()
          onCloseAttempt?.(attempt)
          return
        }
        onOpenChange(next)
      }}
    >
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop forceRender className={backdropStyle} />
        <Base.Viewport className={viewportStyle}>
          <Base.Popup
            initialFocus={initialFocus}
            finalFocus={finalFocus}
            className={classNames(popupStyle, WIDTHS[size], className)}
          >
            <div className="px-4 pt-5 md:px-6">
              <Base.Title className="break-words font-semibold text-base">{title}</Base.Title>
              {description && (
                <Base.Description className="mt-1 break-words text-ink-2">{description}</Base.Description>
              )}
            </div>
            {children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

const WIDTHS = { small: 'md:w-130', medium: 'md:w-145', large: 'md:w-205' } as const

const CLOSE_ATTEMPTS = new Map<string, CloseAttempt>([
  ['escape-key', 'escape'],
  ['outside-press', 'outside'],
  ['focus-out', 'outside'],
])

export const backdropStyle =
  'fixed inset-0 z-40 min-h-dvh bg-veil transition-opacity duration-[150ms] data-ending-style:opacity-0 data-starting-style:opacity-0'

export const viewportStyle = 'fixed inset-0 z-40 flex items-center justify-center overflow-hidden md:p-6'

export const popupStyle = classNames(
  'flex h-dvh w-full flex-col bg-raised text-ink outline-none',
  'transition-[opacity,scale,translate] duration-[150ms] ease-out data-ending-style:opacity-0 data-starting-style:opacity-0',
  'max-md:data-ending-style:translate-y-3 max-md:data-starting-style:translate-y-3',
  'md:h-auto md:max-h-[calc(100dvh-3rem)] md:max-w-full md:rounded-lg md:shadow-float',
  'md:data-ending-style:scale-[0.98] md:data-starting-style:scale-[0.98]',
  'forced-colors:border',
  // A form within must not stand between the popup and the parts that scroll and stick.
  '[&>form]:contents',
)

/** The part that scrolls. */
export function DialogBody({ className, ...rest }: ComponentProps<'div'>) {
  return (
    <div
      {...rest}
      className={classNames(
        'flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto overscroll-contain px-4 pt-4 pb-5 md:flex-initial md:px-6',
        className,
      )}
    />
  )
}

/** Its buttons, the primary one last and so to the right. */
export function DialogFooter({ className, ...rest }: ComponentProps<'div'>) {
  return (
    <div
      {...rest}
      className={classNames(
        'mt-auto flex shrink-0 flex-wrap items-center justify-end gap-2 border-line border-t bg-sunken px-4 py-3.5 md:rounded-b-lg md:px-6',
        'pb-[max(0.875rem,env(safe-area-inset-bottom))]',
        className,
      )}
    />
  )
}

/** A button that closes. */
export function DialogClose({ className, ...rest }: ComponentProps<'button'>) {
  return <Base.Close {...rest} className={classNames(buttonStyle(), className)} />
}
