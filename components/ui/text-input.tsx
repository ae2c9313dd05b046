'use client'

import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'
import { useFieldControl } from './field'
import { inputStyle } from './input-style'

export type TextInputProps = Omit<ComponentProps<'input'>, 'size'> & {
  /** For keys, ids, addresses and the like: every character told apart. */
  mono?: boolean | undefined
  /** 28 px instead of 32, for filter bars. */
  size?: 'small' | 'medium' | undefined
  /** A control at the end of the field, such as a button that opens a calendar. */
  end?: ReactNode | undefined
}

export function TextInput({ mono, size = 'medium', end, className, ...rest }: TextInputProps) {
  const field = useFieldControl(rest)
  const input = (
    <input
      type="text"
      {...(mono && { spellCheck: false, autoCapitalize: 'none', autoCorrect: 'off' })}
      {...rest}
      {...field}
      className={classNames(
        inputStyle,
        'px-2.5 read-only:bg-sunken',
        size === 'small' ? 'h-control-small' : 'h-control',
        mono && 'font-mono text-xs',
        end && 'pr-10',
        className,
      )}
    />
  )
  if (!end) return input
  return (
    <span className="relative block">
      {input}
      <span className="absolute inset-y-0 right-0.5 flex items-center">{end}</span>
    </span>
  )
}
