'use client'

import { type RefObject, useCallback, useRef, useState } from 'react'
import type { ApiKeyView } from '@/lib/contract/api-keys'

/**
 * One thing at a time is asked about, in a dialog that `want` has loaded by then. Afterwards the focus goes back to what was pressed, or, when
 * that is gone, to `whenGone`.
 */
export function useAsking<Subject = ApiKeyView>(
  want: () => Promise<boolean>,
  whenGone: () => HTMLElement | null,
  onDone: () => void,
) {
  const [subject, setSubject] = useState<Subject | null>(null)
  const [open, setOpen] = useState(false)
  const finalFocus: RefObject<HTMLElement | null> = useRef<HTMLElement | null>(null)

  const ask = useCallback(
    async (asked: Subject, pressed: HTMLElement) => {
      if (!(await want())) return
      finalFocus.current = pressed
      setSubject(asked)
      setOpen(true)
    },
    [want],
  )

  function done() {
    finalFocus.current = whenGone()
    onDone()
  }

  return { subject, ask, done, dialog: { open, onOpenChange: setOpen, finalFocus } }
}

export type Asking<Subject = ApiKeyView> = ReturnType<typeof useAsking<Subject>>
