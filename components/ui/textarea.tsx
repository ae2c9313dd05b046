'use client'

import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { useFieldControl } from './field'
import { inputStyle } from './input-style'

export type TextareaProps = ComponentProps<'textarea'> & { mono?: boolean | undefined }

export function Textarea({ mono, className, rows = 3, ...rest }: TextareaProps) {
  const field = useFieldControl(rest)
  return (
    <textarea
      {...(mono && { spellCheck: false, autoCapitalize: 'none', autoCorrect: 'off' })}
      rows={rows}
      {...rest}
      {...field}
      className={classNames(
        inputStyle,
        'field-sizing-content max-h-80 min-h-18 resize-y px-2.5 py-1.5 read-only:bg-sunken',
        mono && 'font-mono text-xs leading-5',
        className,
      )}
    />
  )
}
