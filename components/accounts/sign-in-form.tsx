'use client'

import { useActionState } from 'react'
import { wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import { commonWords } from '@/words/common'
import type { AccountAction } from './account-form-state'
import { TimeZoneField } from './time-zone-field'

export type SignInFormProps = {
  signIn: AccountAction
  /** Where to go afterwards. */
  to: string
}

export function SignInForm({ signIn, to }: SignInFormProps) {
  const [state, action] = useActionState(signIn, null)
  const wrong = wrongAltogether(state, ['email', 'password'])
  return (
    <Form action={action} outcome={state} className="flex flex-col gap-4">
      {wrong && (
        <Callout tone="bad" urgent>
          {wrong}
        </Callout>
      )}
      <input type="hidden" name="to" value={to} />
      <TimeZoneField />
      <Field label={commonWords.email} error={wrongWith(state, 'email')}>
        <TextInput name="email" type="email" autoComplete="username" autoFocus defaultValue={state?.typed.email} />
      </Field>
      <Field label={commonWords.password} error={wrongWith(state, 'password')}>
        <TextInput name="password" type="password" autoComplete="current-password" />
      </Field>
      <Button type="submit" variant="primary" className="mt-1 w-full">
        {commonWords.signIn}
      </Button>
    </Form>
  )
}
