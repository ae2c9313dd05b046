'use client'

import { Menu as Base } from '@base-ui/react/menu'
import Link from 'next/link'
import type { ReactElement, ReactNode } from 'react'
import { classNames } from './class-names'
import { floatStyle } from './float-style'

export type MenuProps = {
  trigger: ReactElement
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined
  align?: 'start' | 'center' | 'end' | undefined
  /** MenuItem, MenuLink, MenuSeparator. */
  children: ReactNode
  className?: string | undefined
}

/** A list of things to do, or of places to go. */
export function Menu({ trigger, side = 'bottom', align = 'start', children, className }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="z-50 outline-none">
          <Base.Popup
            className={classNames(floatStyle, 'max-h-(--available-height) min-w-40 overflow-y-auto p-1', className)}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

const itemStyle =
  'flex min-h-7 w-full cursor-pointer select-none items-center gap-2 rounded-sm px-2 py-1 text-left outline-none coarse:min-h-11 data-highlighted:bg-hover data-disabled:cursor-not-allowed data-disabled:text-ink-3 forced-colors:data-highlighted:bg-[Highlight] forced-colors:data-highlighted:text-[HighlightText] [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75]'

export type MenuItemProps = {
  onPress: () => void
  /** It takes something away. */
  danger?: boolean | undefined
  disabled?: boolean | undefined
  children: ReactNode
  className?: string | undefined
}

export function MenuItem({ onPress, danger, disabled = false, children, className }: MenuItemProps) {
  return (
    <Base.Item onClick={onPress} disabled={disabled} className={classNames(itemStyle, danger && 'text-bad', className)}>
      {children}
    </Base.Item>
  )
}

export type MenuLinkProps = {
  href: string
  current?: boolean | undefined
  children: ReactNode
  className?: string | undefined
}

export function MenuLink({ href, current, children, className }: MenuLinkProps) {
  return (
    <Base.LinkItem
      closeOnClick
      render={<Link href={href} />}
      aria-current={current ? 'true' : undefined}
      className={classNames(itemStyle, className)}
    >
      {children}
    </Base.LinkItem>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-line" />
}
