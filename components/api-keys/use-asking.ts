'use client'

import { type RefObject, useCallback, useRef, useState } from 'react'
import type { ApiKeyView } from '@/lib/contract/api-keys'

/** One key at a time is asked about. Afterwards the focus goes back to what was pressed, or, when that is gone, to `whenGone`. */
export function useAsking(whenGone: () => HTMLElement | null, onDone: () => void) {
  const [key, setKey] = useState<ApiKeyView | null>(null)
  const [open, setOpen] = useState(false)
  const finalFocus: RefObject<HTMLElement | null> = useRef<HTMLElement | null>(null)

  const ask = useCallback((asked: ApiKeyView, pressed: HTMLElement) => {
    finalFocus.current = pressed
    setKey(asked)
    setOpen(true)
  }, [])

  function done() {
    finalFocus.current = whenGone()
    onDone()
  }

  return { key, open, setOpen, ask, done, finalFocus }
}
