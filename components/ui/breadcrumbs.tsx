import { type ComponentProps, Fragment } from 'react'
import { uiWords } from '@/words/ui'
import { classNames } from './class-names'
import { Link } from './link'

/** Without an address it only names a group. The last one is this page. */
export type Breadcrumb = { label: string; href?: string | undefined }

export type BreadcrumbsProps = Omit<ComponentProps<'nav'>, 'children'> & { items: readonly Breadcrumb[] }

export function Breadcrumbs({ items, className, ...rest }: BreadcrumbsProps) {
  return (
    <nav {...rest} aria-label={uiWords.breadcrumbs.breadcrumb} className={classNames('min-w-0', className)}>
      <ol className="flex min-w-0 flex-wrap items-center gap-x-2 md:flex-nowrap">
        {items.map((item, index) => {
          const last = index === items.length - 1
          return (
            <Fragment key={`${item.href ?? ''} ${item.label}`}>
              {index > 0 && (
                <li aria-hidden className="text-ink-3">
                  /
                </li>
              )}
              <li className={classNames('min-w-0', last ? 'md:shrink' : 'md:shrink-0')}>
                {item.href && !last ? (
                  <Link
                    href={item.href}
                    className="inline-flex min-h-6 items-center whitespace-nowrap rounded-sm text-ink-2 hover:text-ink hover:underline"
                  >
                    {item.label}
                  </Link>
                ) : (
                  <span
                    aria-current={last ? 'page' : undefined}
                    className={classNames('block break-words md:truncate', last ? 'text-ink' : 'text-ink-2')}
                  >
                    {item.label}
                  </span>
                )}
              </li>
            </Fragment>
          )
        })}
      </ol>
    </nav>
  )
}
