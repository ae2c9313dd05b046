'use client'

import { KeyRound, X } from 'lucide-react'
import { debounce, parseAsString, useQueryStates } from 'nuqs'
import { type ClipboardEvent, type ReactNode, useState, useTransition } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import { SearchInput } from '@/components/ui/search-input'
import { Spinner } from '@/components/ui/spinner'
import { isId } from '@/lib/core/identifiers'
import { readPastedKey } from '@/lib/core/pasted-key'
import { shortKeyId } from './key-words'

const WAIT_MILLISECONDS = 250
const LONGEST_TEXT = 200

/**
 * Finds keys by name, owner or id. A key that is pasted here stops here: its id is read in the browser and searched for, and
 * the field is cleared before the text could reach the address, the history or the server. The field stands in no form and
 * has no name, so that it can't be posted before the page has its scripts either.
 */
export function KeySearch() {
  const [waiting, startTransition] = useTransition()
  const [note, setNote] = useState<ReactNode>(null)
  const [{ text }, setAddress] = useQueryStates(
    { text: parseAsString.withDefault(''), tab: parseAsString, cursor: parseAsString },
    { shallow: false, scroll: false, history: 'replace', startTransition },
  )
  const searchedId = isId('apiKey', text) ? text : null

  function search(typed: string) {
    setNote(null)
    void setAddress(
      { text: typed.slice(0, LONGEST_TEXT) || null, cursor: null },
      { limitUrlUpdates: debounce(WAIT_MILLISECONDS) },
    )
  }

  /** True when there was a key in it, and nothing of it may go on. */
  function caught(typed: string): boolean {
    const pasted = readPastedKey(typed)
    if (!pasted) return false
    if (pasted.id) {
      setNote('That was an API key. It was not sent: only its id is searched for.')
      void setAddress({ text: pasted.id, tab: null, cursor: null })
    } else {
      setNote('That is part of an API key. It was not sent. Paste the whole key to find it.')
      void setAddress({ text: null, cursor: null })
    }
    return true
  }

  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2">
      <SearchInput
        label="Search API keys"
        placeholder="Name, key id, owner"
        className="w-70 max-md:w-full"
        value={searchedId ? '' : text}
        onPaste={(event: ClipboardEvent<HTMLInputElement>) => {
          if (caught(event.clipboardData.getData('text'))) event.preventDefault()
        }}
        onChange={(event) => {
          const typed = event.currentTarget.value
          if (!caught(typed)) search(typed)
        }}
      />
      {searchedId && (
        <span className="flex h-control-small items-center gap-1.5 rounded-md border border-line-strong bg-surface pl-2 font-mono text-xs">
          <KeyRound aria-hidden className="size-3.5 text-ink-2" />
          <span title={searchedId}>{shortKeyId(searchedId)}</span>
          <IconButton label="Show all keys" onClick={() => search('')}>
            <X aria-hidden />
          </IconButton>
        </span>
      )}
      {waiting && <Spinner className="text-ink-2" />}
      <p role="status" className="text-ink-2 text-xs empty:hidden">
        {note}
      </p>
    </div>
  )
}
