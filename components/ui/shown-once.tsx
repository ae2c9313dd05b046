'use client'

import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { commonWords } from '@/words/common'
import { uiWords } from '@/words/ui'
import { AlertDialog, AlertDialogClose } from './alert-dialog'
import { Button } from './button'
import { Callout } from './callout'
import { CodeBlock } from './code-block'
import { CopyButton } from './copy-button'
import { DialogBody, DialogFooter } from './dialog'

export interface ShownOnceWords {
  /** What it is, for who hears it. */
  readonly label: string
  readonly copy: string
  /** Why it has to be kept well. */
  readonly warning: string
  /** The question that closing asks before it was kept, and what would follow. */
  readonly closeTitle: string
  readonly closeDescription: string
}

export type ShownOnceProps = {
  /** Empty once it is to be seen no more: a dialog takes a moment to fade. */
  value: string
  words: ShownOnceWords
  /** It is kept in another way: closing asks nothing. */
  kept?: boolean | undefined
  closeAnyway?: string | undefined
  closeButton?: RefObject<HTMLButtonElement | null> | undefined
  /** Stands beside the button that copies it. */
  beside?: ReactNode
  /** What to do with it. */
  children?: ReactNode
  onClose: () => void
}

/**
 * What a dialog shows of something that is never shown again: the value, a way to keep it, and what it is for. Closing before it was kept
 * asks first, and so does the browser when the page is left. The dialog around it must not be dismissible.
 */
export function ShownOnce({
  value,
  words,
  kept = false,
  closeAnyway = uiWords.shownOnce.closeWithoutCopying,
  closeButton,
  beside,
  children,
  onClose,
}: ShownOnceProps) {
  const [copied, setCopied] = useState(false)
  const [asking, setAsking] = useState(false)
  const copyButton = useRef<HTMLButtonElement>(null)
  const goBackButton = useRef<HTMLButtonElement>(null)
  const isKept = kept || copied

  // The form that had the focus is gone.
  useEffect(() => copyButton.current?.focus(), [])
  useWarningBeforeLeaving(!isKept && value !== '')

  return (
    <>
      <DialogBody>
        <CodeBlock code={value} label={words.label} className="[&_pre]:break-all" />
        <div className="-mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
          <CopyButton
            ref={copyButton}
            value={value}
            label={words.copy}
            variant="primary"
            onCopied={() => setCopied(true)}
          />
          {beside}
        </div>
        {children}
        <Callout tone="warn">{words.warning}</Callout>
      </DialogBody>
      <DialogFooter>
        <Button ref={closeButton} onClick={() => (isKept ? onClose() : setAsking(true))}>
          {commonWords.close}
        </Button>
      </DialogFooter>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={words.closeTitle}
        description={words.closeDescription}
        initialFocus={goBackButton}
      >
        <DialogFooter>
          <AlertDialogClose ref={goBackButton}>{commonWords.goBack}</AlertDialogClose>
          <Button variant="danger" onClick={onClose}>
            {closeAnyway}
          </Button>
        </DialogFooter>
      </AlertDialog>
    </>
  )
}

/** Reloading or closing the page would lose it as well; the browser asks in its own words. */
function useWarningBeforeLeaving(active: boolean) {
  useEffect(() => {
    if (!active) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [active])
}
