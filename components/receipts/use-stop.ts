'use client'

import { useRef, useState } from 'react'
import { useSubmission } from '@/components/submission'
import type { ActionState } from '@/lib/contract/action-state'
import { useReceipt } from './use-receipt'

/** What was answered, and how many milliseconds before the change the button was pressed. */
export interface Stopped<Output> {
  readonly value: Output
  readonly pressedBefore: number
}

/** A form that stops keys, submitted once, and then the receipt of what it did, which fills in. */
export function useStop<Output extends { readonly seq: number }>(
  stop: (fields: FormData) => Promise<ActionState<Output>>,
  onStopped?: (value: Output) => void,
) {
  const pressedAt = useRef(0)
  const [stopped, setStopped] = useState<Stopped<Output> | null>(null)
  const { receipt, follow } = useReceipt()
  const form = useSubmission(
    (fields) => {
      pressedAt.current = performance.now()
      return stop(fields)
    },
    (value) => {
      // The two clocks differ, so the way there is taken to be half of the way there and back: at most a little too long.
      setStopped({ value, pressedBefore: (performance.now() - pressedAt.current) / 2 })
      onStopped?.(value)
      void follow(value.seq)
    },
  )
  return { ...form, stopped, receipt }
}
