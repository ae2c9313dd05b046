import type { FaultKind } from '@/e2e/fault-run/fault-plan'
import type { ReceiptView } from '@/lib/contract/receipts'
import type { Verdict } from '@/lib/core/verdicts'

/** All moments are milliseconds since 1970 by the clock of the one machine on which callers, portals and Postgres run. */

/** What became of a request: a verdict; another answer; an answer that did not come whole; a connection that did not come about. */
export type Answered = Verdict | `status ${number}` | 'broken' | 'not connected'

export interface AskedRequest {
  readonly key: string
  /** The name under which the gateway is registered. */
  readonly gateway: string
  readonly sentAt: number
  readonly answeredAt: number
  readonly answer: Answered
}

/** `foreign` is a key of another organization, which opens nothing here. */
export type KeyRole = 'steady' | 'doomed' | 'foreign'

export interface Revocation {
  readonly key: string
  /** The portal that was asked first. */
  readonly portal: number
  readonly clickedAt: number
  /** When the person knew that it was done. */
  readonly confirmedAt: number
  /** More than once when no answer came. */
  readonly attempts: number
  /** The receipt when it was first seen complete; undefined when that never was. */
  readonly receipt: ReceiptView | undefined
  /** The same receipt, read again at the end of the run. */
  readonly receiptAtEnd: ReceiptView
}

export interface FaultWindow {
  readonly kind: FaultKind | 'portals_away'
  readonly target: number
  readonly begins: number
  /** Until everything has recovered from it. */
  readonly ends: number
}

/** Counted requests as the database has them; the key is empty where no signature vouched for one. */
export interface CountedRequests {
  readonly key: string
  readonly verdict: string
  readonly requests: number
}

export interface ReportedGap {
  readonly gateway: string
  readonly begins: number
  readonly ends: number
}

export interface FaultRunRecord {
  readonly stalenessSeconds: number
  readonly keys: ReadonlyMap<string, KeyRole>
  readonly asked: readonly AskedRequest[]
  readonly revocations: readonly Revocation[]
  readonly faults: readonly FaultWindow[]
  /** When which gateway was killed. */
  readonly kills: readonly { readonly gateway: string; readonly at: number }[]
  readonly counted: readonly CountedRequests[]
  readonly gaps: readonly ReportedGap[]
}
