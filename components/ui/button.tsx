'use client'

import type { ComponentProps, MouseEvent } from 'react'
import { useFormStatus } from 'react-dom'
import { type ButtonSize, type ButtonVariant, buttonStyle } from './button-style'
import { classNames } from './class-names'
import { Spinner } from './spinner'

export type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
  /** Work that this button started is under way. A submit button knows it of its own form. */
  pending?: boolean | undefined
}

/**
 * While pending it keeps its place, its label and the focus, and swallows presses: a disabled button would throw the
 * focus back to the page. Pressing Enter in a field presses the form's submit button, so that is swallowed too.
 */
export function Button({
  variant = 'secondary',
  size = 'medium',
  type = 'button',
  pending,
  className,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const form = useFormStatus()
  const busy = pending ?? (type === 'submit' && form.pending)

  function press(event: MouseEvent<HTMLButtonElement>) {
    if (busy || rest['aria-disabled'] === true || rest['aria-disabled'] === 'true') {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    onClick?.(event)
  }

  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled']}
      onClick={press}
      className={classNames(buttonStyle({ variant, size }), busy && 'cursor-progress', className)}
    >
      {busy ? (
        <>
          <span className="inline-flex items-center gap-2 opacity-0">{children}</span>
          <span className="absolute inset-0 flex items-center justify-center">
            <Spinner />
          </span>
        </>
      ) : (
        children
      )}
    </button>
  )
}
