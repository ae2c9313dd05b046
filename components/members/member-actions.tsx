'use client'

import { Ellipsis, KeyRound, MailPlus, RotateCcw, UserCog, UserMinus, UserX } from 'lucide-react'
import { useRef } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { keysOfMemberHref } from '@/components/places'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { Menu } from '@/components/ui/menu'
import type { ListedMemberView } from '@/lib/contract/members'
import { membersWords } from '@/words/members'

const words = membersWords.actions

export type MemberVerb = 'change_role' | 'suspend' | 'reactivate' | 'remove' | 'invite_back'

export type MemberActionsProps = {
  member: ListedMemberView
  /** Who may invite them back, when they were removed. */
  invites: boolean
  inventory: boolean
  onAsk: (verb: MemberVerb, member: ListedMemberView, pressed: HTMLElement) => void
}

/** What the viewer may do with a member, behind one button; none where that is nothing. */
export function MemberActions({ member, invites, inventory, onAsk }: MemberActionsProps) {
  const { organizationSlug } = useViewer()
  const button = useRef<HTMLButtonElement>(null)
  const { can, keys } = member
  const entry = (verb: MemberVerb, icon: typeof UserCog, label: string) => ({
    icon,
    label,
    onSelect: () => {
      if (button.current) onAsk(verb, member, button.current)
    },
  })
  const entries = [
    ...(inventory && keys.active + keys.orphaned > 0
      ? [{ icon: KeyRound, label: words.keys, link: <Link href={keysOfMemberHref(organizationSlug, member.id)} /> }]
      : []),
    ...(can.roles.length > 0 ? [entry('change_role', UserCog, words.changeRole)] : []),
    ...(can.suspend ? [entry('suspend', UserX, words.suspend)] : []),
    ...(can.reactivate ? [entry('reactivate', RotateCcw, words.reactivate)] : []),
    ...(can.remove ? [entry('remove', UserMinus, words.remove)] : []),
    ...(member.state === 'removed' && invites ? [entry('invite_back', MailPlus, words.inviteBack)] : []),
  ]
  if (entries.length === 0) return null
  return (
    <Menu
      trigger={
        <Button ref={button} variant="icon" size="small" aria-label={words.of(member.name)}>
          <Ellipsis aria-hidden />
        </Button>
      }
      entries={entries}
    />
  )
}
