'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { type Act, attempt } from '@/components/submission'
import type { ReceiptView } from '@/lib/contract/receipts'

export type ReadReceipt = Act<{ readonly seq: number }, ReceiptView>

/** How long to wait between two looks, in milliseconds: gateways answer within a blink, and one that is cut off not for minutes. */
const WAITS = [
  { until: 3_000, wait: 100 },
  { until: 60_000, wait: 1_000 },
  { until: Number.POSITIVE_INFINITY, wait: 5_000 },
] as const

/** Watches a receipt fill, from the moment that the change was made until it is complete or nobody looks any more. */
export function useReceipt(readReceipt: ReadReceipt) {
  const [receipt, setReceipt] = useState<ReceiptView | null>(null)
  const watch = useRef(0)

  useEffect(
    () => () => {
      watch.current += 1
    },
    [],
  )

  const follow = useCallback(
    async (seq: number) => {
      watch.current += 1
      const mine = watch.current
      const began = Date.now()
      while (watch.current === mine) {
        const answer = await attempt(() => readReceipt({ seq }))
        if (watch.current !== mine) return
        if (answer.ok) setReceipt(answer.value)
        if (answer.ok && answer.value.complete) return
        const { wait } = WAITS.find(({ until }) => Date.now() - began < until) ?? WAITS[2]
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    },
    [readReceipt],
  )

  return { receipt, follow }
}
