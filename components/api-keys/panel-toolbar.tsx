'use client'

import type { RefObject } from 'react'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'
import { DownloadCsv } from '@/components/usage/download-csv'
import type { ApiKeysPage, ApiKeyView } from '@/lib/contract/api-keys'
import type { KeyTab } from '@/lib/core/api-key'
import { countWords, fileWords, selectionWords, TAB_WORDS } from '@/words/api-keys'
import { offeredWords } from '@/words/hand-over'
import { SelectAll } from './api-keys-table'
import { ActiveFilters, type KeyFiltersProps } from './key-filters'
import type { Selection } from './use-selection'

export type PanelToolbarProps = KeyFiltersProps & {
  page: ApiKeysPage
  tab: KeyTab
  selection: Selection
  onRevoke: (keys: readonly ApiKeyView[], pressed: HTMLElement) => void
  onOffer: (keys: readonly ApiKeyView[], pressed: HTMLElement) => void
  /** Where the view that is shown is to be had as a file. */
  fileHref: string
  /** Takes the focus when what was selected no longer is. */
  list: RefObject<HTMLElement | null>
}

/**
 * One line between what is asked and what is found: how many keys there are and why so few, and, once some are selected, what can
 * be done with them. It keeps its height, so that the table under it never moves.
 */
export function PanelToolbar({
  page,
  tab,
  selection,
  onRevoke,
  onOffer,
  fileHref,
  list,
  ...filters
}: PanelToolbarProps) {
  const { keys, selectable, all } = selection
  const offerable = keys.filter(({ can }) => can.offer)
  return (
    <div className="flex min-h-control-small flex-wrap items-center justify-between gap-x-4 gap-y-2">
      {keys.length > 0 ? (
        <fieldset className="flex min-w-0 flex-wrap items-center gap-2">
          <legend className="sr-only">{selectionWords.bar}</legend>
          <span className="mr-2 font-medium">{selectionWords.selected(keys.length)}</span>
          <Button size="small" variant="danger" onClick={(event) => onRevoke(keys, event.currentTarget)}>
            {selectionWords.revoke}
          </Button>
          {offerable.length > 0 && (
            <Button size="small" onClick={(event) => onOffer(offerable, event.currentTarget)}>
              {offeredWords.offer}
            </Button>
          )}
          <Button
            size="small"
            variant="ghost"
            onClick={() => {
              all(false)
              list.current?.focus()
            }}
          >
            {selectionWords.clear}
          </Button>
        </fieldset>
      ) : (
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2">
          <p className="text-ink-2 tabular-nums">{counted(page, tab)}</p>
          <ActiveFilters tab={tab} {...filters} />
        </div>
      )}
      {/* Apart from what changes its place: a live region that is taken away says nothing. */}
      <p role="status" className="sr-only">
        {keys.length > 0 ? selectionWords.selected(keys.length) : filters.view.waiting ? '' : counted(page, tab)}
      </p>
      <div className="flex items-center gap-2">
        {filters.view.waiting && <Spinner className="text-ink-2" />}
        {selectable.length > 0 && (
          <span className="md:hidden">
            <SelectAll selection={selection} />
          </span>
        )}
        {page.rows.length > 0 && (
          <DownloadCsv href={fileHref} of={fileWords.of(TAB_WORDS[tab], page.matching !== null)} />
        )}
      </div>
    </div>
  )
}

const counted = ({ matching, counts }: ApiKeysPage, tab: KeyTab) =>
  matching ? countWords.matching(matching.count, matching.orMore) : countWords.keys(counts[tab])
