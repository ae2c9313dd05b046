'use client'

import { type ComponentType, useCallback, useState } from 'react'
import { uiWords } from '@/words/ui'
import { useToast } from './toast'

const words = uiWords.notLoaded

/**
 * A part that is loaded when it is wanted, so that pages on which nobody wants it do not pay for it. Not React's `lazy`: that throws what
 * can't be loaded at the whole page, and with it what was typed there, or a key that is shown once. `want` says whether it is there, and
 * tells the reader when it isn't; `prepare` is for the moment at which one sees the wish coming, and says nothing.
 */
export function useLoaded<Props>(load: () => Promise<ComponentType<Props>>) {
  const toast = useToast()
  const [Loaded, setLoaded] = useState<ComponentType<Props> | null>(null)
  const want = useCallback(async (): Promise<boolean> => {
    try {
      const component = await load()
      setLoaded(() => component)
      return true
    } catch {
      // A network that is away, or a portal that was updated since this page was sent.
      toast({ title: words.title, description: words.detail, tone: 'bad' })
      return false
    }
  }, [load, toast])
  const prepare = useCallback(() => void load().catch(() => undefined), [load])
  return [Loaded, want, prepare] as const
}
