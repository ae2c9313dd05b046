'use client'

import { debounce, parseAsString, useQueryStates } from 'nuqs'
import { type ReactNode, type TransitionStartFunction, useState, useTransition } from 'react'
import { SearchInput } from '@/components/ui/search-input'
import { Spinner } from '@/components/ui/spinner'
import { readPastedKey } from '@/lib/core/pasted-key'

const WAIT_MILLISECONDS = 250
const LONGEST_TEXT = 100

export type TextSearchProps = {
  words: { readonly label: string; readonly placeholder: string; readonly caught: string }
  /** Stand beside it, and show with it that the list is on its way. */
  filters?: (startTransition: TransitionStartFunction) => ReactNode
}

/**
 * Finds in a list by the text in the page's address. A key that is pasted here by mistake stops here, before it could reach the address, the
 * history or the server.
 */
export function TextSearch({ words, filters }: TextSearchProps) {
  const [waiting, startTransition] = useTransition()
  const [caught, setCaught] = useState(false)
  const [{ text }, setAddress] = useQueryStates(
    { text: parseAsString.withDefault(''), cursor: parseAsString },
    { shallow: false, scroll: false, history: 'replace', startTransition },
  )

  function search(typed: string) {
    const isKey = readPastedKey(typed) !== undefined
    setCaught(isKey)
    void setAddress(
      { text: isKey ? null : typed.slice(0, LONGEST_TEXT) || null, cursor: null },
      { limitUrlUpdates: debounce(WAIT_MILLISECONDS) },
    )
  }

  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2">
      <SearchInput
        label={words.label}
        placeholder={words.placeholder}
        className="w-70 max-md:w-full"
        value={text}
        onPaste={(event) => {
          if (!readPastedKey(event.clipboardData.getData('text'))) return
          event.preventDefault()
          setCaught(true)
        }}
        onChange={(event) => search(event.currentTarget.value)}
      />
      {filters?.(startTransition)}
      {waiting && <Spinner className="text-ink-2" />}
      <p role="status" className="text-ink-2 text-xs empty:hidden">
        {caught && words.caught}
      </p>
    </div>
  )
}
