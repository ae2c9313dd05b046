'use client'

import { Combobox } from '@base-ui/react/combobox'
import { Check, ChevronDown } from 'lucide-react'
import { classNames } from './class-names'
import { floatStyle } from './float-style'
import { inputStyle } from './input-style'
import type { SelectOption } from './select'

export type SearchSelectProps = {
  /** Names it for who hears it; what is chosen is shown. */
  label: string
  options: readonly SelectOption[]
  value: string
  onValueChange: (value: string) => void
  searchLabel: string
  /** Said when nothing is called that. */
  nothingFound: string
  className?: string | undefined
}

/** A select with so many options that one looks for them by typing. */
export function SearchSelect({
  label,
  options,
  value,
  onValueChange,
  searchLabel,
  nothingFound,
  className,
}: SearchSelectProps) {
  const chosen = options.find((option) => option.value === value) ?? null
  return (
    <Combobox.Root
      items={options}
      value={chosen}
      onValueChange={(option) => onValueChange(option?.value ?? '')}
      isItemEqualToValue={(one, other) => one.value === other.value}
    >
      <Combobox.Trigger
        aria-label={label}
        className={classNames(
          inputStyle,
          'relative flex h-control-small w-auto cursor-pointer items-center pr-8 pl-2.5 text-left',
          className,
        )}
      >
        <span className="truncate">{chosen?.label}</span>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-2"
        />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner
          align="start"
          sideOffset={4}
          collisionPadding={8}
          positionMethod="fixed"
          className="z-50 outline-none"
        >
          <Combobox.Popup aria-label={label} className={classNames(floatStyle, 'w-64 p-1')}>
            <Combobox.Input
              aria-label={searchLabel}
              placeholder={searchLabel}
              className={classNames(inputStyle, 'mb-1 h-control-small px-2.5')}
            />
            <Combobox.Empty>
              <p className="px-2 py-1.5 text-ink-2 empty:hidden">{nothingFound}</p>
            </Combobox.Empty>
            <Combobox.List className="max-h-[min(18rem,50dvh)] overflow-y-auto overscroll-contain outline-none">
              {(option: SelectOption) => (
                <Combobox.Item
                  key={option.value}
                  value={option}
                  className="flex min-h-7 cursor-pointer select-none items-center gap-2 rounded-sm px-2 outline-none data-highlighted:bg-hover coarse:min-h-11 forced-colors:data-highlighted:bg-[Highlight] forced-colors:data-highlighted:text-[HighlightText] forced-colors:data-highlighted:[forced-color-adjust:none]"
                >
                  <span className="min-w-0 flex-1 truncate">{option.label}</span>
                  <Combobox.ItemIndicator>
                    <Check aria-hidden className="size-4" />
                  </Combobox.ItemIndicator>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
