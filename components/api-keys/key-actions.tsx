'use client'

import { CirclePause, CirclePlay, Trash2 } from 'lucide-react'
import type { MouseEvent } from 'react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Tooltip } from '@/components/ui/tooltip'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { FAILURES } from '@/lib/core/failures'

export type KeyActionsProps = {
  apiKey: ApiKeyView
  onRevoke: (key: ApiKeyView, pressed: HTMLElement) => void
  onDisable: (key: ApiKeyView) => void
  onEnable: (key: ApiKeyView) => void
  /** Where the page says who may revoke an orphaned key. */
  orphanedNoteId: string
}

/** What the viewer may do with a key. An orphaned one shows the way also to those who may not go it, and says why. */
export function KeyActions({ apiKey, onRevoke, onDisable, onEnable, orphanedNoteId }: KeyActionsProps) {
  const { can, name, status } = apiKey
  return (
    <div className="-mr-1.5 flex justify-end gap-0.5 max-md:-ml-1.5 max-md:justify-start">
      {can.disable && (
        <IconButton label={`Disable ${name}`} onClick={() => onDisable(apiKey)}>
          <CirclePause aria-hidden />
        </IconButton>
      )}
      {can.enable && (
        <IconButton label={`Enable ${name}`} onClick={() => onEnable(apiKey)}>
          <CirclePlay aria-hidden />
        </IconButton>
      )}
      {can.revoke && (
        <IconButton
          label={`Revoke ${name}`}
          onClick={(event: MouseEvent<HTMLButtonElement>) => onRevoke(apiKey, event.currentTarget)}
        >
          <Trash2 aria-hidden />
        </IconButton>
      )}
      {status === 'orphaned' && !can.revoke && (
        <Tooltip text={FAILURES.orphaned_key_needs_owner.sentence}>
          <Button variant="icon" size="small" aria-disabled aria-label={`Revoke ${name}`} aria-describedby={orphanedNoteId}>
            <Trash2 aria-hidden />
          </Button>
        </Tooltip>
      )}
    </div>
  )
}
