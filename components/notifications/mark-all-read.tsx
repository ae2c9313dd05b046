'use client'

import { useRouter } from 'next/navigation'
import { usePress } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import type { ActionState } from '@/lib/contract/action-state'
import type { HappeningId } from '@/lib/core/identifiers'
import { notificationsWords } from '@/words/notifications'
import { tellBell } from './mark-read'

const words = notificationsWords.bell

export type MarkAllReadProps = {
  upTo: HappeningId
  markRead: (which: { upTo: HappeningId }) => Promise<ActionState<unknown>>
}

/** Everything that the page knows of: what has come since is not meant. */
export function MarkAllRead({ upTo, markRead }: MarkAllReadProps) {
  const { press, pending } = usePress()
  const router = useRouter()
  const toast = useToast()
  return (
    <Button
      pending={pending}
      onClick={() =>
        press(
          () => markRead({ upTo }),
          (outcome) => {
            if (!outcome.ok) return toast({ title: outcome.message, tone: 'bad' })
            toast({ title: words.marked })
            tellBell()
            router.refresh()
          },
        )
      }
    >
      {words.markAll}
    </Button>
  )
}
