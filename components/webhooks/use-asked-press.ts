'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { usePress } from '@/components/submission'
import { useToast } from '@/components/ui/toast'
import type { ActionState } from '@/lib/contract/action-state'

/** A press that is asked for once more before it is made: whether the question stands, and what came of the answer. */
export function useAskedPress<Output>(
  act: () => Promise<ActionState<Output>>,
  told: { readonly done: (value: Output) => string; readonly notDone: string },
  onDone?: () => void,
) {
  const router = useRouter()
  const toast = useToast()
  const { press, pending } = usePress()
  const [open, setOpen] = useState(false)
  const confirm = () =>
    press(act, (outcome) => {
      setOpen(false)
      if (outcome.ok) toast({ title: told.done(outcome.value) })
      else toast({ title: told.notDone, description: outcome.message, tone: 'bad' })
      if (outcome.ok && onDone) onDone()
      else router.refresh()
    })
  return { open, setOpen, pending, confirm }
}
