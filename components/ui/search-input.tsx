'use client'

import { Search } from 'lucide-react'
import { type ComponentProps, useEffect, useRef } from 'react'
import { uiWords } from '@/words/ui'
import { classNames } from './class-names'
import { inputStyle } from './input-style'

export type SearchInputProps = Omit<ComponentProps<'input'>, 'size' | 'type' | 'ref'> & {
  /** Names it for who hears it; the placeholder isn't a name. */
  label: string
  size?: 'small' | 'medium' | undefined
  /** A letter that, with Ctrl or the command key, brings the focus here from anywhere. */
  shortcut?: string | undefined
}

export function SearchInput({ label, size = 'small', shortcut, className, ...rest }: SearchInputProps) {
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (!shortcut) return
    function focusOnShortcut(event: KeyboardEvent) {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== shortcut)
        return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    document.addEventListener('keydown', focusOnShortcut)
    return () => document.removeEventListener('keydown', focusOnShortcut)
  }, [shortcut])

  return (
    <span className={classNames('relative block min-w-0', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.75 size-3.75 -translate-y-1/2 text-ink-2"
      />
      <input
        autoComplete="off"
        spellCheck={false}
        aria-keyshortcuts={shortcut ? `Control+${shortcut.toUpperCase()}` : undefined}
        {...rest}
        ref={input}
        type="search"
        aria-label={label}
        className={classNames(
          inputStyle,
          'text-ellipsis pl-8 [&::-webkit-search-cancel-button]:hidden',
          size === 'small' ? 'h-control-small' : 'h-control',
          shortcut ? 'pr-16 coarse:pr-2.5' : 'pr-2.5',
        )}
      />
      {shortcut && (
        <kbd
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 font-mono text-2xs text-ink-2 max-md:hidden coarse:hidden"
        >
          {uiWords.searchInput.shortcut(shortcut.toUpperCase())}
        </kbd>
      )}
    </span>
  )
}
