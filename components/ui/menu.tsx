'use client'

import { Menu as Base } from '@base-ui/react/menu'
import type { LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { classNames } from './class-names'
import { floatStyle } from './float-style'

export type MenuProps = {
  /** The button that opens it; it takes the focus back afterwards. */
  trigger: ReactElement
  align?: 'start' | 'center' | 'end' | undefined
  /** MenuItem and MenuLink. */
  children: ReactNode
}

/** What else can be done, behind one button. Arrow keys, first letters, Esc. */
export function Menu({ trigger, align = 'end', children }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        {/* Fixed: while the window shrinks it still stands where it stood, and would make the page as wide as that. */}
        <Base.Positioner align={align} sideOffset={4} collisionPadding={8} positionMethod="fixed" className="z-50">
          <Base.Popup className={classNames(floatStyle, 'min-w-40 p-1')}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

type EntryProps = { icon: LucideIcon; children: ReactNode }

export function MenuItem({ icon: Icon, onSelect, children }: EntryProps & { onSelect: () => void }) {
  return (
    <Base.Item onClick={onSelect} className={entryStyle}>
      <Icon aria-hidden className={iconStyle} />
      {children}
    </Base.Item>
  )
}

/** Leads somewhere, so it is a link: it can be opened in another tab. */
export function MenuLink({ icon: Icon, link, children }: EntryProps & { link: ReactElement }) {
  return (
    <Base.LinkItem render={link} closeOnClick className={entryStyle}>
      <Icon aria-hidden className={iconStyle} />
      {children}
    </Base.LinkItem>
  )
}

const iconStyle = 'size-4 shrink-0 stroke-[1.75] text-ink-2 forced-colors:text-current'

const entryStyle = classNames(
  'flex min-h-7.5 cursor-pointer select-none items-center gap-2.5 rounded-sm px-2 pr-4 text-ink outline-none coarse:min-h-11',
  'data-highlighted:bg-hover forced-colors:data-highlighted:bg-[Highlight] forced-colors:data-highlighted:text-[HighlightText] forced-colors:data-highlighted:[forced-color-adjust:none]',
)
