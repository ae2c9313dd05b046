'use client'

import { usePathname } from 'next/navigation'
import { useId } from 'react'
import { classNames } from '@/components/ui/class-names'
import { Link } from '@/components/ui/link'
import { shellWords } from '@/words/shell'
import { currentHref, type NavigationGroup } from './navigation'
import { NavigationIcon } from './navigation-icon'

export type NavigationListProps = { groups: readonly NavigationGroup[]; onNavigate?: () => void }

export function NavigationList({ groups, onNavigate }: NavigationListProps) {
  const current = currentHref(groups, usePathname())
  const id = useId()

  return (
    <nav aria-label={shellWords.navigationList.main} className="flex flex-col gap-3">
      {groups.map((group, index) => (
        <div key={group.label ?? index}>
          {group.label && (
            <h2 id={`${id}-${index}`} className="px-2 pt-1 pb-1.5 text-2xs text-ink-2">
              {group.label}
            </h2>
          )}
          <ul aria-labelledby={group.label ? `${id}-${index}` : undefined} className="flex flex-col gap-0.5">
            {group.items.map((item) => (
              <li key={item.href}>
                <Link
                  href={item.href}
                  {...(onNavigate && { onClick: onNavigate })}
                  aria-current={item.href === current ? 'page' : undefined}
                  className={classNames(
                    'flex min-h-7.5 items-center gap-2 rounded-md px-2 py-1 coarse:min-h-11',
                    'focus-visible:-outline-offset-2',
                    item.href === current
                      ? 'bg-accent-soft font-medium text-ink forced-colors:bg-[Highlight] forced-colors:text-[HighlightText] forced-colors:[forced-color-adjust:none]'
                      : 'text-ink-2 hover:bg-hover hover:text-ink',
                  )}
                >
                  {item.icon && <NavigationIcon name={item.icon} />}
                  <span className="min-w-0 flex-1 truncate">{item.label}</span>
                  {item.count !== undefined && (
                    <span className="font-medium text-2xs text-ink-2 tabular-nums forced-colors:text-current">
                      {item.count}
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
