import { z } from 'zod'

export const ListEventsInput = z.object({ before: z.number().int().positive().optional() })

export interface EventView {
  readonly number: number
  readonly type: string
  readonly at: string
  /** Who: a member's name, "Operator", or a gateway's name. */
  readonly actor: string
  /** What it was done to, in words: "ci-deploy of resize-image". */
  readonly subject: string
  readonly address: string | null
  readonly reason: string | null
  /** The change by which its receipt is asked for; null when it stopped or narrowed nothing. */
  readonly seq: number | null
}

export interface EventsView {
  readonly events: readonly EventView[]
  /** Number to ask before of, for older ones. */
  readonly nextBefore: number | null
  /** Whether the chain of hashes holds, as far as it is shown. */
  readonly chainIntact: boolean
}
