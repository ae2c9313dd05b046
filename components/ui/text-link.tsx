import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { Link } from './link'

export type TextLinkProps = ComponentProps<typeof Link> & {
  /** plain: for names in tables, underlined on hover. underlined: inside a sentence, where color alone would hide it. */
  look?: 'plain' | 'underlined' | undefined
}

export function TextLink({ look = 'underlined', className, ...rest }: TextLinkProps) {
  return (
    <Link
      {...rest}
      className={classNames(
        'rounded-sm text-ink underline-offset-2',
        look === 'plain' ? 'font-medium hover:underline' : 'underline decoration-line-control hover:decoration-current',
        className,
      )}
    />
  )
}
