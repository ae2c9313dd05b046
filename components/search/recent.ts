/** Where the search has led lately, for this person, in this organization, in this tab: gone when the tab is closed. */
export interface Recent {
  readonly kind: 'app' | 'key' | 'page'
  readonly label: string
  readonly detail?: string | undefined
  readonly href: string
}

const MOST = 5
const storageKey = (whose: string) => `aura.recent.${whose}`

export function readRecent(whose: string): readonly Recent[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageKey(whose)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isRecent).slice(0, MOST) : []
  } catch {
    // Storage can be forbidden, and what stands in it is not ours alone to write.
    return []
  }
}

export function keepRecent(whose: string, { kind, label, detail, href }: Recent): void {
  const others = readRecent(whose).filter((other) => other.href !== href)
  try {
    sessionStorage.setItem(storageKey(whose), JSON.stringify([{ kind, label, detail, href }, ...others].slice(0, MOST)))
  } catch {
    // As above: then there are no recent places.
  }
}

export function forgetRecent(whose: string): void {
  try {
    sessionStorage.removeItem(storageKey(whose))
  } catch {
    // As above: then there is nothing to forget.
  }
}

/** It leads only within the portal, whoever wrote it. */
function isRecent(value: unknown): value is Recent {
  const { kind, label, detail, href } = (value ?? {}) as Partial<Record<keyof Recent, unknown>>
  return (
    (kind === 'app' || kind === 'key' || kind === 'page') &&
    typeof label === 'string' &&
    (detail === undefined || typeof detail === 'string') &&
    typeof href === 'string' &&
    href.startsWith('/o/')
  )
}
