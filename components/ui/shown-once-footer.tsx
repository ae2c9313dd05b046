'use client'

import { useRef, useState } from 'react'
import { commonWords } from '@/words/common'
import { uiWords } from '@/words/ui'
import { AlertDialog, AlertDialogClose } from './alert-dialog'
import { Button } from './button'
import { DialogFooter } from './dialog'

export type ShownOnceFooterProps = {
  /** Once it was copied, closing asks nothing. */
  copied: boolean
  onClose: () => void
  /** The question that closing asks before, and what would follow. */
  title: string
  description: string
}

/** The end of a dialog with something that is never shown again. */
export function ShownOnceFooter({ copied, onClose, title, description }: ShownOnceFooterProps) {
  const [asking, setAsking] = useState(false)
  const goBackButton = useRef<HTMLButtonElement>(null)
  return (
    <>
      <DialogFooter>
        <Button onClick={() => (copied ? onClose() : setAsking(true))}>{commonWords.close}</Button>
      </DialogFooter>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={title}
        description={description}
        initialFocus={goBackButton}
      >
        <DialogFooter>
          <AlertDialogClose ref={goBackButton}>{commonWords.goBack}</AlertDialogClose>
          <Button variant="danger" onClick={onClose}>
            {uiWords.shownOnceFooter.closeWithoutCopying}
          </Button>
        </DialogFooter>
      </AlertDialog>
    </>
  )
}
