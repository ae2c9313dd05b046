import type { ComponentProps } from 'react'
import { classNames } from './class-names'

export type AvatarInitialProps = ComponentProps<'span'> & {
  name: string
  /** round: a person. square: an organization. */
  shape?: 'round' | 'square' | undefined
}

/** The first letter of a name. Decoration: the name stands beside it. */
export function AvatarInitial({ name, shape = 'round', className, ...rest }: AvatarInitialProps) {
  return (
    <span
      aria-hidden
      {...rest}
      className={classNames(
        'inline-flex size-6 shrink-0 select-none items-center justify-center font-semibold text-2xs uppercase forced-colors:border',
        shape === 'round' ? 'rounded-full bg-accent-soft text-accent' : 'size-5 rounded-sm bg-accent text-accent-ink',
        className,
      )}
    >
      {Array.from(name.trim())[0] ?? '?'}
    </span>
  )
}
