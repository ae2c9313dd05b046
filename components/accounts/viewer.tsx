'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { Words } from '@/words/terms'

/** What every part of a signed-in page may need to know about who looks at it. */
export interface Viewer {
  readonly organizationSlug: string
  /** IANA name. */
  readonly timeZone: string
  readonly words: Words
}

const ViewerContext = createContext<Viewer | null>(null)

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext.Provider value={viewer}>{children}</ViewerContext.Provider>
}

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext)
  if (!viewer) throw new Error('useViewer stands outside of an organization’s pages.')
  return viewer
}
