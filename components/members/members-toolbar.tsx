'use client'

import { parseAsString, useQueryStates } from 'nuqs'
import type { TransitionStartFunction } from 'react'
import { TextSearch } from '@/components/text-search'
import { Select } from '@/components/ui/select'
import { ROLES } from '@/lib/core/roles'
import { membersWords } from '@/words/members'
import { ROLE_WORDS } from '@/words/terms'
import { type MemberTab, PRESENT_STATES } from './members-address'

const { search, filters: words } = membersWords

/** Finds members by name, address, role and state. */
export function MembersToolbar({ tab }: { tab: MemberTab }) {
  return (
    <TextSearch
      words={search}
      filters={(startTransition) => <MemberFilters tab={tab} startTransition={startTransition} />}
    />
  )
}

function MemberFilters({ tab, startTransition }: { tab: MemberTab; startTransition: TransitionStartFunction }) {
  const [{ role, state }, setAddress] = useQueryStates(
    { role: parseAsString.withDefault(''), state: parseAsString.withDefault(''), cursor: parseAsString },
    { shallow: false, scroll: false, history: 'replace', startTransition },
  )
  return (
    <>
      <Select
        aria-label={words.role}
        size="small"
        value={role}
        onChange={(event) => void setAddress({ role: event.currentTarget.value || null, cursor: null })}
        options={[{ value: '', label: words.anyRole }, ...ROLES.map((value) => ({ value, label: ROLE_WORDS[value] }))]}
      />
      {tab === 'members' && (
        <Select
          aria-label={words.state}
          size="small"
          value={state}
          onChange={(event) => void setAddress({ state: event.currentTarget.value || null, cursor: null })}
          options={[
            { value: '', label: words.anyState },
            ...PRESENT_STATES.map((value) => ({ value, label: membersWords.states[value] })),
          ]}
        />
      )}
    </>
  )
}
