'use client'

import { useRef, useState } from 'react'
import type { ImpactDialogProps } from '@/components/impact/impact-dialog'
import { useLoaded } from '@/components/ui/use-loaded'
import type { ListedMemberView } from '@/lib/contract/members'
import type { Role } from '@/lib/core/roles'
import type { MemberVerb } from './member-actions'
import type { Asked } from './member-dialogs'

const loadImpact = async () => (await import('@/components/impact/impact-dialog')).ImpactDialog

/** Which dialog is open about whom. What shows which keys stop is loaded when it is wanted. */
export function useMemberDialog() {
  const [ImpactDialog, want] = useLoaded<ImpactDialogProps>(loadImpact)
  const [asked, setAsked] = useState<Asked | null>(null)
  const pressed = useRef<HTMLElement | null>(null)

  async function open(about: Asked['about'], member: ListedMemberView) {
    if (about === 'change_role' || about === 'reactivate' || (await want()))
      setAsked((known) => ({ about, member, open: true, turn: (known?.turn ?? 0) + 1 }))
  }

  return {
    ImpactDialog,
    asked,
    pressed,
    ask(verb: Exclude<MemberVerb, 'invite_back'>, member: ListedMemberView, button: HTMLElement) {
      pressed.current = button
      return open(aboutOf(verb, member), member)
    },
    /** A role that takes the right to hold keys was chosen for whoever is asked about. */
    restrict(role: Role) {
      if (asked) void open({ kind: 'change_role', membershipId: asked.member.id, role }, asked.member)
    },
    close: () => setAsked((known) => known && { ...known, open: false }),
  }
}

function aboutOf(verb: Exclude<MemberVerb, 'invite_back'>, { id }: ListedMemberView): Asked['about'] {
  if (verb === 'suspend') return { kind: 'suspend_member', membershipId: id }
  if (verb === 'remove') return { kind: 'remove_member', membershipId: id }
  return verb
}
