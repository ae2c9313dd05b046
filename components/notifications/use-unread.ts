'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useState } from 'react'
import { unreadHref } from '@/components/places'
import type { UnreadView } from '@/lib/contract/notifications'
import { READ_EVENT } from './mark-read'

const LOOK_MILLISECONDS = 30_000

/**
 * How much one has not read: asked on each page, when something was read, and every half minute while the page is in sight. `news` is how
 * many more there are than at the look before, for who hears the page.
 */
export function useUnread(organizationSlug: string): { readonly view: UnreadView | null; readonly news: number } {
  const pathname = usePathname()
  const [state, setState] = useState<{ view: UnreadView | null; news: number }>({ view: null, news: 0 })

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is a reason to look again
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    async function look() {
      if (document.hidden) return
      const view = await ask(unreadHref(organizationSlug), signal)
      if (!view || signal.aborted) return
      setState((before) => ({
        view,
        news:
          before.view && view.newest && view.newest > (before.view.newest ?? '')
            ? Math.max(1, view.unread - before.view.unread)
            : 0,
      }))
    }
    void look()
    const timer = setInterval(() => void look(), LOOK_MILLISECONDS)
    const again = () => void look()
    addEventListener(READ_EVENT, again)
    document.addEventListener('visibilitychange', again)
    return () => {
      leaving.abort()
      clearInterval(timer)
      removeEventListener(READ_EVENT, again)
      document.removeEventListener('visibilitychange', again)
    }
  }, [organizationSlug, pathname])

  return state
}

async function ask(href: string, signal: AbortSignal): Promise<UnreadView | null> {
  try {
    const answer = await fetch(href, { signal, cache: 'no-store' })
    return answer.ok ? ((await answer.json()) as UnreadView) : null
  } catch {
    return null
  }
}
