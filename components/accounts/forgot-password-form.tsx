'use client'

import { useActionState } from 'react'
import { wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import { accountsWords } from '@/words/accounts'
import { commonWords } from '@/words/common'
import type { AccountFormState } from './account-form-state'

const words = accountsWords.forgotPasswordForm

/** Asked, or what was wrong. It never says whether there is such an account. */
export type ForgotPasswordState = AccountFormState | { readonly ok: true }

export type ForgotPasswordFormProps = {
  ask: (state: ForgotPasswordState, form: FormData) => Promise<ForgotPasswordState>
}

export function ForgotPasswordForm({ ask }: ForgotPasswordFormProps) {
  const [state, action] = useActionState(ask, null)
  if (state?.ok)
    return (
      <Callout tone="good" role="status">
        {words.asked}
      </Callout>
    )
  const wrong = wrongAltogether(state, ['email'])
  return (
    <Form action={action} outcome={state} className="flex flex-col gap-4">
      {wrong && (
        <Callout tone="bad" urgent>
          {wrong}
        </Callout>
      )}
      <Field label={commonWords.email} error={wrongWith(state, 'email')}>
        <TextInput name="email" type="email" autoComplete="username" autoFocus defaultValue={state?.typed.email} />
      </Field>
      <Button type="submit" variant="primary" className="mt-1 w-full">
        {words.send}
      </Button>
    </Form>
  )
}
