'use client'

import { useCallback } from 'react'
import { useAsking } from '@/components/api-keys/use-asking'
import { attempt } from '@/components/submission'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import type { ListHeirs } from './offer-dialog'
import type { Offering } from './offer-keys-dialog'

/** Asks to whom keys are to be offered. Who can take them is asked for with the dialog, so that both come together. */
export function useOffering(
  listHeirs: ListHeirs,
  want: () => Promise<boolean>,
  whenGone: () => HTMLElement | null,
  onDone: () => void,
) {
  const asking = useAsking<Offering>(want, whenGone, onDone)
  const { ask } = asking
  const askOf = useCallback(
    (keys: readonly ApiKeyView[], pressed: HTMLElement) =>
      ask({ keys, heirs: attempt(() => listHeirs({ apiKeyIds: keys.map(({ id }) => id) })) }, pressed),
    [ask, listHeirs],
  )
  return { ...asking, askOf }
}
