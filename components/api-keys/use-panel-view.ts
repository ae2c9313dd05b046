'use client'

import { useRouter } from 'next/navigation'
import { debounce, parseAsString, useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import type { KeyFilters } from '@/lib/contract/api-keys'
import type { KeyTab } from '@/lib/core/api-key'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { FILTER_PARAMS, filtersOn, PRESET_SORT, readPanelAddress, writeSort } from './panel-address'

const WAIT_MILLISECONDS = 250

/** Each part as it stands in the address: what it means is said once, by `readPanelAddress`. */
const PARTS = {
  tab: parseAsString,
  text: parseAsString,
  state: parseAsString,
  owner: parseAsString,
  type: parseAsString,
  environment: parseAsString,
  expires: parseAsString,
  unused: parseAsString,
  sort: parseAsString,
  cursor: parseAsString,
}

const NO_FILTERS = { state: null, owner: null, type: null, environment: null, expires: null, unused: null }

/**
 * The view of the panel that its reader has chosen: shown at once in what they chose it with, while its rows are on their way.
 * Each choice is a step that the browser's Back undoes; letters that are typed are not.
 */
export function usePanelView(tab: KeyTab) {
  const router = useRouter()
  const [waiting, startTransition] = useTransition()
  const [parts, set] = useQueryStates(PARTS, { shallow: false, scroll: false, history: 'push', startTransition })
  const { text, filters, sort, descending } = readPanelAddress(parts)

  return {
    waiting,
    text,
    filters: filtersOn(tab, filters),
    filter: (which: keyof KeyFilters, value: string) =>
      void set({ [FILTER_PARAMS[which]]: value || null, cursor: null }),
    sort: writeSort(sort, descending),
    sortBy: (value: string) => void set({ sort: value === PRESET_SORT ? null : value, cursor: null }),
    clear: () => void set({ ...NO_FILTERS, text: null, cursor: null }),
    clearFilters: () => void set({ ...NO_FILTERS, cursor: null }),
    type: (typed: string) =>
      void set(
        { text: typed || null, cursor: null },
        { history: 'replace', limitUrlUpdates: debounce(WAIT_MILLISECONDS) },
      ),
    /** Whoever looks for one key wants it, in whichever tab it is, and whatever the filters are. */
    find: (id: ApiKeyId) => void set({ ...NO_FILTERS, text: id, tab: null, cursor: null }),
    /** For links to other views, so that the rows of this one stay until those are there. */
    go: (href: string) => startTransition(() => router.push(href, { scroll: false })),
  }
}

export type PanelView = ReturnType<typeof usePanelView>
