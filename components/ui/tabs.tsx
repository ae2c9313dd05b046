import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { Link } from './link'
import { instead } from './link-navigation'

export type TabLink = { label: string; href: string; count?: number | string | undefined; current?: boolean }

export type TabsProps = Omit<ComponentProps<'nav'>, 'children'> & {
  /** Names the set, for who hears it: "Keys by state". */
  label: string
  tabs: readonly TabLink[]
  /** Goes there itself, so that it knows when the view has come. */
  onNavigate?: ((href: string) => void) | undefined
}

/** Views of one list, each with its own address, so that a colleague can be sent one. Links, not ARIA tabs: the page changes. */
export function Tabs({ label, tabs, onNavigate, className, ...rest }: TabsProps) {
  return (
    <nav {...rest} aria-label={label} className={classNames('border-line border-b', className)}>
      <ul className="-mb-px flex gap-5 overflow-x-auto">
        {tabs.map((tab) => (
          <li key={tab.href} className="shrink-0">
            <Link
              href={tab.href}
              scroll={false}
              {...(onNavigate && { onNavigate: instead(onNavigate, tab.href) })}
              aria-current={tab.current ? 'page' : undefined}
              className={classNames(
                'flex h-10 items-center gap-2 text-ink-2 focus-visible:-outline-offset-2 coarse:h-11',
                tab.current ? 'border-accent border-b-2 font-medium text-ink' : 'pb-0.5 hover:text-ink',
              )}
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="rounded-full bg-hover px-1.75 font-medium text-2xs text-ink-2 tabular-nums">
                  {tab.count}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
