'use client'

import { Bell } from 'lucide-react'
import { cloneElement } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { useAwaitedPress } from '@/components/ui/awaited-press'
import { Button } from '@/components/ui/button'
import { bellWords } from '@/words/bell'
import type { OpenedBellProps } from './opened-bell'
import { useUnread } from './use-unread'

const load = async () => (await import('./opened-bell')).OpenedBell

/** The bell of the top bar, with how much one has not read. What it opens is loaded when it is wanted. */
export function NotificationBell() {
  const { organizationSlug } = useViewer()
  const { view, news } = useUnread(organizationSlug)
  const [OpenedBell, button, byPointer] = useAwaitedPress<OpenedBellProps>(load, 'dialog')
  const unread = view?.unread ?? 0
  const orMore = view?.orMore ?? false
  const trigger = (
    <Button variant="icon" size="small" aria-label={bellWords.unread(unread, orMore)} className="relative">
      <Bell aria-hidden />
      {unread > 0 && (
        <span
          aria-hidden
          className="absolute -top-0.5 -right-0.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 font-medium text-2xs text-accent-ink tabular-nums forced-colors:border"
        >
          {bellWords.count(unread, orMore)}
        </span>
      )}
    </Button>
  )
  return (
    <>
      {OpenedBell ? <OpenedBell trigger={trigger} byPointer={byPointer} /> : cloneElement(trigger, button)}
      <span role="status" className="sr-only">
        {news > 0 ? bellWords.more(news) : ''}
      </span>
    </>
  )
}
