'use client'

import { useCallback } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { tryAppHref } from '@/components/places'
import type { ActionState } from '@/lib/contract/action-state'
import type { AppView } from '@/lib/contract/apps'
import type { TriedCallView } from '@/lib/contract/tried-call'
import type { TryMethod } from '@/lib/core/tried-call'

export interface TypedCall {
  readonly method: TryMethod
  readonly path: string
  readonly contentType: string
  readonly body: string
  readonly key: string
}

/** Has a call sent, in the body of a request and so in no address, history or log. */
export function useTry(app: Pick<AppView, 'service' | 'slug'>) {
  const { organizationSlug } = useViewer()
  const href = tryAppHref(organizationSlug, app)
  return useCallback(
    async (call: TypedCall): Promise<ActionState<TriedCallView>> => {
      const answer = await fetch(href, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(call),
        cache: 'no-store',
      })
      return (await answer.json()) as ActionState<TriedCallView>
    },
    [href],
  )
}
