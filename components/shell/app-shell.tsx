import type { ReactNode } from 'react'
import type { Theme } from '@/components/ui/theme'
import { shellWords } from '@/words/shell'
import { type Account, AccountMenu } from './account-menu'
import type { NavigationGroup } from './navigation'
import { NavigationList } from './navigation-list'
import { NavigationSheet } from './navigation-sheet'
import { type OrganizationChoice, OrganizationSwitcher } from './organization-switcher'

export type AppShellProps = {
  /** The current one is marked. */
  organizations: readonly OrganizationChoice[]
  /** Only what this reader can open. The first item is the start page. */
  navigation: readonly NavigationGroup[]
  account: Account
  theme: Theme
  /** A server action. */
  signOut: () => void | Promise<void>
  /** Of the page of one's own account. */
  accountHref: string
  /** In the top bar. */
  search?: ReactNode | undefined
  /** Between the search and the account. */
  topBarEnd?: ReactNode | undefined
  children: ReactNode
}

/** The frame of every signed-in page: where one can go, who one is, and the page itself. */
export function AppShell({
  organizations,
  navigation,
  account,
  theme,
  signOut,
  accountHref,
  search,
  topBarEnd,
  children,
}: AppShellProps) {
  return (
    <div className="md:grid md:min-h-dvh md:grid-cols-[var(--sidebar)_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-2 font-medium text-accent-ink focus:translate-y-0"
      >
        {shellWords.appShell.skipToContent}
      </a>
      <div className="hidden border-line border-r md:block">
        <div className="sticky top-0 flex max-h-dvh flex-col gap-3 overflow-y-auto overscroll-contain px-2.5 pt-2.5 pb-6">
          <OrganizationSwitcher organizations={organizations} />
          <NavigationList groups={navigation} />
        </div>
      </div>
      <div className="min-w-0">
        <header className="sticky top-0 z-20 flex h-top-bar items-center gap-2 border-line border-b bg-canvas px-4 md:justify-end md:px-6">
          <NavigationSheet organizations={organizations} groups={navigation} />
          <div className="min-w-0 flex-1 md:w-66 md:flex-none">{search}</div>
          {topBarEnd}
          <AccountMenu account={account} theme={theme} signOut={signOut} accountHref={accountHref} />
        </header>
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto flex w-full max-w-[calc(var(--container-content)+3rem)] has-data-wide:max-w-[103rem] flex-col gap-5 px-4 pt-5 pb-16 outline-none md:px-6 md:pt-6"
        >
          {children}
        </main>
      </div>
    </div>
  )
}
