import { ChevronDown } from 'lucide-react'
import { classNames } from './class-names'
import { inputStyle } from './input-style'
import type { SelectOption } from './select'

export type SearchSelectProps = {
  /** Names it for who hears it; what is chosen is shown. */
  label: string
  options: readonly SelectOption[]
  value: string
  /** Shown while nothing is chosen. */
  placeholder?: string | undefined
  onValueChange: (value: string) => void
  searchLabel: string
  /** Said when nothing is called that. */
  nothingFound: string
  className?: string | undefined
}

/** The button of one that is loaded and of one that is not. */
export function searchSelectButton({ label, options, value, placeholder, className }: SearchSelectProps) {
  return {
    'aria-label': label,
    className: classNames(
      inputStyle,
      'relative flex h-control-small w-auto cursor-pointer items-center pr-8 pl-2.5 text-left',
      className,
    ),
    children: (
      <>
        <span className="truncate">{options.find((option) => option.value === value)?.label ?? placeholder}</span>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-2"
        />
      </>
    ),
  } as const
}
