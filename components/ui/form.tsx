'use client'

import { type ComponentProps, type FormEvent, useEffect, useRef } from 'react'

export type FormProps = ComponentProps<'form'> & {
  /** What the last submission came back with. When it changes, the first field that is wrong takes the focus. */
  outcome?: unknown | undefined
}

/**
 * A form that works as plain HTML and gets better with scripts. React empties a form when its action has run, also when
 * the action refused it; here what was typed stays. The browser's own bubbles are off: sentences stand beside the fields.
 */
export function Form({ outcome, onReset, onSubmit, ...rest }: FormProps) {
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    if (outcome === undefined || outcome === null) return
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [outcome])

  function keepWhatWasTyped(event: FormEvent<HTMLFormElement>) {
    onReset?.(event)
    event.preventDefault()
  }

  return <form noValidate {...rest} ref={form} onReset={keepWhatWasTyped} onSubmit={onSubmit} />
}
