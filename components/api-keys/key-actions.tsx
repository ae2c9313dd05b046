'use client'

import {
  CirclePause,
  CirclePlay,
  Copy,
  Ellipsis,
  ExternalLink,
  Handshake,
  Pencil,
  RefreshCw,
  StickyNote,
  Trash2,
  Undo2,
} from 'lucide-react'
import { type MouseEvent, type ReactNode, useRef } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { apiKeyHref } from '@/components/places'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { copyText } from '@/components/ui/copy-text'
import { Link } from '@/components/ui/link'
import { Menu } from '@/components/ui/menu'
import { useToast } from '@/components/ui/toast'
import { Tooltip } from '@/components/ui/tooltip'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { FAILURES } from '@/lib/core/failures'
import type { OfferId } from '@/lib/core/identifiers'
import { actionWords as words } from '@/words/api-keys'
import { offeredWords } from '@/words/hand-over'

/** Asks about a key; what was pressed takes the focus back afterwards. */
export type AskAbout = (key: ApiKeyView, pressed: HTMLElement) => void

export type KeyActionsProps = {
  apiKey: ApiKeyView
  onRotate: AskAbout
  onRevoke: AskAbout
  onDisable: AskAbout
  onRename: AskAbout
  onNote: AskAbout
  onEnable: (key: ApiKeyView) => void
  onOffer: (keys: readonly ApiKeyView[], pressed: HTMLElement) => void
  onWithdraw: (offerId: OfferId, name: string) => void
  /** Where the page says who may revoke an orphaned key. */
  orphanedNoteId: string
}

/** What the viewer may do with a key. An orphaned one shows the way also to those who may not go it, and says why. */
export function KeyActions({
  apiKey,
  onRotate,
  onRevoke,
  onDisable,
  onEnable,
  onRename,
  onNote,
  onOffer,
  onWithdraw,
  orphanedNoteId,
}: KeyActionsProps) {
  const { can, name, status } = apiKey
  return (
    <div className="-mr-1.5 flex flex-wrap justify-end gap-0.5 max-md:mr-0 max-md:justify-start max-md:gap-2 md:flex-nowrap">
      {can.rotate && (
        <KeyAction verb={words.rotate} name={name} onPress={(pressed) => onRotate(apiKey, pressed)}>
          <RefreshCw aria-hidden />
        </KeyAction>
      )}
      {can.disable && (
        <KeyAction verb={words.disable} name={name} onPress={(pressed) => onDisable(apiKey, pressed)}>
          <CirclePause aria-hidden />
        </KeyAction>
      )}
      {can.enable && (
        <KeyAction verb={words.enable} name={name} onPress={() => onEnable(apiKey)}>
          <CirclePlay aria-hidden />
        </KeyAction>
      )}
      {can.offer && (
        <KeyAction verb={offeredWords.offer} name={name} onPress={(pressed) => onOffer([apiKey], pressed)}>
          <Handshake aria-hidden />
        </KeyAction>
      )}
      {can.revoke && (
        <KeyAction verb={words.revoke} name={name} onPress={(pressed) => onRevoke(apiKey, pressed)}>
          <Trash2 aria-hidden />
        </KeyAction>
      )}
      {status === 'orphaned' && !can.revoke && (
        <KeyAction
          verb={words.revoke}
          name={name}
          refusal={FAILURES.orphaned_key_needs_owner.sentence}
          describedBy={orphanedNoteId}
        >
          <Trash2 aria-hidden />
        </KeyAction>
      )}
      <MoreActions apiKey={apiKey} onRename={onRename} onNote={onNote} onWithdraw={onWithdraw} />
    </div>
  )
}

/** What is done seldom, and what changes nothing about how the key works. */
function MoreActions({
  apiKey,
  onRename,
  onNote,
  onWithdraw,
}: Pick<KeyActionsProps, 'apiKey' | 'onRename' | 'onNote' | 'onWithdraw'>) {
  const { organizationSlug } = useViewer()
  const toast = useToast()
  const button = useRef<HTMLButtonElement>(null)
  const { can, id, name, app, offer } = apiKey

  const ask = (about: AskAbout) => {
    if (button.current) about(apiKey, button.current)
  }
  async function copyId() {
    const copied = await copyText(id, document.body)
    if (copied) toast({ title: words.copied, description: id })
    else toast({ title: words.notCopied, description: words.notCopiedHelp, tone: 'bad' })
  }

  return (
    <Menu
      trigger={
        <Button ref={button} variant="icon" size="small" aria-label={words.moreOf(name)} className={inCard}>
          <Ellipsis aria-hidden />
          <span aria-hidden className="md:hidden">
            {words.more}
          </span>
        </Button>
      }
      entries={[
        ...(can.rename ? [{ icon: Pencil, label: words.rename, onSelect: () => ask(onRename) }] : []),
        ...(can.note ? [{ icon: StickyNote, label: words.note, onSelect: () => ask(onNote) }] : []),
        ...(offer && can.withdrawOffer
          ? [{ icon: Undo2, label: offeredWords.withdraw, onSelect: () => onWithdraw(offer.id, name) }]
          : []),
        { icon: Copy, label: words.copyId, onSelect: () => void copyId() },
        {
          icon: ExternalLink,
          label: words.open,
          link: <Link href={apiKeyHref(organizationSlug, app, id)} />,
        },
      ]}
    />
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

const inCard = 'max-md:w-auto max-md:border-line-strong max-md:px-2.5'

/** An icon in a row, and a button with its word in a card. */
function KeyAction({ verb, name, onPress, refusal, describedBy, children }: KeyActionProps) {
  const label = words.of(verb, name)
  return (
    <Tooltip text={refusal ?? label}>
      <Button
        variant="icon"
        size="small"
        aria-label={label}
        aria-disabled={refusal !== undefined || undefined}
        aria-describedby={describedBy}
        onClick={(event: MouseEvent<HTMLButtonElement>) => onPress?.(event.currentTarget)}
        className={classNames(inCard, refusal && 'opacity-60')}
      >
        {children}
        <span aria-hidden className="md:hidden">
          {verb}
        </span>
      </Button>
    </Tooltip>
  )
}
