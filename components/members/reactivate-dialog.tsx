'use client'

import type { RefObject } from 'react'
import type { z } from 'zod'
import { FormDialog } from '@/components/form-dialog'
import type { Act } from '@/components/submission'
import { useToast } from '@/components/ui/toast'
import type { ListedMemberView, ReactivateMemberInput } from '@/lib/contract/members'
import { membersWords } from '@/words/members'
import { ROLE_WORDS } from '@/words/terms'

export type ReactivateMember = Act<z.input<typeof ReactivateMemberInput>, { readonly restoredKeys: number }>

const words = membersWords.reactivateDialog

export type ReactivateDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  member: ListedMemberView
  reactivateMember: ReactivateMember
  onDone: () => void
  finalFocus: RefObject<HTMLElement | null>
}

/** Says before what comes back with them. */
export function ReactivateDialog({ member, reactivateMember, onDone, ...dialog }: ReactivateDialogProps) {
  const toast = useToast()
  return (
    <FormDialog
      {...dialog}
      title={words.title(member.name)}
      description={words.description(ROLE_WORDS[member.role])}
      fields={[]}
      run={() => reactivateMember({ membershipId: member.id })}
      onDone={({ restoredKeys }) => {
        dialog.onOpenChange(false)
        toast({
          title: words.done(member.name),
          ...(restoredKeys > 0 ? { description: membersWords.roleDialog.restored(restoredKeys) } : {}),
        })
        onDone()
      }}
      submit={words.submit}
    >
      {() => <p>{member.returning ? words.returning(member.returning.keys) : words.nothing}</p>}
    </FormDialog>
  )
}
