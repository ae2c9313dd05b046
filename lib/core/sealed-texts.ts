import type { OrganizationId } from '@/lib/core/identifiers'

/** Everything that is kept sealed, in the order in which it is sealed anew: few of the first, many of the last. */
export const SEALED_KINDS = ['signing_key', 'app', 'identity_provider', 'webhook_secret', 'secret_version'] as const
export type SealedKind = (typeof SEALED_KINDS)[number]

/** How many sealed texts of one kind an organization has that one key sealed. */
export interface SealedCount {
  readonly organizationId: OrganizationId
  readonly slug: string
  readonly kind: SealedKind
  /** The key's name; empty for texts whose header is damaged. */
  readonly key: string
  readonly count: number
}

/**
 * `current`: sealed as it should be. `left`: it opens, and is to be sealed anew. `missing`: nobody can open it until its key is brought back.
 * `given_up`: the operator says that its key is lost for good. `damaged`: no key will open it.
 */
export type SealedStanding = 'current' | 'left' | 'missing' | 'given_up' | 'damaged'

/** Where a sealed text stands, by the names of the keys that a process has. */
export function standingOf(
  key: string,
  keys: { readonly current: string; readonly known: ReadonlySet<string>; readonly lost: ReadonlySet<string> },
): SealedStanding {
  if (key === '') return 'damaged'
  if (key === keys.current) return 'current'
  if (keys.known.has(key)) return 'left'
  return keys.lost.has(key) ? 'given_up' : 'missing'
}
