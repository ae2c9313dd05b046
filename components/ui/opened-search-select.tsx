'use client'

import { Combobox } from '@base-ui/react/combobox'
import { Check } from 'lucide-react'
import { type AwaitedPress, usePressAgain } from './awaited-press'
import { classNames } from './class-names'
import { useFieldControl } from './field'
import { floatStyle } from './float-style'
import { inputStyle } from './input-style'
import { type SearchSelectProps, searchSelectButton } from './search-select-button'
import type { SelectOption } from './select'

export function OpenedSearchSelect({ byPointer, ...props }: SearchSelectProps & AwaitedPress) {
  const { label, options, value, onValueChange, searchLabel, nothingFound } = props
  const button = usePressAgain({ byPointer })
  const field = useFieldControl({})
  return (
    <Combobox.Root
      items={options}
      value={options.find((option) => option.value === value) ?? null}
      onValueChange={(option) => onValueChange(option?.value ?? '')}
      isItemEqualToValue={(one, other) => one.value === other.value}
    >
      <Combobox.Trigger ref={button} {...searchSelectButton(props)} {...field} />
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
