import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'

export type FactsProps = ComponentProps<'dl'>

/** What is known of one thing: a name and a value a line, side by side where there is room. */
export function Facts({ className, ...rest }: FactsProps) {
  return (
    <dl
      {...rest}
      className={classNames('divide-y divide-line rounded-lg border border-line bg-surface px-4', className)}
    />
  )
}

export type FactProps = { label: string; detail?: ReactNode; children: ReactNode; className?: string }

export function Fact({ label, detail, children, className }: FactProps) {
  return (
    <div className={classNames('grid gap-x-4 gap-y-0.5 py-2.5 sm:grid-cols-[8.5rem_minmax(0,1fr)]', className)}>
      <dt className="text-ink-2 max-sm:text-xs">{label}</dt>
      <dd className="min-w-0 break-words">
        {children}
        {detail !== undefined && <div className="text-ink-2 text-xs">{detail}</div>}
      </dd>
    </div>
  )
}
