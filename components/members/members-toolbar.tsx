'use client'

import { debounce, parseAsString, useQueryStates } from 'nuqs'
import { useState, useTransition } from 'react'
import { SearchInput } from '@/components/ui/search-input'
import { Select } from '@/components/ui/select'
import { Spinner } from '@/components/ui/spinner'
import { readPastedKey } from '@/lib/core/pasted-key'
import { ROLES } from '@/lib/core/roles'
import { membersWords } from '@/words/members'
import { ROLE_WORDS } from '@/words/terms'
import { type MemberTab, PRESENT_STATES } from './members-address'

const WAIT_MILLISECONDS = 250
const LONGEST_TEXT = 100
const { search: words, filters } = membersWords

/** Finds members by name, address, role and state. A key that is pasted here by mistake stops here, before it could reach the address or the server. */
export function MembersToolbar({ tab }: { tab: MemberTab }) {
  const [waiting, startTransition] = useTransition()
  const [caught, setCaught] = useState(false)
  const [{ text, role, state }, setAddress] = useQueryStates(
    {
      text: parseAsString.withDefault(''),
      role: parseAsString.withDefault(''),
      state: parseAsString.withDefault(''),
      cursor: parseAsString,
    },
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
      <Select
        aria-label={filters.role}
        size="small"
        value={role}
        onChange={(event) => void setAddress({ role: event.currentTarget.value || null, cursor: null })}
        options={[
          { value: '', label: filters.anyRole },
          ...ROLES.map((value) => ({ value, label: ROLE_WORDS[value] })),
        ]}
      />
      {tab === 'members' && (
        <Select
          aria-label={filters.state}
          size="small"
          value={state}
          onChange={(event) => void setAddress({ state: event.currentTarget.value || null, cursor: null })}
          options={[
            { value: '', label: filters.anyState },
            ...PRESENT_STATES.map((value) => ({ value, label: membersWords.states[value] })),
          ]}
        />
      )}
      {waiting && <Spinner className="text-ink-2" />}
      <p role="status" className="text-ink-2 text-xs empty:hidden">
        {caught && words.caught}
      </p>
    </div>
  )
}
