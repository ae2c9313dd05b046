import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'
import { type Tone, ToneIcon, toneInk, toneSurface } from './tone'

export type CalloutProps = Omit<ComponentProps<'div'>, 'title'> & {
  tone: Tone
  /** One sentence that stands out; the children say the rest. */
  title?: ReactNode | undefined
  icon?: LucideIcon | undefined
  /** Said at once when it appears: for what went wrong with a form as a whole. */
  urgent?: boolean | undefined
}

/** Something to know before going on. */
export function Callout({ tone, title, icon: Icon, urgent, className, children, ...rest }: CalloutProps) {
  return (
    <div
      {...rest}
      role={urgent ? 'alert' : rest.role}
      className={classNames(
        'flex items-start gap-2.5 rounded-md px-3 py-2 text-ink forced-colors:border',
        toneSurface[tone],
        title && children && 'gap-3 px-4 py-3',
        className,
      )}
    >
      {Icon ? (
        <Icon aria-hidden className={classNames('mt-0.5 size-4 shrink-0 stroke-[1.75]', toneInk[tone])} />
      ) : (
        <ToneIcon tone={tone} className={classNames('mt-0.5', toneInk[tone])} />
      )}
      <div className="min-w-0 flex-1 break-words">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={title ? 'text-ink-2' : undefined}>{children}</div>}
      </div>
    </div>
  )
}
