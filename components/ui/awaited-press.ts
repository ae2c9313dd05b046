'use client'

import {
  type ComponentType,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react'
import { useLoaded } from './use-loaded'

/** How the press that the part was loaded for was made. */
export type AwaitedPress = { byPointer: boolean }

/**
 * For a button that opens something which is not loaded yet. It stands alone, looks and sounds the same, and loads what it opens: ahead
 * when it is pointed at or has the focus, and else at the press. Then the loaded part takes its place, with a button of its own.
 */
export function useAwaitedPress<Props>(
  load: () => Promise<ComponentType<Props & AwaitedPress>>,
  opens: 'dialog' | 'menu',
  openingKeys: readonly string[] = [],
) {
  const [Loaded, want, prepare] = useLoaded(load)
  const [byPointer, setByPointer] = useState(false)
  const button = {
    'aria-haspopup': opens,
    'aria-expanded': false,
    onPointerEnter: prepare,
    onFocus: prepare,
    onClick: (event: MouseEvent) => {
      // A click that the keyboard makes counts no presses.
      setByPointer(event.detail > 0)
      void want()
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (!openingKeys.includes(event.key)) return
      event.preventDefault()
      setByPointer(false)
      void want()
    },
  } as const
  return [Loaded, button, byPointer] as const
}

/**
 * The press that the part was loaded for, made again on the button of its own, which has the focus from then on. As it was pressed: a menu
 * that the keyboard opens marks its first entry, one that is opened by a pointer marks none.
 */
export function usePressAgain({ byPointer }: AwaitedPress): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null)
  const pressed = useRef(false)
  useEffect(() => {
    if (pressed.current) return
    pressed.current = true
    button.current?.focus({ preventScroll: true })
    button.current?.dispatchEvent(
      new window.MouseEvent('click', { bubbles: true, cancelable: true, composed: true, detail: byPointer ? 1 : 0 }),
    )
  }, [byPointer])
  return button
}
