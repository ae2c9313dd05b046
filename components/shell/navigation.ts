import type { NavigationIconName } from './navigation-icon'

export type NavigationItem = {
  label: string
  href: string
  icon?: NavigationIconName | undefined
  count?: number | undefined
}

export type NavigationGroup = { label?: string | undefined; items: readonly NavigationItem[] }

/**
 * The address that the reader is under. A page deep inside a part marks that part, and of two that fit the longer wins,
 * so the organization's start page isn't marked everywhere.
 */
export function currentHref(groups: readonly NavigationGroup[], pathname: string): string | undefined {
  const start = groups[0]?.items[0]?.href
  return groups
    .flatMap((group) => group.items.map((item) => item.href))
    .filter((href) => pathname === href || (href !== start && pathname.startsWith(`${href}/`)))
    .sort((a, b) => b.length - a.length)[0]
}
