import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { type Tone, ToneIcon, toneInk, toneSurface } from './tone'

export type StatusBadgeProps = ComponentProps<'span'> & {
  tone: Tone
  /** Instead of the tone's own icon. */
  icon?: LucideIcon | undefined
}

/** A state: color, icon and word together. */
export function StatusBadge({ tone, icon: Icon, className, children, ...rest }: StatusBadgeProps) {
  return (
    <span
      {...rest}
      className={classNames(
        'inline-flex h-5 align-middle max-w-full items-center gap-1 rounded-full pr-2 pl-1.5 font-medium text-xs forced-colors:border',
        toneSurface[tone],
        toneInk[tone],
        tone === 'neutral' && 'bg-hover',
        className,
      )}
    >
      {Icon ? <Icon aria-hidden className="size-3.5 shrink-0" /> : <ToneIcon tone={tone} className="size-3.5" />}
      <span className="truncate">{children}</span>
    </span>
  )
}
