'use client'

import { type RefObject, useRef, useState } from 'react'
import type { z } from 'zod'
import { type Act, useSubmission, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ChoiceGroup } from '@/components/ui/choice-group'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import type { InviteMemberInput, SentInvitationView } from '@/lib/contract/members'
import type { Role } from '@/lib/core/roles'
import { commonWords } from '@/words/common'
import { membersWords } from '@/words/members'
import { ROLE_WORDS } from '@/words/terms'
import { SentInvitation } from './sent-invitation'

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
  const [sent, setSent] = useState<SentInvitationView | null>(null)
  // Once something was typed, neither Esc nor a press outside throws it away.
  const [typed, setTyped] = useState(false)
  const emailField = useRef<HTMLInputElement>(null)

  function close(invited: boolean) {
    setTyped(false)
    setSent(null)
    onClose(invited)
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) close(sent !== null)
      }}
      dismissible={!sent && !typed}
      title={sent ? words.sentTitle(sent.email) : words.title}
      description={sent ? (sent.mailed ? words.mailedDescription : words.sentDescription) : words.description}
      initialFocus={emailField}
      finalFocus={finalFocus}
    >
      {sent ? (
        <SentInvitation sent={sent} onClose={() => close(true)} />
      ) : (
        <InviteForm
          email={email}
          roles={roles}
          inviteMember={inviteMember}
          emailField={emailField}
          onTyped={() => setTyped(true)}
          onSent={setSent}
        />
      )}
    </Dialog>
  )
}

type InviteFormProps = Pick<InviteMemberDialogProps, 'email' | 'roles' | 'inviteMember'> & {
  emailField: RefObject<HTMLInputElement | null>
  onTyped: () => void
  onSent: (sent: SentInvitationView) => void
}

function InviteForm({ email, roles, inviteMember, emailField, onTyped, onSent }: InviteFormProps) {
  const { outcome, ...form } = useSubmission(
    (fields) => inviteMember({ email: String(fields.get('email')), role: String(fields.get('role')) as Role }),
    onSent,
  )
  const wrong = wrongAltogether(outcome, ['email', 'role'])
  return (
    <Form action={form.action} onSubmit={form.onSubmit} onInput={onTyped} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
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
      </DialogBody>
      <DialogFooter>
        <DialogClose>{commonWords.cancel}</DialogClose>
        <Button type="submit" variant="primary" pending={form.pending}>
          {words.submit}
        </Button>
      </DialogFooter>
    </Form>
  )
}
