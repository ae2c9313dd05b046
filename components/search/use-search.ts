'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { searchHref } from '@/components/places'
import type { ActionState } from '@/lib/contract/action-state'
import type { SearchView } from '@/lib/contract/search'
import { LIMITS } from '@/lib/core/limits'

const WAIT_MILLISECONDS = 150
const NOTHING: SearchView = { apps: [], keys: [] }

export interface Search {
  readonly state: 'idle' | 'searching' | 'found' | 'failed'
  /** Of the last text that was answered; while one waits, that of the text before. */
  readonly view: SearchView
}

/**
 * Asks the portal what there is of that name. Each text cuts off the question before it, so an answer that took longer is never shown
 * for a text that came later.
 */
export function useSearch() {
  const { organizationSlug } = useViewer()
  const [search, setSearch] = useState<Search>({ state: 'idle', view: NOTHING })
  const underWay = useRef<AbortController | null>(null)
  useEffect(() => () => underWay.current?.abort(), [])

  const ask = useCallback(
    async (text: string, { atOnce = false } = {}): Promise<SearchView | null> => {
      underWay.current?.abort()
      const controller = new AbortController()
      const { signal } = controller
      underWay.current = controller
      if (text.trim() === '') {
        setSearch({ state: 'idle', view: NOTHING })
        return null
      }
      setSearch(({ view }) => ({ state: 'searching', view }))
      if (!atOnce) await new Promise((resolve) => setTimeout(resolve, WAIT_MILLISECONDS))
      if (signal.aborted) return null
      const view = await found(searchHref(organizationSlug), text, signal)
      if (signal.aborted) return null
      setSearch(view ? { state: 'found', view } : { state: 'failed', view: NOTHING })
      return view
    },
    [organizationSlug],
  )
  return { search, ask }
}

/** Null when there was no answer, or a refusal: somebody was signed out meanwhile. */
async function found(href: string, text: string, signal: AbortSignal): Promise<SearchView | null> {
  try {
    const answer = await fetch(href, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: text.slice(0, LIMITS.searchLength) }),
      cache: 'no-store',
      signal,
    })
    const outcome = (await answer.json()) as ActionState<SearchView>
    return outcome.ok ? outcome.value : null
  } catch {
    // The network, or an answer that is not the portal's own.
    return null
  }
}
