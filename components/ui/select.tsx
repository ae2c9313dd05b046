'use client'

import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { useFieldControl } from './field'
import { inputStyle } from './input-style'

export type SelectOption = { value: string; label: string; disabled?: boolean | undefined }

export type SelectProps = Omit<ComponentProps<'select'>, 'size' | 'multiple'> & {
  options: readonly SelectOption[]
  /** Shown while nothing is chosen; it can't be chosen again. */
  placeholder?: string | undefined
  size?: 'small' | 'medium' | undefined
}

/**
 * The browser's own select: its list is native on a phone, it works before scripts do, and where the browser lets its
 * list be styled (`.select` in globals.css) it is.
 */
export function Select({ options, placeholder, size = 'medium', className, ...rest }: SelectProps) {
  const field = useFieldControl(rest)
  // Without a value of its own, a placeholder is what is selected at first.
  const start = placeholder && rest.value === undefined ? { defaultValue: rest.defaultValue ?? '' } : {}
  return (
    <span className={classNames('relative block min-w-0', className)}>
      <select
        {...rest}
        {...start}
        {...field}
        className={classNames(
          inputStyle,
          'select appearance-none truncate pr-8 pl-2.5',
          size === 'small' ? 'h-control-small' : 'h-control',
        )}
      >
        {placeholder && (
          <option value="" disabled hidden>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-2"
      />
    </span>
  )
}
