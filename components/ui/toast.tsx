'use client'

import { type ComponentType, createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import { classNames } from './class-names'
import { SHOWN_FOR_MILLISECONDS, type ToastMessage, toastPlace } from './toast-message'
import type { ToasterProps } from './toaster'

const load = async () => (await import('./toaster')).Toaster

const ToastContext = createContext<((message: ToastMessage) => void) | null>(null)

/**
 * Announces what happened, politely: it waits until the reader has finished the sentence. What shows the announcements is loaded at the
 * first press on the page, long before there is one; should that fail, they are shown without it, for they may tell of just that.
 */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [Toaster, setToaster] = useState<ComponentType<ToasterProps> | null>(null)
  const [messages, setMessages] = useState<readonly ToastMessage[]>([])
  const [plain, setPlain] = useState<ToastMessage | null>(null)

  const toast = useCallback(async (message: ToastMessage) => {
    try {
      const component = await load()
      setToaster(() => component)
      setMessages((before) => [...before, message])
    } catch {
      setPlain(message)
    }
  }, [])

  useEffect(() => {
    const prepare = () => void load().catch(() => undefined)
    const presses = ['pointerdown', 'keydown'] as const
    for (const press of presses) addEventListener(press, prepare, { once: true, passive: true })
    return () => {
      for (const press of presses) removeEventListener(press, prepare)
    }
  }, [])

  useEffect(() => {
    if (!plain) return
    const timer = setTimeout(() => setPlain(null), SHOWN_FOR_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [plain])

  return (
    <ToastContext value={toast}>
      {children}
      {Toaster && <Toaster messages={messages} />}
      <div aria-live="polite" className={classNames(toastPlace, 'pointer-events-none')}>
        {plain && (
          <div className="rounded-lg bg-raised px-4 py-3 shadow-float forced-colors:border">
            <p className="break-words font-medium">{plain.title}</p>
            <p className="break-words text-ink-2 text-xs">{plain.description}</p>
          </div>
        )}
      </div>
    </ToastContext>
  )
}

/** `const toast = useToast(); toast({ title: 'Name saved', tone: 'good' })` */
export function useToast(): (message: ToastMessage) => void {
  const toast = useContext(ToastContext)
  if (!toast) throw new Error('useToast stands outside of the ToastProvider.')
  return toast
}
