'use client'

import { type ComponentType, useCallback, useState } from 'react'

/**
 * A part that is loaded when it is wanted, so that pages on which nobody wants it do not pay for it. Not React's `lazy`: that throws what
 * can't be loaded at the whole page, and with it what was typed there, or a key that is shown once. `want` says whether it is there.
 */
export function useLoaded<Props>(load: () => Promise<ComponentType<Props>>) {
  const [Loaded, setLoaded] = useState<ComponentType<Props> | null>(null)
  const want = useCallback(async (): Promise<boolean> => {
    try {
      const component = await load()
      setLoaded(() => component)
      return true
    } catch {
      // A network that is away, or a portal that was updated since this page was sent.
      return false
    }
  }, [load])
  return [Loaded, want] as const
}
