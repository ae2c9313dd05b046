'use client'

import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import type { z } from 'zod'
import { type Act, usePress } from '@/components/submission'
import { useToast } from '@/components/ui/toast'
import type { ApiKeyInput, ApiKeyView } from '@/lib/contract/api-keys'

export type ChangeApiKey = Act<z.input<typeof ApiKeyInput>, unknown>

/** Disabling asks nothing, for it can be taken back: the message that tells of it offers to. */
export function useKeyChanges(disableApiKey: ChangeApiKey, enableApiKey: ChangeApiKey) {
  const router = useRouter()
  const toast = useToast()
  const { press } = usePress()

  const onEnable = useCallback(
    (key: Pick<ApiKeyView, 'id' | 'name'>) =>
      press(
        () => enableApiKey({ apiKeyId: key.id }),
        (outcome) => {
          if (outcome.ok) toast({ title: `${key.name} is enabled`, description: 'Calls with it are accepted again.' })
          else toast({ title: `${key.name} was not enabled`, description: outcome.message, tone: 'bad' })
          router.refresh()
        },
      ),
    [press, enableApiKey, toast, router],
  )

  const onDisable = useCallback(
    (key: Pick<ApiKeyView, 'id' | 'name'>) =>
      press(
        () => disableApiKey({ apiKeyId: key.id }),
        (outcome) => {
          if (outcome.ok) {
            toast({
              title: `${key.name} is disabled`,
              description: 'Calls with it are refused until it is enabled.',
              action: { label: 'Undo', onPress: () => onEnable(key) },
            })
          } else toast({ title: `${key.name} was not disabled`, description: outcome.message, tone: 'bad' })
          router.refresh()
        },
      ),
    [press, disableApiKey, toast, router, onEnable],
  )

  return { onDisable, onEnable }
}
