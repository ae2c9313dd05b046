import type { Prisma } from '@/lib/db/generated/client'

declare const transaction: unique symbol

/** A transaction, opaque to everyone outside this folder: operations pass it on and never call it. */
export interface Tx {
  readonly [transaction]: true
}

export type TransactionClient = Prisma.TransactionClient

/** Only files of lib/db open it. */
export const clientOf = (tx: Tx): TransactionClient => tx as unknown as TransactionClient
export const txOf = (client: TransactionClient): Tx => client as unknown as Tx
