'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { commonWords } from '@/words/common'
import { receiptsWords } from '@/words/receipts'
import { AwaitedReceipt } from './awaited-receipt'
import { useReceipt } from './use-receipt'

export type OpenReceiptProps = {
  seq: number
  /** What was done, and on what: "API key revoked: ci-deploy of resize-image". */
  of: string
  /** As in "Dead at every gateway". */
  done: string
}

/** Shows the receipt of something that was done before; one that is not complete goes on to fill. */
export function OpenReceipt({ seq, of, done }: OpenReceiptProps) {
  const [open, setOpen] = useState(false)
  const { receipt, follow, leave } = useReceipt()
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (next) void follow(seq)
        else leave()
      }}
      title={commonWords.receipt}
      description={of}
      trigger={
        <Button variant="ghost" size="small" aria-label={receiptsWords.openReceipt.receiptOf(of)}>
          {commonWords.receipt}
        </Button>
      }
    >
      <DialogBody>
        <AwaitedReceipt receipt={receipt} waiting={receiptsWords.openReceipt.asking} done={done} />
      </DialogBody>
      <DialogFooter>
        <DialogClose className={buttonStyle({ variant: 'primary' })}>{commonWords.close}</DialogClose>
      </DialogFooter>
    </Dialog>
  )
}
