'use client'

import { cloneElement } from 'react'
import { useAwaitedPress } from './awaited-press'
import type { PopoverProps } from './opened-popover'

const load = async () => (await import('./opened-popover')).OpenedPopover

/** More, beside what opened it. Esc and a press outside close it. */
export function Popover(props: PopoverProps) {
  const [OpenedPopover, button, byPointer] = useAwaitedPress<PopoverProps>(load, 'dialog')
  return OpenedPopover ? <OpenedPopover {...props} byPointer={byPointer} /> : cloneElement(props.trigger, button)
}
