import { expect, test } from 'vitest'
import { KEY_PREFIX } from '@/lib/core/claims'
import { membersAddressHref, readMembersAddress } from './members-address'

const ALL = { tab: 'members', text: '', role: null, state: null, cursor: null } as const

test('a view survives its address', () => {
  for (const view of [
    ALL,
    { ...ALL, text: 'mara & co', role: 'developer', state: 'suspended', cursor: 'abc' },
    { ...ALL, tab: 'invitations' },
    { ...ALL, tab: 'removed', text: 'ø' },
  ] as const) {
    const { searchParams } = new URL(membersAddressHref('/o/demo/members', view), 'http://portal.invalid')
    expect(readMembersAddress(Object.fromEntries(searchParams))).toEqual(view)
  }
  expect(membersAddressHref('/o/demo/members', ALL)).toBe('/o/demo/members')
})

test('what the list does not know is as if it were not there, and a key is not kept', () => {
  expect(readMembersAddress({ tab: 'x', role: 'king', state: 'removed', text: `${KEY_PREFIX}abc` })).toEqual(ALL)
  expect(readMembersAddress({ tab: ['removed', 'members'], text: ['a'] })).toEqual(ALL)
})
