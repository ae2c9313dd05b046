import type { ApiKeyView } from '@/lib/contract/api-keys'
import type { Service } from '@/lib/core/services'

/** What needs someone, and how much there is of each service: the first page, and the counts beside the navigation. */
export interface HomeView {
  /** At most five each, the newest first; the counts are of all. */
  readonly orphaned: { readonly count: number; readonly keys: readonly ApiKeyView[] }
  readonly expiringSoon: { readonly count: number; readonly keys: readonly ApiKeyView[] }
  readonly silentGateways: readonly { readonly name: string; readonly since: string | null }[] | null
  readonly services: readonly { readonly service: Service; readonly apps: number; readonly keys: number }[]
  readonly now: string
}
