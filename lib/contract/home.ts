import type { ApiKeyView } from '@/lib/contract/api-keys'
import type { OfferView } from '@/lib/contract/hand-over'
import type { UsageSeries } from '@/lib/contract/usage'
import type { Service } from '@/lib/core/services'

/** Keys that need someone, and how many there are; at least so many, where there are more than were counted. */
export interface Concern {
  readonly count: number
  readonly orMore: boolean
  readonly keys: readonly ApiKeyView[]
}

/** What needs someone, and how much there is of each service: the first page, and the counts beside the navigation. */
export interface HomeView {
  /** At most five each, the newest first; the counts are of all. */
  readonly orphaned: Concern
  readonly expiringSoon: Concern
  /** Dead keys that someone has presented in the last seven days, the newest knock first; at most five. */
  readonly knocking: Concern
  /** Active keys that were made more than 90 days ago and not used since, or never. */
  readonly unused: Concern
  /** What somebody wants to hand over to the viewer: those that expire first come first. */
  readonly offered: { readonly count: number; readonly offers: readonly OfferView[] }
  /** The last 24 hours of the whole organization. */
  readonly traffic: UsageSeries
  readonly silentGateways: readonly { readonly name: string; readonly since: string | null }[] | null
  readonly services: readonly { readonly service: Service; readonly apps: number; readonly keys: number }[]
  /** Whether the viewer may look through the keys of the whole organization. */
  readonly can: { readonly inventory: boolean }
  readonly now: string
}
