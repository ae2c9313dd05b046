'use client'

import { useState } from 'react'
import type { AppView } from '@/lib/contract/apps'
import { appsOf, type PanelScope } from './panel-scope'

const mayHaveKeys = (app: AppView) => app.can.createUserKey || app.can.createServerKey

export type Creation = ReturnType<typeof useCreation>

/** On an app's panel the dialog opens at once; on a service's panel the app is asked for first. */
export function useCreation(scope: PanelScope, want: () => Promise<boolean>) {
  const apps = appsOf(scope).filter(mayHaveKeys)
  const [chosen, setChosen] = useState<AppView | null>(null)
  const [choosing, setChoosing] = useState(false)
  const [open, setOpen] = useState(false)
  const [attempt, setAttempt] = useState(0)

  function beginFor(app: AppView) {
    setChosen(app)
    setChoosing(false)
    setAttempt((count) => count + 1)
    setOpen(true)
  }

  return {
    apps,
    possible: apps.length > 0,
    app: chosen,
    attempt,
    open,
    choosing,
    setChoosing,
    begin: async () => {
      if (!(await want())) return
      if (scope.kind === 'app') beginFor(scope.app)
      else setChoosing(true)
    },
    beginFor,
    end: () => setOpen(false),
  }
}
