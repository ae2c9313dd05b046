import type { ReactNode } from 'react'
import { TimesNote } from '@/components/accounts/moment'
import { LinkButton } from '@/components/ui/link-button'

export type ListFootProps = {
  pages: { readonly label: string; readonly first: string; readonly next: string }
  /** Addresses of the page with which the list begins, and of what follows; null where one stands already, or nothing does. */
  first: string | null
  next: string | null
  /** What is said of the list, such as how many there are. */
  children?: ReactNode
}

/** What stands under a list: what it is, the way through its pages, and in which zone its times are. */
export function ListFoot({ pages, first, next, children }: ListFootProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-0.5 text-ink-2">
      {children}
      {(first !== null || next !== null) && (
        <nav aria-label={pages.label} className="flex gap-2">
          {first !== null && (
            <LinkButton size="small" href={first}>
              {pages.first}
            </LinkButton>
          )}
          {next !== null && (
            <LinkButton size="small" href={next}>
              {pages.next}
            </LinkButton>
          )}
        </nav>
      )}
      <p className="ml-auto">
        <TimesNote />
      </p>
    </div>
  )
}
