'use client'

import { KeyRound, X } from 'lucide-react'
import { type ClipboardEvent, useState } from 'react'
import { classNames } from '@/components/ui/class-names'
import { IconButton } from '@/components/ui/icon-button'
import { SearchInput } from '@/components/ui/search-input'
import { isId } from '@/lib/core/identifiers'
import { readPastedKey } from '@/lib/core/pasted-key'
import { KEY_SHAPED } from '@/lib/core/token-form'
import { searchWords as words } from '@/words/api-keys'
import { shortKeyId } from './key-words'
import type { PanelView } from './use-panel-view'

const LONGEST_TEXT = 200

/**
 * Finds keys by name, owner or id. A key that comes in here, pasted, dropped, filled in or typed, stops here: its id is read in
 * the browser and searched for, before the text could reach the address, the history or the server. The field stands in no form
 * and has no name, so that it can't be posted before the page has its scripts either.
 */
export function KeySearch({ view }: { view: PanelView }) {
  const [note, setNote] = useState<string | null>(null)
  // What is typed of a key so far. It stays in the field, or the rest of it would be taken for something to search for.
  const [held, setHeld] = useState<string | null>(null)
  const searchedId = isId('apiKey', view.text) ? view.text : null

  /** True when there was a key in it, and nothing of it may go on. */
  function caught(text: string, whole: boolean): boolean {
    const pasted = readPastedKey(text)
    if (!pasted) return false
    // While it is typed, its id is there before its end is.
    const found = whole || KEY_SHAPED.test(text) ? pasted.id : null
    if (found) {
      setNote(words.caught)
      setHeld(null)
      view.find(found)
    } else {
      setNote(words.caughtPart)
      setHeld(whole ? null : text)
      if (view.text) view.type('')
    }
    return true
  }

  return (
    <>
      <SearchInput
        label={words.label}
        placeholder={words.placeholder}
        className={classNames(
          'w-60 max-md:w-auto max-md:min-w-40 max-md:flex-1',
          held !== null && '[&_input]:[-webkit-text-security:disc]',
        )}
        value={held ?? (searchedId ? '' : view.text)}
        onPaste={(event: ClipboardEvent<HTMLInputElement>) => {
          if (caught(event.clipboardData.getData('text'), true)) event.preventDefault()
        }}
        onChange={(event) => {
          const typed = event.currentTarget.value
          if (caught(typed, false)) return
          setNote(null)
          setHeld(null)
          view.type(typed.slice(0, LONGEST_TEXT))
        }}
        onBlur={() => setHeld(null)}
      />
      {searchedId && (
        <span className="flex h-control-small items-center gap-1.5 rounded-md border border-line-strong bg-surface pl-2 font-mono text-xs">
          <KeyRound aria-hidden className="size-3.5 text-ink-2" />
          <span title={searchedId}>{shortKeyId(searchedId)}</span>
          <IconButton
            label={words.showAll}
            onClick={() => {
              setNote(null)
              view.type('')
            }}
          >
            <X aria-hidden />
          </IconButton>
        </span>
      )}
      <p role="status" className="order-last w-full text-ink-2 text-xs empty:hidden">
        {note}
      </p>
    </>
  )
}
