'use client'

import { useActionState } from 'react'
import { wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import { LIMITS } from '@/lib/core/limits'
import { accountsWords } from '@/words/accounts'
import { commonWords } from '@/words/common'
import type { AccountAction } from './account-form-state'

const words = accountsWords.resetPasswordForm

export type ResetPasswordFormProps = { resetPassword: AccountAction; token: string; email: string | null }

export function ResetPasswordForm({ resetPassword, token, email }: ResetPasswordFormProps) {
  const [state, action] = useActionState(resetPassword, null)
  const wrong = wrongAltogether(state, ['password'])
  return (
    <Form action={action} outcome={state} className="flex flex-col gap-4">
      {wrong && (
        <Callout tone="bad" urgent>
          {wrong}
        </Callout>
      )}
      <input type="hidden" name="token" value={token} />
      {/* So that a password manager knows whose password it is. */}
      {email && (
        <Field label={commonWords.email}>
          <TextInput name="email" type="email" autoComplete="username" readOnly value={email} />
        </Field>
      )}
      <Field
        label={words.newPassword}
        description={words.atLeastCharacters(LIMITS.passwordMinimum)}
        error={wrongWith(state, 'password')}
      >
        <TextInput name="password" type="password" autoComplete="new-password" autoFocus />
      </Field>
      <Button type="submit" variant="primary" className="mt-1 w-full">
        {words.setPassword}
      </Button>
    </Form>
  )
}
