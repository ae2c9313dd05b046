'use client'

import { Check } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names'
import { FieldDescription, FieldError } from './field'

export type Choice = {
  value: string
  label: string
  /** A second line, shown in cards. */
  detail?: string | undefined
  disabled?: boolean | undefined
}

type GroupProps = Omit<ComponentProps<'fieldset'>, 'onChange' | 'defaultValue'> & {
  /** Names the group. */
  label: string
  name: string
  choices: readonly Choice[]
  description?: ReactNode | undefined
  error?: string | undefined
  look?: 'pills' | 'cards' | undefined
}

export type ChoiceGroupProps = GroupProps & {
  value?: string | undefined
  defaultValue?: string | undefined
  onValueChange?: ((value: string) => void) | undefined
}

/** One of a few, all of them in sight. Native radios, so arrows, forms and a page without scripts work. */
export function ChoiceGroup({ value, defaultValue, onValueChange, ...group }: ChoiceGroupProps) {
  return (
    <Group
      {...group}
      type="radio"
      isChosen={(choice) => (value === undefined ? undefined : choice === value)}
      isChosenAtFirst={(choice) => choice === defaultValue}
      onChoose={(choice) => onValueChange?.(choice)}
    />
  )
}

export type MultipleChoiceGroupProps = GroupProps & {
  value?: readonly string[] | undefined
  defaultValue?: readonly string[] | undefined
  onValueChange?: ((value: string[]) => void) | undefined
}

/** Any of a few. Posts its name once for each choice that is ticked. */
export function MultipleChoiceGroup({ value, defaultValue = [], onValueChange, ...group }: MultipleChoiceGroupProps) {
  return (
    <Group
      {...group}
      type="checkbox"
      isChosen={(choice) => value?.includes(choice)}
      isChosenAtFirst={(choice) => defaultValue.includes(choice)}
      onChoose={(_, all) => onValueChange?.(all)}
    />
  )
}

type Machinery = GroupProps & {
  type: 'radio' | 'checkbox'
  isChosen: (choice: string) => boolean | undefined
  isChosenAtFirst: (choice: string) => boolean
  onChoose: (choice: string, all: string[]) => void
}

function Group({
  label,
  name,
  choices,
  description,
  error,
  look = 'pills',
  type,
  isChosen,
  isChosenAtFirst,
  onChoose,
  className,
  ...rest
}: Machinery) {
  const id = useId()
  const describedBy =
    [error && `${id}-error`, description && `${id}-description`].filter(Boolean).join(' ') || undefined

  return (
    <fieldset
      {...rest}
      aria-describedby={describedBy}
      className={classNames('flex min-w-0 flex-col gap-1.5', className)}
    >
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className={look === 'cards' ? 'grid gap-2 sm:grid-cols-2' : 'flex flex-wrap gap-1.5'}>
        {choices.map((choice) => {
          const chosen = isChosen(choice.value)
          return (
            <label
              key={choice.value}
              className={classNames(
                'relative flex items-center gap-1.5 rounded-md border border-line-strong bg-surface transition-colors duration-[120ms]',
                'hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:ring-1 has-checked:ring-accent',
                'has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-3',
                'has-disabled:cursor-not-allowed has-disabled:bg-sunken has-disabled:text-ink-3 forced-colors:has-disabled:text-[GrayText]',
                'forced-colors:has-checked:bg-[Highlight] forced-colors:has-checked:text-[HighlightText] forced-colors:has-checked:[forced-color-adjust:none]',
                look === 'cards'
                  ? 'min-h-control items-start px-3 py-2.5'
                  : 'min-h-[1.875rem] px-2.75 py-1 coarse:min-h-11',
              )}
            >
              <input
                type={type}
                name={name}
                value={choice.value}
                disabled={choice.disabled}
                aria-invalid={error ? true : undefined}
                {...(chosen === undefined ? { defaultChecked: isChosenAtFirst(choice.value) } : { checked: chosen })}
                onChange={(event) => {
                  const group = event.currentTarget
                    .closest('fieldset')
                    ?.querySelectorAll<HTMLInputElement>('input:checked')
                  onChoose(
                    choice.value,
                    Array.from(group ?? [], (input) => input.value),
                  )
                }}
                className="peer absolute inset-0 size-full appearance-none rounded-md opacity-0"
              />
              {type === 'checkbox' && (
                <Check aria-hidden className="hidden size-3.5 shrink-0 stroke-[2.25] peer-checked:block" />
              )}
              <span className="min-w-0">
                <span className={classNames('block', look === 'cards' && 'font-medium')}>{choice.label}</span>
                {choice.detail && (
                  <span className="block text-ink-2 text-xs forced-colors:text-current">{choice.detail}</span>
                )}
              </span>
            </label>
          )
        })}
      </div>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {description && <FieldDescription id={`${id}-description`}>{description}</FieldDescription>}
    </fieldset>
  )
}
