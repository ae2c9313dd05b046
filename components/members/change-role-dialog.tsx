'use client'

import { type RefObject, useState } from 'react'
import type { z } from 'zod'
import { FormDialog } from '@/components/form-dialog'
import { type Act, wrongWith } from '@/components/submission'
import { Callout } from '@/components/ui/callout'
import { ChoiceGroup } from '@/components/ui/choice-group'
import { useToast } from '@/components/ui/toast'
import type { ChangeMemberRoleInput, ListedMemberView } from '@/lib/contract/members'
import { mayHoldKeys, type Role } from '@/lib/core/roles'
import { membersWords } from '@/words/members'
import { ROLE_WORDS } from '@/words/terms'

interface Done {
  readonly seq: number
  readonly restoredKeys: number
}
export type ChangeMemberRole = Act<z.input<typeof ChangeMemberRoleInput>, Done>

const words = membersWords.roleDialog

export type ChangeRoleDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  member: ListedMemberView
  changeMemberRole: ChangeMemberRole
  onDone: () => void
  /** The role takes the right to hold keys: what that stops is looked at first. */
  onRestricting: (role: Role) => void
  finalFocus: RefObject<HTMLElement | null>
}

/** Whoever holds keys now, and could not in that role, is looked at before. */
const restricts = (member: ListedMemberView, role: Role) => mayHoldKeys(member.role) && !mayHoldKeys(role)

export function ChangeRoleDialog({
  member,
  changeMemberRole,
  onDone,
  onRestricting,
  ...dialog
}: ChangeRoleDialogProps) {
  const toast = useToast()
  // None is chosen beforehand: the first of them is the one with the most rights.
  const [role, setRole] = useState<Role>()
  const looksFirst = role !== undefined && restricts(member, role)
  return (
    <FormDialog<Done | null>
      {...dialog}
      title={words.title(member.name)}
      description={words.description(ROLE_WORDS[member.role])}
      fields={['role']}
      run={async () => {
        if (!role || looksFirst) return { ok: true, value: null }
        return changeMemberRole({
          membershipId: member.id,
          role,
          // Who can't hold keys has none that could stop.
          ...(mayHoldKeys(role) ? {} : { impact: { digest: null } }),
        })
      }}
      onDone={(done) => {
        dialog.onOpenChange(false)
        if (role && looksFirst) return onRestricting(role)
        if (!role || !done) return
        toast({
          title: words.done(member.name, ROLE_WORDS[role]),
          ...(done.restoredKeys > 0 ? { description: words.restored(done.restoredKeys) } : {}),
        })
        onDone()
      }}
      submit={looksFirst ? words.next : words.submit}
      waiting={role === undefined}
    >
      {(outcome) => (
        <>
          <ChoiceGroup
            look="cards"
            name="role"
            label={words.role}
            error={wrongWith(outcome, 'role')}
            value={role ?? ''}
            onValueChange={(value) => setRole(value as Role)}
            choices={member.can.roles.map((value) => ({
              value,
              label: ROLE_WORDS[value],
              detail: membersWords.roleDetails[value],
            }))}
          />
          {looksFirst && <Callout tone="warn">{words.stops}</Callout>}
        </>
      )}
    </FormDialog>
  )
}
