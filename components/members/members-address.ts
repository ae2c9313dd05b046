import { KEY_PREFIX } from '@/lib/core/claims'
import type { MembershipState } from '@/lib/core/membership'
import { ROLES, type Role } from '@/lib/core/roles'

export const MEMBER_TABS = ['members', 'invitations', 'removed'] as const
export type MemberTab = (typeof MEMBER_TABS)[number]

/** Who is here can be active or suspended; who was removed has a tab. */
export const PRESENT_STATES = ['active', 'suspended'] as const satisfies readonly MembershipState[]

/** What of the list stands in its address, so that a colleague can be sent the view. */
export interface MembersAddress {
  readonly tab: MemberTab
  readonly text: string
  readonly role: Role | null
  readonly state: (typeof PRESENT_STATES)[number] | null
  readonly cursor: string | null
}

const LONGEST_TEXT = 100

/** Anything that the list doesn't know is as if it weren't there: an address may be old, or typed. */
export function readMembersAddress(
  params: Readonly<Record<string, string | readonly string[] | undefined>>,
): MembersAddress {
  const one = (name: string) => (typeof params[name] === 'string' ? params[name] : '')
  const known = <Value extends string>(values: readonly Value[], name: string): Value | null =>
    values.find((value) => value === one(name)) ?? null
  return {
    tab: known(MEMBER_TABS, 'tab') ?? 'members',
    // An address that somebody made with a key in it is not echoed, and not kept in the links of the page.
    text: one('text').includes(KEY_PREFIX) ? '' : one('text').slice(0, LONGEST_TEXT),
    role: known(ROLES, 'role'),
    state: known(PRESENT_STATES, 'state'),
    cursor: one('cursor').slice(0, 1_000) || null,
  }
}

export function membersAddressHref(path: string, { tab, text, role, state, cursor }: MembersAddress): string {
  const params = new URLSearchParams({
    ...(tab === 'members' ? {} : { tab }),
    ...(text ? { text } : {}),
    ...(role ? { role } : {}),
    ...(state ? { state } : {}),
    ...(cursor ? { cursor } : {}),
  })
  return params.size > 0 ? `${path}?${params}` : path
}
