import { Search } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { inputStyle } from './input-style'

export type SearchInputProps = Omit<ComponentProps<'input'>, 'size' | 'type'> & {
  /** Names it for who hears it; the placeholder isn't a name. */
  label: string
  size?: 'small' | 'medium' | undefined
}

export function SearchInput({ label, size = 'small', className, ...rest }: SearchInputProps) {
  return (
    <span className={classNames('relative block min-w-0', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.75 size-3.75 -translate-y-1/2 text-ink-2"
      />
      <input
        autoComplete="off"
        spellCheck={false}
        {...rest}
        type="search"
        aria-label={label}
        className={classNames(
          inputStyle,
          'text-ellipsis pr-2.5 pl-8 [&::-webkit-search-cancel-button]:hidden',
          size === 'small' ? 'h-control-small' : 'h-control',
        )}
      />
    </span>
  )
}
