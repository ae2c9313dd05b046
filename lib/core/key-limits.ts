/** How often a key may be used, counted by each gateway process for itself. */
export interface RateLimit {
  readonly requestsPerMinute: number
  /** So many requests may come at once, after a time without any. */
  readonly burst: number
}

/** What narrows a key down beside its scopes. It can be changed while the key lives, so it is in the feed and not in the key. */
export interface KeyLimits {
  /** Null for as often as it likes. */
  readonly rate: RateLimit | null
  /** Address ranges from which the key may be used, such as `10.1.0.0/16` or `2001:db8::/32`, in their one spelling; empty for anywhere. */
  readonly addresses: readonly string[]
}

export const NO_LIMITS: KeyLimits = { rate: null, addresses: [] }

export const isLimited = ({ rate, addresses }: KeyLimits): boolean => rate !== null || addresses.length > 0
