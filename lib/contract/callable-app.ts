import type { AppId } from '@/lib/core/identifiers'
import type { Service } from '@/lib/core/services'

/** What one needs to know of an app to call it, or to show how. */
export interface CallableApp {
  readonly id: AppId
  readonly service: Service
  readonly name: string
  readonly slug: string
  /** The public address: the gateway's, with `/apps/<slug>/`. */
  readonly endpoint: string
}
