'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { impactHref } from '@/components/places'
import type { ActionState } from '@/lib/contract/action-state'
import type { ImpactView } from '@/lib/contract/impact'
import type { ImpactAction } from '@/lib/core/impact'
import { impactWords } from '@/words/impact'

export type Preview =
  | { readonly state: 'asking' }
  | { readonly state: 'shown'; readonly view: ImpactView }
  | { readonly state: 'failed'; readonly why: string }

/**
 * What a change would stop, asked when the dialog opens and whenever it is wanted anew. Not by a server action: Next lets those wait for
 * each other, and nobody could go anywhere until a long list has been read.
 */
export function useImpact(action: ImpactAction) {
  const { organizationSlug } = useViewer()
  // As it was when it was asked about: the page behind the dialog moves on.
  const [asked] = useState(action)
  const [preview, setPreview] = useState<Preview>({ state: 'asking' })
  const underWay = useRef<AbortController | null>(null)

  const ask = useCallback(async (): Promise<void> => {
    underWay.current?.abort()
    const controller = new AbortController()
    underWay.current = controller
    const read = await readImpact(impactHref(organizationSlug), asked, controller.signal)
    if (controller.signal.aborted) return
    setPreview(read)
  }, [organizationSlug, asked])

  useEffect(() => {
    void ask()
    return () => underWay.current?.abort()
  }, [ask])

  const again = useCallback(() => {
    setPreview({ state: 'asking' })
    void ask()
  }, [ask])

  return { preview, ask, again }
}

async function readImpact(
  href: string,
  action: ImpactAction,
  signal: AbortSignal,
): Promise<Extract<Preview, { state: 'shown' | 'failed' }>> {
  try {
    const answer = await fetch(href, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ action }),
      cache: 'no-store',
      signal,
    })
    const read = (await answer.json()) as ActionState<ImpactView>
    return read.ok ? { state: 'shown', view: read.value } : { state: 'failed', why: read.message }
  } catch {
    // The network, or an answer that is not the portal's own.
    return { state: 'failed', why: impactWords.notReadDetail }
  }
}
