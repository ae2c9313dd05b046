import type { ComponentProps } from 'react'
import { classNames } from './class-names'

/** A short word that is a value, not a state: a scope, a kind, "never used". */
export function Badge({ className, ...rest }: ComponentProps<'span'>) {
  return (
    <span
      {...rest}
      className={classNames(
        'inline-flex h-5 align-middle max-w-full items-center truncate rounded-full bg-hover px-2 font-medium text-ink-2 text-xs forced-colors:border',
        className,
      )}
    />
  )
}
