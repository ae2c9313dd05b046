'use client'

import { CirclePause, CirclePlay, Trash2 } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { Tooltip } from '@/components/ui/tooltip'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { FAILURES } from '@/lib/core/failures'

export type KeyActionsProps = {
  apiKey: ApiKeyView
  onRevoke: (key: ApiKeyView, pressed: HTMLElement) => void
  onDisable: (key: ApiKeyView, pressed: HTMLElement) => void
  onEnable: (key: ApiKeyView) => void
  /** Where the page says who may revoke an orphaned key. */
  orphanedNoteId: string
}

/** Whether there is anything to show: another's active key is not the viewer's to change. */
export const hasActions = ({ can, status }: ApiKeyView) =>
  can.disable || can.enable || can.revoke || status === 'orphaned'

/** What the viewer may do with a key. An orphaned one shows the way also to those who may not go it, and says why. */
export function KeyActions({ apiKey, onRevoke, onDisable, onEnable, orphanedNoteId }: KeyActionsProps) {
  const { can, name, status } = apiKey
  return (
    <div className="-mr-1.5 flex justify-end gap-0.5 max-md:mr-0 max-md:justify-start max-md:gap-2">
      {can.disable && (
        <KeyAction verb="Disable" name={name} onPress={(pressed) => onDisable(apiKey, pressed)}>
          <CirclePause aria-hidden />
        </KeyAction>
      )}
      {can.enable && (
        <KeyAction verb="Enable" name={name} onPress={() => onEnable(apiKey)}>
          <CirclePlay aria-hidden />
        </KeyAction>
      )}
      {can.revoke && (
        <KeyAction verb="Revoke" name={name} onPress={(pressed) => onRevoke(apiKey, pressed)}>
          <Trash2 aria-hidden />
        </KeyAction>
      )}
      {status === 'orphaned' && !can.revoke && (
        <KeyAction
          verb="Revoke"
          name={name}
          refusal={FAILURES.orphaned_key_needs_owner.sentence}
          describedBy={orphanedNoteId}
        >
          <Trash2 aria-hidden />
        </KeyAction>
      )}
    </div>
  )
}

type KeyActionProps = {
  verb: string
  name: string
  onPress?: (pressed: HTMLElement) => void
  /** Why it can't be done, where it can't: it stays reachable, and says so. */
  refusal?: string
  describedBy?: string
  /** Its icon. */
  children: ReactNode
}

/** An icon in a row, and a button with its word in a card. */
function KeyAction({ verb, name, onPress, refusal, describedBy, children }: KeyActionProps) {
  return (
    <Tooltip text={refusal ?? `${verb} ${name}`}>
      <Button
        variant="icon"
        size="small"
        aria-label={`${verb} ${name}`}
        aria-disabled={refusal !== undefined || undefined}
        aria-describedby={describedBy}
        onClick={(event: MouseEvent<HTMLButtonElement>) => onPress?.(event.currentTarget)}
        className={classNames('max-md:w-auto max-md:border-line-strong max-md:px-2.5', refusal && 'opacity-60')}
      >
        {children}
        <span aria-hidden className="md:hidden">
          {verb}
        </span>
      </Button>
    </Tooltip>
  )
}
