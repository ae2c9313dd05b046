'use client'

import { useEffect, useState } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { liveGatewaysHref } from '@/components/places'
import type { GatewaysView } from '@/lib/contract/gateways'

const LOOK_MILLISECONDS = 2_000

/**
 * The gateways, looked at again every two seconds for as long as the page is in sight. `answered` is false from a look that failed until one
 * succeeds: what is shown is old then. Not by a server action, as with receipts: those hold up navigation.
 */
export function useLiveGateways(read: GatewaysView): { readonly view: GatewaysView; readonly answered: boolean } {
  const { organizationSlug } = useViewer()
  const [looked, setLooked] = useState<GatewaysView | null>(null)
  const [answered, setAnswered] = useState(true)

  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    async function watch() {
      while (!signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS))
        if (signal.aborted || document.hidden) continue
        const view = await look(liveGatewaysHref(organizationSlug), signal)
        if (signal.aborted) return
        if (view) setLooked(view)
        setAnswered(view !== null)
      }
    }
    void watch()
    return () => leaving.abort()
  }, [organizationSlug])

  // After a change the page is read anew, and may know more than the last look.
  return { view: looked && looked.now > read.now ? looked : read, answered }
}

async function look(href: string, signal: AbortSignal): Promise<GatewaysView | null> {
  try {
    const answer = await fetch(href, { signal, cache: 'no-store' })
    return answer.ok ? ((await answer.json()) as GatewaysView) : null
  } catch {
    return null
  }
}
