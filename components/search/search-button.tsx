'use client'

import { Search } from 'lucide-react'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { classNames } from '@/components/ui/class-names'
import { inputStyle } from '@/components/ui/input-style'
import { useLoaded } from '@/components/ui/use-loaded'
import { searchWords } from '@/words/search'
import type { SearchOffer } from './search-offer'
import type { SearchPaletteProps } from './search-palette'

const words = searchWords.button

/** The search of the top bar. What it opens is loaded when it is wanted, so that no page pays for it. */
export function SearchButton(props: SearchOffer) {
  const [open, setOpen] = useState(false)
  const [Palette, want, prepare] = useLoaded<SearchPaletteProps>(load)
  const isApple = useSyncExternalStore(never, isAppleHere, () => false)

  const show = useCallback(async () => {
    if (await want()) setOpen(true)
  }, [want])

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      // A dialog that is open, not one that is fading away, may hold what was typed, or a key that is shown once.
      if (!document.querySelector('[role="dialog"]:not([data-closed]), [role="alertdialog"]:not([data-closed])'))
        void show()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [show])

  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => void show()}
        onPointerEnter={prepare}
        onFocus={prepare}
        className={classNames(
          inputStyle,
          'flex h-control-small cursor-pointer items-center gap-2 px-2.5 text-left text-ink-2',
        )}
      >
        <Search aria-hidden className="size-3.75 shrink-0" />
        <span className="min-w-0 flex-1 truncate">{words.search}</span>
        <kbd aria-hidden className="font-mono text-2xs max-md:hidden coarse:hidden">
          {isApple ? words.shortcut.command : words.shortcut.control}
        </kbd>
      </button>
      {Palette && open && <Palette {...props} onClose={() => setOpen(false)} />}
    </>
  )
}

const load = async () => (await import('./search-palette')).SearchPalette

const never = () => () => {}
const isAppleHere = () => /Mac|iPhone|iPad/.test(navigator.platform)
