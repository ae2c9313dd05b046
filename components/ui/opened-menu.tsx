'use client'

import { Menu as Base } from '@base-ui/react/menu'
import type { LucideIcon } from 'lucide-react'
import type { ReactElement } from 'react'
import { type AwaitedPress, usePressAgain } from './awaited-press'
import { classNames } from './class-names'
import { floatStyle } from './float-style'

type MenuEntry = { readonly icon: LucideIcon; readonly label: string } & (
  | { readonly onSelect: () => void }
  /** Where it leads: a link, so that it can be opened in another tab. */
  | { readonly link: ReactElement }
)

export type MenuProps = {
  /** The button that opens it; it takes the focus back afterwards, and its presses are the menu's. */
  trigger: ReactElement
  align?: 'start' | 'center' | 'end' | undefined
  entries: readonly MenuEntry[]
}

export function OpenedMenu({ trigger, align = 'end', entries, ...press }: MenuProps & AwaitedPress) {
  const button = usePressAgain(press)
  return (
    <Base.Root modal={false}>
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal>
        {/* Fixed: while the window shrinks it still stands where it stood, and would make the page as wide as that. */}
        <Base.Positioner align={align} sideOffset={4} collisionPadding={8} positionMethod="fixed" className="z-50">
          <Base.Popup className={classNames(floatStyle, 'min-w-40 p-1')}>
            {entries.map((entry) => (
              <Entry key={entry.label} entry={entry} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Entry({ entry }: { entry: MenuEntry }) {
  const { icon: Icon, label } = entry
  const said = (
    <>
      <Icon aria-hidden className="size-4 shrink-0 stroke-[1.75] text-ink-2 forced-colors:text-current" />
      {label}
    </>
  )
  return 'link' in entry ? (
    <Base.LinkItem render={entry.link} closeOnClick className={entryStyle}>
      {said}
    </Base.LinkItem>
  ) : (
    <Base.Item onClick={entry.onSelect} className={entryStyle}>
      {said}
    </Base.Item>
  )
}

const entryStyle = classNames(
  'flex min-h-7.5 cursor-pointer select-none items-center gap-2.5 rounded-sm px-2 pr-4 text-ink outline-none coarse:min-h-11',
  'data-highlighted:bg-hover forced-colors:data-highlighted:bg-[Highlight] forced-colors:data-highlighted:text-[HighlightText] forced-colors:data-highlighted:[forced-color-adjust:none]',
)
