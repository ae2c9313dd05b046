'use client'

import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names'
import { FieldDescription } from './field'

export type SwitchProps = Omit<ComponentProps<'input'>, 'type' | 'size' | 'role'> & {
  label: ReactNode
  labelHidden?: boolean | undefined
  description?: ReactNode | undefined
  onCheckedChange?: ((checked: boolean) => void) | undefined
  /** The change is under way: it shows where it will be and takes no press. */
  pending?: boolean | undefined
}

/** Something that is on or off and takes effect at once. What takes effect on submit is a Checkbox. */
export function Switch({
  label,
  labelHidden,
  description,
  onCheckedChange,
  pending = false,
  onChange,
  className,
  ...rest
}: SwitchProps) {
  const id = useId()
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label className={classNames('flex w-fit items-center gap-2.5 coarse:min-h-11', rest.disabled && 'text-ink-3')}>
        <input
          aria-describedby={description ? `${id}-description` : undefined}
          {...rest}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: a check box says by itself whether it is checked.
          role="switch"
          aria-busy={pending || undefined}
          aria-disabled={pending || undefined}
          onClick={(event) => pending && event.preventDefault()}
          onChange={(event) => {
            onChange?.(event)
            onCheckedChange?.(event.currentTarget.checked)
          }}
          className={classNames(
            'relative h-5 w-9 shrink-0 appearance-none rounded-full border border-line-control bg-line-control transition-colors duration-[120ms]',
            'before:absolute before:top-0.5 before:left-0.5 before:size-3.5 before:rounded-full before:bg-surface before:transition-transform before:duration-[120ms]',
            'checked:border-accent checked:bg-accent checked:before:translate-x-4 checked:before:bg-accent-ink',
            'disabled:cursor-not-allowed disabled:opacity-50 aria-busy:cursor-progress aria-busy:opacity-60',
            'forced-colors:before:bg-[CanvasText] forced-colors:checked:bg-[Highlight]',
          )}
        />
        <span className={labelHidden ? 'sr-only' : 'min-w-0 font-medium'}>{label}</span>
      </label>
      {description && (
        <FieldDescription id={`${id}-description`} className="pl-11.5">
          {description}
        </FieldDescription>
      )}
    </div>
  )
}
