'use client'

import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import type { z } from 'zod'
import { type Act, usePress } from '@/components/submission'
import { useToast } from '@/components/ui/toast'
import type { ApiKeyInput, ApiKeyView } from '@/lib/contract/api-keys'
import { actionWords as words } from '@/words/api-keys'

export type EnableApiKey = Act<z.input<typeof ApiKeyInput>, unknown>

/** Enabling asks nothing: it gives back what worked before. */
export function useEnableApiKey(enableApiKey: EnableApiKey) {
  const router = useRouter()
  const toast = useToast()
  const { press } = usePress()
  return useCallback(
    (key: Pick<ApiKeyView, 'id' | 'name'>) =>
      press(
        () => enableApiKey({ apiKeyId: key.id }),
        (outcome) => {
          if (outcome.ok) toast({ title: words.enabled(key.name), description: words.enabledDetail })
          else toast({ title: words.notEnabled(key.name), description: outcome.message, tone: 'bad' })
          router.refresh()
        },
      ),
    [press, enableApiKey, toast, router],
  )
}
