import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'

export type EmptyStateProps = Omit<ComponentProps<'div'>, 'title'> & {
  icon?: LucideIcon | undefined
  title: string
  /** One sentence: what this is. */
  description?: ReactNode | undefined
  /** One action. */
  action?: ReactNode | undefined
  /** One line of code that works. */
  code?: ReactNode | undefined
}

export function EmptyState({ icon: Icon, title, description, action, code, className, ...rest }: EmptyStateProps) {
  return (
    <div
      {...rest}
      className={classNames(
        'flex flex-col items-center gap-4 rounded-lg border border-line-strong border-dashed px-6 py-12 text-center',
        className,
      )}
    >
      {Icon && (
        <span className="flex size-10 items-center justify-center rounded-lg bg-hover text-ink-2">
          <Icon aria-hidden className="size-5 stroke-[1.5]" />
        </span>
      )}
      <div className="max-w-100">
        <h2 className="font-semibold text-sm">{title}</h2>
        {description && <p className="mt-1 text-ink-2">{description}</p>}
      </div>
      {action}
      {code && <div className="w-full max-w-130 text-left">{code}</div>}
    </div>
  )
}
