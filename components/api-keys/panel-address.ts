import type { KeyFilters } from '@/lib/contract/api-keys'
import {
  API_KEY_TYPES,
  KEY_SORTS,
  KEY_STATUSES,
  KEY_TABS,
  type KeySort,
  type KeyStatus,
  type KeyTab,
} from '@/lib/core/api-key'
import { ENVIRONMENTS } from '@/lib/core/app'
import { isId } from '@/lib/core/identifiers'
import { holdsKey } from '@/lib/core/pasted-key'

/** What of the panel stands in its address, so that a colleague can be sent the view. */
export interface PanelAddress {
  /** Null when the address names none: then it is Active, or the tab of the one key that is asked for. */
  readonly tab: KeyTab | null
  readonly text: string
  readonly filters: KeyFilters
  readonly sort: KeySort
  readonly descending: boolean
  readonly cursor: string | null
}

type SearchParams = Readonly<Record<string, string | readonly string[] | null | undefined>>

const TABS = Object.keys(KEY_TABS) as KeyTab[]
const LONGEST_DAYS = 3_650

/** Anything that the panel doesn't know is as if it weren't there: an address may be old, or typed. */
export function readPanelAddress(params: SearchParams): PanelAddress {
  const one = (name: string) => (typeof params[name] === 'string' ? params[name] : '')
  const sort = one('sort')
  const sortName = KEY_SORTS.find((known) => known === sort.replace(/^-/, ''))
  return {
    tab: TABS.find((tab) => tab === one('tab')) ?? null,
    // An address that somebody made with a key in it is not echoed, and not kept in the links of the page.
    text: holdsKey(one('text')) ? '' : one('text').slice(0, 200),
    filters: readFilters(one),
    sort: sortName ?? 'created',
    descending: sortName ? sort.startsWith('-') : true,
    cursor: one('cursor') || null,
  }
}

/** In the order in which they are offered. */
function readFilters(one: (name: string) => string): KeyFilters {
  const owner = one('owner')
  const unused = one('unused')
  return present({
    status: KEY_STATUSES.find((known) => known === one('state')),
    ownerId: isId('membership', owner) ? owner : undefined,
    type: API_KEY_TYPES.find((known) => known === one('type')),
    environment: ENVIRONMENTS.find((known) => known === one('environment')),
    stopsWithinDays: daysOf(one('expires')),
    unused: unused === 'never' ? 'never' : daysOf(unused),
  })
}

function daysOf(text: string): number | undefined {
  const days = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 0
  return days >= 1 && days <= LONGEST_DAYS ? days : undefined
}

/**
 * What of the filters says something about a tab. Its keys have their states, and what is orphaned or dead expires no more:
 * such a filter would only ever leave nothing, so it is passed over, and not carried from tab to tab.
 */
export function filtersOn(tab: KeyTab, { status, stopsWithinDays, ...filters }: KeyFilters): KeyFilters {
  return present({
    status: statesOn(tab).find((known) => known === status),
    ...filters,
    stopsWithinDays: tab === 'active' ? stopsWithinDays : undefined,
  })
}

/** The states that can be chosen among on a tab; none where there is but one. */
export const statesOn = (tab: KeyTab): readonly KeyStatus[] => (KEY_TABS[tab].length > 1 ? KEY_TABS[tab] : [])

/** Without what is not there, so that two views that are the same are equal. */
function present(filters: KeyFilters): KeyFilters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))
}

/** How a filter is called in the address. */
export const FILTER_PARAMS: Readonly<Record<keyof KeyFilters, string>> = {
  status: 'state',
  ownerId: 'owner',
  type: 'type',
  environment: 'environment',
  stopsWithinDays: 'expires',
  unused: 'unused',
}

/** An order as the address has it: a minus for the last first. */
export const writeSort = (sort: KeySort, descending: boolean): string => `${descending ? '-' : ''}${sort}`
export const PRESET_SORT = writeSort('created', true)

/** The address of the panel at `path` with this view of it. What is preset is left out. */
export function panelHref(path: string, address: PanelAddress): string {
  const params = new URLSearchParams()
  if (address.tab) params.set('tab', address.tab)
  if (address.text) params.set('text', address.text)
  for (const [filter, value] of Object.entries(address.filters))
    if (value !== undefined) params.set(FILTER_PARAMS[filter as keyof KeyFilters], String(value))
  const sort = writeSort(address.sort, address.descending)
  if (sort !== PRESET_SORT) params.set('sort', sort)
  if (address.cursor) params.set('cursor', address.cursor)
  const query = params.toString()
  return query ? `${path}?${query}` : path
}

/** Where all pages of this view are to be had as one file. */
export const exportHref = (path: string, address: PanelAddress, tab: KeyTab): string =>
  panelHref(`${path}/export.csv`, { ...address, tab, filters: filtersOn(tab, address.filters), cursor: null })
