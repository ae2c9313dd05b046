import { z } from 'zod'
import type { KeyStatus } from '@/lib/core/api-key'
import type { ApiKeyId, AppId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'
import type { Service } from '@/lib/core/services'

export const SearchInput = z.object({ text: z.string().trim().min(1).max(LIMITS.searchLength) })

export interface FoundApp {
  readonly id: AppId
  readonly name: string
  readonly slug: string
  readonly service: Service
  /** Whether who searches may create a key for it. */
  readonly canCreateKey: boolean
}

export interface FoundKey {
  readonly id: ApiKeyId
  readonly name: string
  readonly status: KeyStatus
  readonly app: { readonly name: string; readonly slug: string; readonly service: Service }
}

/** The few best of each, the best first. */
export interface SearchView {
  readonly apps: readonly FoundApp[]
  readonly keys: readonly FoundKey[]
}
