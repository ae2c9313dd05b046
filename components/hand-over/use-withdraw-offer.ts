'use client'

import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import type { z } from 'zod'
import { type Act, usePress } from '@/components/submission'
import { useToast } from '@/components/ui/toast'
import type { OfferInput } from '@/lib/contract/hand-over'
import type { OfferId } from '@/lib/core/identifiers'
import { offeredWords as words } from '@/words/hand-over'

export type AnswerOffer = Act<z.input<typeof OfferInput>, unknown>

/** Withdrawing asks nothing: another offer can be made. */
export function useWithdrawOffer(withdrawOffer: AnswerOffer) {
  const router = useRouter()
  const toast = useToast()
  const { press } = usePress()
  return useCallback(
    (offerId: OfferId, name: string) =>
      press(
        () => withdrawOffer({ offerId }),
        (outcome) => {
          if (outcome.ok) toast({ title: words.withdrawn(name) })
          else toast({ title: words.notWithdrawn(name), description: outcome.message, tone: 'bad' })
          router.refresh()
        },
      ),
    [press, withdrawOffer, toast, router],
  )
}
