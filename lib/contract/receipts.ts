import { z } from 'zod'
import type { GatewayInstanceId } from '@/lib/core/identifiers'

export const ReceiptInput = z.object({ seq: z.int().min(1) })

/** What one process of a gateway owed for a change, and what became of it. Moments are RFC 3339, by Postgres's clock. */
export interface ReceiptEntryView {
  readonly instanceId: GatewayInstanceId
  readonly gateway: string
  readonly version: string
  /** When it had durably applied the change and closed what was open; null while it has not said so. */
  readonly acknowledgedAt: string | null
  /** From then on it refuses everything, whether it has heard of the change or not. */
  readonly refusesFrom: string
}

/** The proof that gateways applied a change. */
export interface ReceiptView {
  readonly seq: number
  /** When the change was made. */
  readonly at: string
  /** Every process that held a lease at that moment. Empty when none did: then nothing served. */
  readonly entries: readonly ReceiptEntryView[]
  /** True when each has acknowledged, or refuses everything by now. */
  readonly complete: boolean
  readonly now: string
}
