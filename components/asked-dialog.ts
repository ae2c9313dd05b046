'use client'

import { useEffect, useEffectEvent } from 'react'

/** Dialogs that can be asked for from elsewhere: the page that has them opens them when it is there. */
export type AskedDialog = 'create-api-key' | 'new-app' | 'new-secret'

/** Longer than any page takes to come; afterwards nobody waits for the dialog any more, and it would only surprise. */
const WAITS_MILLISECONDS = 15_000

let asked: { readonly dialog: AskedDialog; readonly at: number } | null = null
const listeners = new Set<() => void>()

/** Asks for a dialog, of this page or of the one that one is led to. */
export function askForDialog(dialog: AskedDialog): void {
  asked = { dialog, at: Date.now() }
  for (const listener of listeners) listener()
}

/** Opens it when somebody has asked for it. */
export function useAskedDialog(dialog: AskedDialog, open: () => void): void {
  const onAsked = useEffectEvent(open)
  useEffect(() => {
    const look = () => {
      if (asked?.dialog !== dialog || Date.now() - asked.at > WAITS_MILLISECONDS) return
      asked = null
      onAsked()
    }
    look()
    listeners.add(look)
    return () => {
      listeners.delete(look)
    }
  }, [dialog])
}
