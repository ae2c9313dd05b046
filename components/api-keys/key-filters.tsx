'use client'

import { SlidersHorizontal, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { IconButton } from '@/components/ui/icon-button'
import { Popover } from '@/components/ui/popover'
import { SearchSelect } from '@/components/ui/search-select'
import { Select, type SelectOption } from '@/components/ui/select'
import type { ApiKeysPage, KeyFilters } from '@/lib/contract/api-keys'
import { API_KEY_TYPES, KEY_SORTS, type KeyTab } from '@/lib/core/api-key'
import { ENVIRONMENTS } from '@/lib/core/app'
import { ENVIRONMENT_WORDS, STATE_WORDS, TYPE_WORDS, filterWords as words } from '@/words/api-keys'
import { statesOn, writeSort } from './panel-address'
import type { PanelView } from './use-panel-view'

interface Filter {
  readonly which: keyof KeyFilters
  readonly label: string
  /** For all; it stands first. */
  readonly any: string
  readonly options: readonly SelectOption[]
  /** There may be hundreds. */
  readonly searched?: boolean
}

const DAYS = [7, 30, 90] as const

/** What can be chosen on a tab. What could only ever leave all keys, or none, is not offered. */
function filtersOf(tab: KeyTab, owners: ApiKeysPage['owners'], severalApps: boolean, chosen: KeyFilters): Filter[] {
  const filters: Filter[] = [
    {
      which: 'status',
      label: words.state,
      any: words.anyState,
      options: statesOn(tab).map((value) => ({ value, label: STATE_WORDS[value] })),
    },
    {
      which: 'ownerId',
      label: words.owner,
      any: words.anyOwner,
      options: withChosen(
        owners.map(({ id, name }) => ({ value: id, label: name })),
        chosen.ownerId,
        () => words.someOwner,
      ),
      searched: true,
    },
    {
      which: 'type',
      label: words.type,
      any: words.anyType,
      options: API_KEY_TYPES.map((value) => ({ value, label: TYPE_WORDS[value] })),
    },
    {
      which: 'environment',
      label: words.environment,
      any: words.anyEnvironment,
      options: severalApps ? ENVIRONMENTS.map((value) => ({ value, label: ENVIRONMENT_WORDS[value] })) : [],
    },
    {
      which: 'stopsWithinDays',
      label: words.expires,
      any: words.anyExpiry,
      options:
        tab === 'active'
          ? withChosen(
              DAYS.map((days) => ({ value: String(days), label: words.expiresWithin(days) })),
              chosen.stopsWithinDays,
              words.expiresWithin,
            )
          : [],
    },
    {
      which: 'unused',
      label: words.unused,
      any: words.anyUse,
      options: withChosen(
        [
          ...DAYS.map((days) => ({ value: String(days), label: words.unusedFor(days) })),
          { value: 'never', label: words.neverUsed },
        ],
        chosen.unused,
        (days) => words.unusedFor(Number(days)),
      ),
    },
  ]
  return filters.filter(({ options, which }) => options.length > 0 || chosen[which] !== undefined)
}

/** An address may ask for what the list does not offer, such as 14 days: it is shown as what it is. */
function withChosen<Value extends string | number>(
  options: readonly SelectOption[],
  chosen: Value | undefined,
  label: (value: Value) => string,
): readonly SelectOption[] {
  if (chosen === undefined || options.some(({ value }) => value === String(chosen))) return options
  return [{ value: String(chosen), label: label(chosen) }, ...options]
}

export type KeyFiltersProps = {
  tab: KeyTab
  owners: ApiKeysPage['owners']
  /** Only then do environments differ. */
  severalApps: boolean
  view: PanelView
}

/** In a row where there is room, and behind a button where there is none. */
export function KeyFilterBar({ tab, owners, severalApps, view }: KeyFiltersProps) {
  const filters = filtersOf(tab, owners, severalApps, view.filters)
  const active = filters.filter(({ which }) => view.filters[which] !== undefined).length
  const controls = filters.map((filter) => <FilterSelect key={filter.which} filter={filter} view={view} />)
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 max-md:hidden">
        {controls}
        {/* Where every column has room, their heads do it. */}
        <SortSelect view={view} className="min-[88rem]:hidden" />
      </div>
      <Popover
        label={words.filters}
        className="flex w-[calc(100vw-2rem)] max-w-90 flex-col gap-3 [&_select]:w-full"
        trigger={
          <Button
            size="small"
            className="md:hidden"
            aria-label={active > 0 ? words.filtersActive(active) : words.filters}
          >
            <SlidersHorizontal aria-hidden />
            {words.filters}
            {active > 0 && (
              <span className="rounded-full bg-accent px-1.5 text-2xs text-accent-ink tabular-nums">{active}</span>
            )}
          </Button>
        }
      >
        {controls}
        <SortSelect view={view} className="max-md:w-full" />
      </Popover>
    </>
  )
}

function SortSelect({ view, className }: { view: PanelView; className: string }) {
  const options = KEY_SORTS.flatMap((sort) =>
    [sort === 'created' || sort === 'used', sort !== 'created' && sort !== 'used'].map((descending) => ({
      value: writeSort(sort, descending),
      label: words.orders[sort][descending ? 'descending' : 'ascending'],
    })),
  )
  return (
    <Select
      aria-label={words.order}
      size="small"
      options={options}
      value={view.sort}
      onChange={(event) => view.sortBy(event.currentTarget.value)}
      className={className}
    />
  )
}

function FilterSelect({ filter: { which, label, any, options, searched }, view }: { filter: Filter; view: PanelView }) {
  const value = String(view.filters[which] ?? '')
  const all = [{ value: '', label: any }, ...options]
  const choose = (chosen: string) => view.filter(which, chosen)
  if (searched) {
    return (
      <SearchSelect
        label={label}
        options={all}
        value={value}
        onValueChange={choose}
        searchLabel={words.searchOwners}
        nothingFound={words.noOwner}
        className={classNames('max-md:w-full md:max-w-48', value && 'border-accent bg-accent-soft')}
      />
    )
  }
  return (
    <Select
      aria-label={label}
      size="small"
      options={all}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
      className={classNames('max-md:w-full', value && '[&>select]:border-accent [&>select]:bg-accent-soft')}
    />
  )
}

/** What is chosen, each with its way back. */
export function ActiveFilters({ tab, owners, severalApps, view }: KeyFiltersProps) {
  const active = filtersOf(tab, owners, severalApps, view.filters).filter(
    ({ which }) => view.filters[which] !== undefined,
  )
  if (active.length === 0) return null
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <ul aria-label={words.active} className="flex min-w-0 flex-wrap items-center gap-2">
        {active.map(({ which, label, options }) => {
          const value = String(view.filters[which])
          const chip = words.chip(label, options.find((option) => option.value === value)?.label ?? value)
          return (
            <li
              key={which}
              className="flex h-control-small min-w-0 items-center rounded-md bg-hover pl-2 text-xs forced-colors:border"
            >
              <span className="truncate">{chip}</span>
              <IconButton label={words.remove(chip)} onClick={() => view.filter(which, '')}>
                <X aria-hidden />
              </IconButton>
            </li>
          )
        })}
      </ul>
      <Button size="small" variant="ghost" onClick={view.clearFilters}>
        {words.clear}
      </Button>
    </div>
  )
}
