import type { Tone } from './tone'

export type ToastMessage = {
  title: string
  description?: string | undefined
  tone?: Tone | undefined
  /** One thing that can be done about it. */
  action?: { label: string; onPress: () => void } | undefined
}

export const SHOWN_FOR_MILLISECONDS = 8_000

export const toastPlace = 'fixed right-4 bottom-4 z-50 w-[calc(100vw-2rem)] max-w-90 max-md:top-16 max-md:bottom-auto'
