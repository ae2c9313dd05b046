'use client'

import { LogOut, UserRound } from 'lucide-react'
import { AvatarInitial } from '@/components/ui/avatar-initial'
import { Button } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { classNames } from '@/components/ui/class-names'
import { LinkButton } from '@/components/ui/link-button'
import { Popover } from '@/components/ui/popover'
import type { Theme } from '@/components/ui/theme'
import { ThemeToggle } from '@/components/ui/theme-toggle'
import { commonWords } from '@/words/common'
import { shellWords } from '@/words/shell'

const words = shellWords.accountMenu

export type Account = { name: string; email: string; role: string }

export type AccountMenuProps = {
  account: Account
  theme: Theme
  signOut: () => void | Promise<void>
  /** Of the page of one's own account. */
  accountHref: string
}

export function AccountMenu({ account, theme, signOut, accountHref }: AccountMenuProps) {
  return (
    <Popover
      label={words.account}
      align="end"
      className="w-64 p-0"
      trigger={
        <button
          type="button"
          aria-label={words.accountOf(account.name)}
          className={classNames(buttonStyle({ variant: 'icon' }), '-mr-1.5')}
        >
          <AvatarInitial name={account.name} />
        </button>
      }
    >
      <div className="flex items-center gap-3 px-4 py-3">
        <AvatarInitial name={account.name} className="size-8 text-xs" />
        <div className="min-w-0">
          <p className="truncate font-medium">{account.name}</p>
          <p className="truncate text-ink-2 text-xs">{account.email}</p>
        </div>
      </div>
      <div className="flex items-center justify-between gap-3 border-line border-t px-4 py-2.5 text-xs">
        <span className="text-ink-2">{words.role}</span>
        <span className="font-medium">{account.role}</span>
      </div>
      <div className="border-line border-t px-4 py-3">
        <ThemeToggle theme={theme} />
      </div>
      <div className="border-line border-t p-1.5">
        <LinkButton href={accountHref} variant="ghost" className="w-full justify-start px-2.5">
          <UserRound aria-hidden />
          {words.yourAccount}
        </LinkButton>
      </div>
      <form action={signOut} className="border-line border-t p-1.5">
        <Button type="submit" variant="ghost" className="w-full justify-start px-2.5">
          <LogOut aria-hidden />
          {commonWords.signOut}
        </Button>
      </form>
    </Popover>
  )
}
