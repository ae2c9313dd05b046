'use client'

import { CircleAlert } from 'lucide-react'
import { type ComponentProps, createContext, type ReactNode, useContext, useId } from 'react'
import { uiWords } from '@/words/ui'
import { classNames } from './class-names'

export type FieldProps = Omit<ComponentProps<'div'>, 'title'> & {
  label: string
  /** What the value is for, or what it must look like. */
  description?: ReactNode | undefined
  /** What is wrong with the value, as a sentence. */
  error?: string | undefined
  /** Said beside the label, since most fields here are required. */
  optional?: boolean | undefined
  /** The label is heard, and the place shows what the field is. */
  labelHidden?: boolean | undefined
}

type FieldWiring = { controlId: string; describedBy: string | undefined; invalid: boolean }

const FieldContext = createContext<FieldWiring | null>(null)

/**
 * A control with its label, its description and what is wrong with it. The ids are in the server's HTML already, so a
 * field is whole before scripts arrive and without them; that is why this is not Base UI's Field, which wires in effects.
 */
export function Field({ label, description, error, optional, labelHidden, className, children, ...rest }: FieldProps) {
  const controlId = useId()
  const descriptionId = `${controlId}-description`
  const errorId = `${controlId}-error`
  const describedBy = [error && errorId, description && descriptionId].filter(Boolean).join(' ') || undefined

  return (
    <FieldContext.Provider value={{ controlId, describedBy, invalid: Boolean(error) }}>
      <div {...rest} className={classNames('flex min-w-0 flex-col gap-1.5', className)}>
        <label htmlFor={controlId} className={classNames('w-fit font-medium', labelHidden && 'sr-only')}>
          {label}
          {optional && <span className="font-normal text-ink-3"> {uiWords.field.optional}</span>}
        </label>
        {children}
        {error && <FieldError id={errorId}>{error}</FieldError>}
        {description && <FieldDescription id={descriptionId}>{description}</FieldDescription>}
      </div>
    </FieldContext.Provider>
  )
}

/** What a control inside a Field takes over from it. Outside of one, a control brings its own label. */
export function useFieldControl(own: { id?: string | undefined; 'aria-describedby'?: string | undefined }) {
  const field = useContext(FieldContext)
  return {
    id: own.id ?? field?.controlId,
    'aria-describedby': [own['aria-describedby'], field?.describedBy].filter(Boolean).join(' ') || undefined,
    'aria-invalid': field?.invalid || undefined,
  }
}

export function FieldError({ className, children, ...rest }: ComponentProps<'p'>) {
  return (
    <p {...rest} className={classNames('flex items-start gap-1.5 text-bad text-xs', className)}>
      <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  )
}

export function FieldDescription({ className, ...rest }: ComponentProps<'p'>) {
  return <p {...rest} className={classNames('break-words text-ink-2 text-xs', className)} />
}
