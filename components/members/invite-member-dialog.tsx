'use client'

import { type RefObject, useRef } from 'react'
import type { z } from 'zod'
import { IssuingDialog } from '@/components/issuing-dialog'
import { type Act, wrongWith } from '@/components/submission'
import { ChoiceGroup } from '@/components/ui/choice-group'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import type { InviteMemberInput, SentInvitationView } from '@/lib/contract/members'
import type { Role } from '@/lib/core/roles'
import { commonWords } from '@/words/common'
import { membersWords } from '@/words/members'
import { ROLE_WORDS } from '@/words/terms'
import { SentInvitation, sentHeading } from './sent-invitation'

export type InviteMember = Act<z.input<typeof InviteMemberInput>, SentInvitationView>

const words = membersWords.inviteDialog

export type InviteMemberDialogProps = {
  open: boolean
  /** Of somebody who was removed; empty for anybody. */
  email: string
  /** To which the viewer may invite. */
  roles: readonly Role[]
  inviteMember: InviteMember
  onClose: (invited: boolean) => void
  finalFocus: RefObject<HTMLElement | null>
}

/** Asks whom, and as what, and shows the link once. */
export function InviteMemberDialog({ open, email, roles, inviteMember, onClose, finalFocus }: InviteMemberDialogProps) {
  const emailField = useRef<HTMLInputElement>(null)
  return (
    <IssuingDialog<SentInvitationView>
      open={open}
      onOpenChange={(_, sent) => onClose(sent !== null)}
      asking={{ title: words.title, description: words.description }}
      issued={sentHeading}
      show={(sent, close) => <SentInvitation sent={sent} onClose={close} />}
      emptied={(sent) => ({ ...sent, url: '' })}
      initialFocus={emailField}
      finalFocus={finalFocus}
      fields={['email', 'role']}
      run={(fields) => inviteMember({ email: String(fields.get('email')), role: String(fields.get('role')) as Role })}
      submit={words.submit}
    >
      {(outcome) => (
        <>
          <Field label={commonWords.email} error={wrongWith(outcome, 'email')}>
            <TextInput ref={emailField} name="email" type="email" autoComplete="off" defaultValue={email} />
          </Field>
          <ChoiceGroup
            look="cards"
            name="role"
            label={words.role}
            error={wrongWith(outcome, 'role')}
            defaultValue="developer"
            choices={roles.map((role) => ({
              value: role,
              label: ROLE_WORDS[role],
              detail: membersWords.roleDetails[role],
            }))}
          />
        </>
      )}
    </IssuingDialog>
  )
}
