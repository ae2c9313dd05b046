'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { receiptHref } from '@/components/places'
import type { ReceiptView } from '@/lib/contract/receipts'

/** How long to wait between two looks, in milliseconds: gateways answer within a blink, and one that is cut off not for minutes. */
const WAITS = [
  { until: 3_000, wait: 100 },
  { until: 60_000, wait: 1_000 },
  { until: Number.POSITIVE_INFINITY, wait: 5_000 },
] as const

/**
 * Watches a receipt fill, from the moment that the change was made until it is complete or nobody looks any more. Not by a server action:
 * Next runs those one after another and before every navigation, so that watching would hold up the page.
 */
export function useReceipt() {
  const { organizationSlug } = useViewer()
  const [receipt, setReceipt] = useState<ReceiptView | null>(null)
  const watch = useRef<AbortController | null>(null)

  useEffect(() => () => watch.current?.abort(), [])

  const follow = useCallback(
    async (seq: number) => {
      watch.current?.abort()
      const watching = new AbortController()
      watch.current = watching
      const { signal } = watching
      const began = Date.now()
      while (!signal.aborted) {
        const read = await readReceipt(receiptHref(organizationSlug, seq), signal)
        if (signal.aborted) return
        if (read) setReceipt(read)
        if (read?.complete) return
        const { wait } = WAITS.find(({ until }) => Date.now() - began < until) ?? WAITS[2]
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    },
    [organizationSlug],
  )

  const leave = useCallback(() => watch.current?.abort(), [])

  return { receipt, follow, leave }
}

/** Null when the portal did not answer: the next look may. */
async function readReceipt(href: string, signal: AbortSignal): Promise<ReceiptView | null> {
  try {
    const answer = await fetch(href, { signal, cache: 'no-store' })
    return answer.ok ? ((await answer.json()) as ReceiptView) : null
  } catch {
    return null
  }
}
