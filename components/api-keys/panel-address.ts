import { KEY_SORTS, KEY_TABS, type KeySort, type KeyTab } from '@/lib/core/api-key'
import { KEY_PREFIX } from '@/lib/core/claims'

/** What of the panel stands in its address, so that a colleague can be sent the view. */
export interface PanelAddress {
  /** Null when the address names none: then it is Active, or the tab of the one key that is asked for. */
  readonly tab: KeyTab | null
  readonly text: string
  readonly sort: KeySort
  readonly descending: boolean
  readonly cursor: string | null
}

type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>

const TABS = Object.keys(KEY_TABS) as KeyTab[]

/** Anything that the panel doesn't know is as if it weren't there: an address may be old, or typed. */
export function readPanelAddress(params: SearchParams): PanelAddress {
  const one = (name: string) => (typeof params[name] === 'string' ? params[name] : '')
  const sort = one('sort')
  const sortName = KEY_SORTS.find((known) => known === sort.replace(/^-/, ''))
  return {
    tab: TABS.find((tab) => tab === one('tab')) ?? null,
    // An address that somebody made with a key in it is not echoed, and not kept in the links of the page.
    text: one('text').includes(KEY_PREFIX) ? '' : one('text').slice(0, 200),
    sort: sortName ?? 'created',
    descending: sortName ? sort.startsWith('-') : true,
    cursor: one('cursor') || null,
  }
}

/** The address of the panel at `path` with this view of it. What is preset is left out. */
export function panelHref(path: string, address: PanelAddress): string {
  const params = new URLSearchParams()
  if (address.tab) params.set('tab', address.tab)
  if (address.text) params.set('text', address.text)
  if (address.sort !== 'created' || !address.descending)
    params.set('sort', `${address.descending ? '-' : ''}${address.sort}`)
  if (address.cursor) params.set('cursor', address.cursor)
  const query = params.toString()
  return query ? `${path}?${query}` : path
}
