'use client'

import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { type AwaitedPress, usePressAgain } from './awaited-press'
import { classNames } from './class-names'
import { floatStyle } from './float-style'

export type PopoverProps = {
  /** A button; its presses are the popover's. */
  trigger: ReactElement
  /** Names it for who hears it. */
  label: string
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined
  align?: 'start' | 'center' | 'end' | undefined
  children: ReactNode
  className?: string | undefined
}

export function OpenedPopover({
  trigger,
  label,
  open,
  onOpenChange,
  side = 'bottom',
  align = 'start',
  children,
  className,
  ...press
}: PopoverProps & AwaitedPress) {
  const button = usePressAgain(press)
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal>
        {/* Fixed: while the window shrinks it still stands where it stood, and would make the page as wide as that. */}
        <Base.Positioner
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          positionMethod="fixed"
          className="z-50"
        >
          <Base.Popup aria-label={label} className={classNames(floatStyle, 'p-3', className)}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
