'use client'

import { cloneElement } from 'react'
import { useAwaitedPress } from './awaited-press'
import type { MenuProps } from './opened-menu'

const load = async () => (await import('./opened-menu')).OpenedMenu

/** What else can be done, behind one button. Arrow keys, first letters, Esc. */
export function Menu(props: MenuProps) {
  const [OpenedMenu, button, byPointer] = useAwaitedPress<MenuProps>(load, 'menu', ['ArrowDown', 'ArrowUp'])
  return OpenedMenu ? <OpenedMenu {...props} byPointer={byPointer} /> : cloneElement(props.trigger, button)
}
