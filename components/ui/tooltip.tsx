'use client'

import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'

export type TooltipProps = {
  text: ReactNode
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined
  /** What it belongs to. It must take the focus, and say the same by itself: a tooltip is only seen. */
  children: ReactElement
}

export function Tooltip({ text, side = 'top', children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} delay={300} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} collisionPadding={8} positionMethod="fixed" className="z-50">
          <Base.Popup className="max-w-75 rounded-sm bg-ink px-2 py-1 text-canvas text-xs shadow-float transition-opacity duration-[120ms] data-ending-style:opacity-0 data-starting-style:opacity-0 forced-colors:border">
            {text}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
