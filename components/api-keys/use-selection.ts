'use client'

import { useCallback, useRef, useState } from 'react'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import type { ApiKeyId } from '@/lib/core/identifiers'

export interface Selection {
  /** Those of the rows that are selected, in their order. */
  readonly keys: readonly ApiKeyView[]
  /** Those that could be. */
  readonly selectable: readonly ApiKeyView[]
  readonly has: (id: ApiKeyId) => boolean
  /** With `through`, all between it and the last one that was pressed go along, as in every list of files. */
  readonly set: (id: ApiKeyId, selected: boolean, through: boolean) => void
  readonly all: (selected: boolean) => void
}

/** Which of the rows are selected. One that leaves the page, or that the viewer may not revoke any more, is not. */
export function useSelection(rows: readonly ApiKeyView[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<ApiKeyId>>(new Set())
  const pressed = useRef<ApiKeyId | null>(null)
  const selectable = rows.filter(({ can }) => can.revoke)

  const set = useCallback(
    (id: ApiKeyId, selected: boolean, through: boolean) => {
      const order = rows.filter(({ can }) => can.revoke).map((row) => row.id)
      const [from, to] = [order.indexOf(pressed.current ?? id), order.indexOf(id)]
      const along = through && from >= 0 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id]
      pressed.current = id
      setIds((before) => {
        const next = new Set(before)
        for (const each of along) {
          if (selected) next.add(each)
          else next.delete(each)
        }
        return next
      })
    },
    [rows],
  )
  const all = useCallback(
    (selected: boolean) => setIds(new Set(selected ? rows.filter(({ can }) => can.revoke).map(({ id }) => id) : [])),
    [rows],
  )
  const has = useCallback((id: ApiKeyId) => ids.has(id), [ids])

  return { keys: selectable.filter(({ id }) => ids.has(id)), selectable, has, set, all }
}
