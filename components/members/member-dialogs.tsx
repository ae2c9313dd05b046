'use client'

import { useRouter } from 'next/navigation'
import type { RefObject } from 'react'
import type { z } from 'zod'
import type { ImpactDialogProps } from '@/components/impact/impact-dialog'
import type { Act } from '@/components/submission'
import type { ListedMemberView, RemoveMemberInput, SuspendMemberInput } from '@/lib/contract/members'
import type { MemberAction } from '@/lib/core/impact'
import type { Role } from '@/lib/core/roles'
import { type ChangeMemberRole, ChangeRoleDialog } from './change-role-dialog'
import { ReactivateDialog, type ReactivateMember } from './reactivate-dialog'

/** What is asked about a member, and whether it still is: a dialog that closes keeps what it shows. */
export interface Asked {
  readonly about: 'change_role' | 'reactivate' | MemberAction
  readonly member: ListedMemberView
  readonly open: boolean
  /** Another one each time, so that each opening begins anew. */
  readonly turn: number
}

export interface MemberChanges {
  readonly removeMember: Act<z.input<typeof RemoveMemberInput>, { readonly seq: number }>
  readonly suspendMember: Act<z.input<typeof SuspendMemberInput>, { readonly seq: number }>
  readonly reactivateMember: ReactivateMember
  readonly changeMemberRole: ChangeMemberRole
}

export type MemberDialogsProps = {
  asked: Asked
  /** Loaded when it is wanted. */
  ImpactDialog: React.ComponentType<ImpactDialogProps> | null
  changes: MemberChanges
  onClose: () => void
  onRestricting: (role: Role) => void
  finalFocus: RefObject<HTMLElement | null>
}

/** The one dialog that is open about a member: what takes something away shows first which keys stop. */
export function MemberDialogs({
  asked,
  ImpactDialog,
  changes,
  onClose,
  onRestricting,
  finalFocus,
}: MemberDialogsProps) {
  const router = useRouter()
  const { about, member, open } = asked
  const common = {
    open,
    onOpenChange: (next: boolean) => {
      if (!next) onClose()
    },
    finalFocus,
  }
  // The row may go with its button.
  const done = () => {
    finalFocus.current = document.getElementById('content')
    router.refresh()
  }
  if (about === 'change_role')
    return (
      <ChangeRoleDialog
        {...common}
        member={member}
        changeMemberRole={changes.changeMemberRole}
        onDone={() => router.refresh()}
        onRestricting={onRestricting}
      />
    )
  if (about === 'reactivate')
    return (
      <ReactivateDialog
        {...common}
        member={member}
        reactivateMember={changes.reactivateMember}
        onDone={() => router.refresh()}
      />
    )
  return (
    ImpactDialog && (
      <ImpactDialog
        {...common}
        action={about}
        name={member.name}
        expected={member.keys.active}
        perform={({ impact }) => perform(changes, about, impact)}
        onDone={done}
      />
    )
  )
}

function perform(
  { removeMember, suspendMember, changeMemberRole }: MemberChanges,
  about: MemberAction,
  impact: z.input<typeof RemoveMemberInput>['impact'],
) {
  const { membershipId } = about
  switch (about.kind) {
    case 'remove_member':
      return removeMember({ membershipId, impact })
    case 'suspend_member':
      return suspendMember({ membershipId, impact })
    case 'change_role':
      return changeMemberRole({ membershipId, role: about.role, impact })
  }
}
