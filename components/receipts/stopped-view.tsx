'use client'

import type { ReactNode } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import type { ReceiptView } from '@/lib/contract/receipts'
import { receiptsWords } from '@/words/receipts'
import { AwaitedReceipt } from './awaited-receipt'
import type { Stopped } from './use-stop'

export type StoppedViewProps = {
  stopped: Stopped<unknown>
  receipt: ReceiptView | null
  /** As in "Dead at every gateway". */
  done: string
  /** Said until the gateways are heard of: "Revoked. Asking the gateways…" */
  waiting: string
  /** What else has come of it, and where the receipt stays. */
  note: ReactNode
  /** Where to go on from here. */
  action?: ReactNode
}

/** The second half of every dialog that stops something: its receipt, filling in gateway by gateway. */
export function StoppedView({ stopped, receipt, done, waiting, note, action }: StoppedViewProps) {
  return (
    <>
      <DialogBody>
        <AwaitedReceipt receipt={receipt} waiting={waiting} pressedBefore={stopped.pressedBefore} done={done} />
        <p className="text-ink-2 text-xs">{note}</p>
      </DialogBody>
      <DialogFooter>
        {action}
        <DialogClose autoFocus className={buttonStyle({ variant: 'primary' })}>
          {receiptsWords.stoppedView.done}
        </DialogClose>
      </DialogFooter>
    </>
  )
}
