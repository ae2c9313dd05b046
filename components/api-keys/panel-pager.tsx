'use client'

import { useState } from 'react'
import { TimesNote } from '@/components/accounts/moment'
import { LinkButton } from '@/components/ui/link-button'
import { instead } from '@/components/ui/link-navigation'
import type { ApiKeysPage } from '@/lib/contract/api-keys'
import { panelWords as words } from '@/words/api-keys'
import { type PanelAddress, panelHref } from './panel-address'

export type PanelPagerProps = {
  page: ApiKeysPage
  path: string
  address: PanelAddress
  onNavigate: (href: string) => void
}

/**
 * Pages are found from where the one before ended, so the way back is the way that one came: it is remembered while the panel is
 * open. Who was sent a later page has the first one to go to.
 */
export function PanelPager({ page, path, address, onNavigate }: PanelPagerProps) {
  const [cameFrom, setCameFrom] = useState<ReadonlyMap<string, string | null>>(new Map())
  const { cursor } = address
  const next = page.nextCursor
  const at = (to: string | null) => panelHref(path, { ...address, cursor: to })
  const previous = cursor ? cameFrom.get(cursor) : undefined
  const link = (label: string, to: string | null, before?: () => void) => (
    <LinkButton
      size="small"
      href={at(to)}
      scroll={false}
      onNavigate={(event) => {
        before?.()
        instead(onNavigate, at(to))(event)
      }}
    >
      {label}
    </LinkButton>
  )
  return (
    <div className="flex min-h-control-small flex-wrap items-center justify-between gap-x-4 gap-y-2 px-0.5 text-ink-2">
      <p>
        <TimesNote />
      </p>
      {(cursor || next) && (
        <nav aria-label={words.pages} className="flex flex-wrap gap-2">
          {cursor && previous !== null && link(words.firstPage, null)}
          {previous !== undefined && link(words.previousPage, previous)}
          {next && link(words.nextPage, next, () => setCameFrom((before) => new Map(before).set(next, cursor)))}
        </nav>
      )}
    </div>
  )
}
