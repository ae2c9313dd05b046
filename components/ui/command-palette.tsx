'use client'

import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { Search, X } from 'lucide-react'
import { type ClipboardEvent, type ReactNode, useId } from 'react'
import { buttonStyle } from './button-style'
import { classNames } from './class-names'
import { backdropStyle } from './dialog'

export type CommandItem = {
  id: string
  label: string
  /** Said after the label, and smaller: which app a key is of. */
  detail?: string | undefined
  icon?: ReactNode | undefined
  /** At the end of the line. */
  end?: ReactNode | undefined
  onChoose: () => void
}

export type CommandGroup = { heading: string; items: readonly CommandItem[] }

export type CommandPaletteProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  label: string
  placeholder: string
  closeLabel: string
  /** How it is worked, for who does not see it. */
  help: string
  text: string
  onTextChange: (text: string) => void
  onPaste?: ((event: ClipboardEvent<HTMLInputElement>) => void) | undefined
  /** What fits the text; nothing more is filtered here. */
  groups: readonly CommandGroup[]
  /** Announced: how many there are, or that one has to wait. */
  status: string
  /** Stands above the list: what is wrong, and what can be done. */
  note?: ReactNode | undefined
  /** In place of the list when there is nothing. */
  empty: ReactNode
}

/** A field and what it leads to, over the page. The first is marked at once, so that Enter is enough. */
export function CommandPalette({
  open,
  onOpenChange,
  label,
  placeholder,
  closeLabel,
  help,
  text,
  onTextChange,
  onPaste,
  groups,
  status,
  note,
  empty,
}: CommandPaletteProps) {
  const helpId = useId()
  const filled = groups.filter(({ items }) => items.length > 0)
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropStyle} />
        <Dialog.Viewport className="fixed inset-0 z-40 flex items-start justify-center overflow-hidden md:px-6 md:pt-[12dvh] md:pb-6">
          <Dialog.Popup aria-label={label} className={popupStyle}>
            <Autocomplete.Root
              inline
              open
              items={filled.map(({ heading, items }) => ({ value: heading, items }))}
              filter={null}
              itemToStringValue={({ label }: CommandItem) => label}
              value={text}
              onValueChange={(next, { reason }) => {
                // Choosing an item would write it into the field, while the dialog closes.
                if (reason === 'input-change' || reason === 'input-clear') onTextChange(next)
              }}
              autoHighlight="always"
              keepHighlight
            >
              <div className="flex items-center gap-2.5 border-line border-b px-4">
                <Search aria-hidden className="size-4 shrink-0 text-ink-2" />
                <Autocomplete.Input
                  aria-label={label}
                  aria-describedby={helpId}
                  placeholder={placeholder}
                  autoComplete="off"
                  autoCorrect="off"
                  spellCheck={false}
                  onPaste={onPaste}
                  className="h-12 w-full min-w-0 bg-transparent text-ink text-sm outline-none coarse:text-base"
                />
                <Dialog.Close
                  aria-label={closeLabel}
                  className={classNames(buttonStyle({ variant: 'icon', size: 'small' }), '-mr-1.5')}
                >
                  <X aria-hidden />
                </Dialog.Close>
              </div>
              <span id={helpId} className="sr-only">
                {help}
              </span>
              <Autocomplete.Status className="sr-only">{status}</Autocomplete.Status>
              {note && <div className="border-line border-b px-4 py-2.5 text-ink-2 text-xs">{note}</div>}
              <Autocomplete.Empty>
                {filled.length === 0 && <div className="px-4 py-8 text-center">{empty}</div>}
              </Autocomplete.Empty>
              <Autocomplete.List className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1.5 [scroll-padding-block:0.375rem] empty:hidden">
                {(group: { value: string; items: CommandItem[] }) => (
                  <Autocomplete.Group key={group.value} items={group.items} className="not-first:mt-1.5">
                    <Autocomplete.GroupLabel className="px-2.5 pt-1.5 pb-1 text-2xs text-ink-2">
                      {group.value}
                    </Autocomplete.GroupLabel>
                    <Autocomplete.Collection>
                      {(item: CommandItem) => <Item key={item.id} item={item} />}
                    </Autocomplete.Collection>
                  </Autocomplete.Group>
                )}
              </Autocomplete.List>
            </Autocomplete.Root>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Item({ item }: { item: CommandItem }) {
  return (
    <Autocomplete.Item
      value={item}
      onClick={item.onChoose}
      className={classNames(
        'flex min-h-9 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 outline-none coarse:min-h-11',
        'data-highlighted:bg-accent-soft forced-colors:data-highlighted:bg-[Highlight] forced-colors:data-highlighted:text-[HighlightText] forced-colors:data-highlighted:[forced-color-adjust:none]',
        '[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:stroke-[1.75] [&_svg]:text-ink-2 forced-colors:[&_svg]:text-current',
      )}
    >
      {item.icon}
      <span className="min-w-0 flex-1 truncate">
        {item.label}
        {item.detail && <span className="ml-2 text-ink-2 text-xs forced-colors:text-current">{item.detail}</span>}
      </span>
      {item.end}
    </Autocomplete.Item>
  )
}

const popupStyle = classNames(
  'flex h-dvh w-full flex-col bg-raised text-ink outline-none',
  'transition-[opacity,scale] duration-[120ms] ease-out data-ending-style:opacity-0 data-starting-style:opacity-0',
  'md:h-auto md:max-h-[min(32rem,72dvh)] md:w-160 md:max-w-full md:rounded-lg md:shadow-float',
  'md:data-ending-style:scale-[0.98] md:data-starting-style:scale-[0.98]',
  'forced-colors:border',
)
