'use client'

import { Check, Minus } from 'lucide-react'
import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from 'react'
import { classNames } from './class-names'
import { FieldDescription, FieldError } from './field'

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'size'> & {
  label: ReactNode
  /** The label is heard only, as in a table's first column. */
  labelHidden?: boolean | undefined
  description?: ReactNode | undefined
  error?: string | undefined
  /** Some of what it stands for is chosen. */
  indeterminate?: boolean | undefined
}

export function Checkbox({
  label,
  labelHidden,
  description,
  error,
  indeterminate = false,
  className,
  ref,
  ...rest
}: CheckboxProps) {
  const id = useId()
  const box = useRef<HTMLInputElement>(null)

  // The third state exists as a property only, never as an attribute.
  useEffect(() => {
    if (box.current) box.current.indeterminate = indeterminate
  }, [indeterminate])

  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label
        className={classNames(
          'flex w-fit items-start gap-2.5 coarse:py-3',
          labelHidden && '-m-1 p-1 coarse:-m-3.5 coarse:p-3.5',
          rest.disabled && 'text-ink-3',
        )}
      >
        <span className="relative mt-0.5 flex size-4 shrink-0">
          <input
            aria-describedby={
              [error && `${id}-error`, description && `${id}-description`].filter(Boolean).join(' ') || undefined
            }
            aria-invalid={error ? true : undefined}
            {...rest}
            ref={(element) => {
              box.current = element
              if (typeof ref === 'function') return ref(element)
              if (ref) ref.current = element
            }}
            type="checkbox"
            className={classNames(
              'peer size-4 appearance-none rounded-sm border border-line-control bg-surface transition-colors duration-[120ms]',
              'checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent',
              'disabled:border-line-strong disabled:bg-sunken aria-invalid:border-bad',
            )}
          />
          <Check
            aria-hidden
            className="pointer-events-none absolute inset-0.5 size-3 stroke-[3] text-accent-ink opacity-0 peer-checked:opacity-100 peer-indeterminate:opacity-0 forced-colors:text-[CanvasText]"
          />
          <Minus
            aria-hidden
            className="pointer-events-none absolute inset-0.5 size-3 stroke-[3] text-accent-ink opacity-0 peer-indeterminate:opacity-100 forced-colors:text-[CanvasText]"
          />
        </span>
        <span className={classNames('min-w-0', labelHidden && 'sr-only')}>{label}</span>
      </label>
      {error && (
        <FieldError id={`${id}-error`} className="pl-6.5">
          {error}
        </FieldError>
      )}
      {description && (
        <FieldDescription id={`${id}-description`} className="pl-6.5">
          {description}
        </FieldDescription>
      )}
    </div>
  )
}
