'use client'

import { type ComponentType, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { useLoaded } from './use-loaded'

/**
 * For a button that opens something which is not loaded yet. It stands alone, looks and sounds the same, and loads what it opens: ahead
 * when it is pointed at or has the focus, and else at the press. Then the loaded part takes its place, with a button of its own.
 */
export function useAwaitedPress<Props>(
  load: () => Promise<ComponentType<Props>>,
  opens: 'dialog' | 'menu',
  openingKeys: readonly string[] = [],
) {
  const [Loaded, want, prepare] = useLoaded<Props>(load)
  const button = {
    'aria-haspopup': opens,
    'aria-expanded': false,
    onPointerEnter: prepare,
    onFocus: prepare,
    onClick: () => void want(),
    onKeyDown: (event: KeyboardEvent) => {
      if (!openingKeys.includes(event.key)) return
      event.preventDefault()
      void want()
    },
  } as const
  return [Loaded, button] as const
}

/** The press that the part was loaded for, made again on the button of its own, which has the focus from then on. */
export function usePressAgain(): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null)
  const pressed = useRef(false)
  useEffect(() => {
    if (pressed.current) return
    pressed.current = true
    button.current?.focus({ preventScroll: true })
    button.current?.click()
  }, [])
  return button
}
