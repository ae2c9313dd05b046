'use client'

import { Spinner } from '@/components/ui/spinner'
import type { ReceiptView } from '@/lib/contract/receipts'
import { Receipt, type ReceiptProps } from './receipt'

export type AwaitedReceiptProps = Omit<ReceiptProps, 'receipt'> & {
  /** Null until the portal has answered for the first time. */
  receipt: ReceiptView | null
  /** Said until then. */
  waiting: string
}

/** A receipt that is being watched. */
export function AwaitedReceipt({ receipt, waiting, ...rest }: AwaitedReceiptProps) {
  if (receipt) return <Receipt receipt={receipt} {...rest} />
  return (
    <p role="status" className="flex items-center gap-3 rounded-md bg-sunken px-4 py-3">
      <Spinner className="size-5 shrink-0" />
      {waiting}
    </p>
  )
}
