import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'

export type PageHeaderProps = Omit<ComponentProps<'header'>, 'title'> & {
  title: ReactNode
  description?: ReactNode | undefined
  /** Beside the title: a state. */
  status?: ReactNode | undefined
  /** Upper right, the primary one last. */
  actions?: ReactNode | undefined
}

export function PageHeader({ title, description, status, actions, className, ...rest }: PageHeaderProps) {
  return (
    <header {...rest} className={classNames('flex flex-wrap items-center justify-between gap-x-6 gap-y-4', className)}>
      <div className="min-w-0 max-w-full">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 break-words font-semibold text-xl tracking-[-0.01em]">{title}</h1>
          {status}
        </div>
        {description && <p className="mt-1 max-w-prose text-ink-2">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
