'use client'

import { useActionState } from 'react'
import { wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import { LIMITS } from '@/lib/core/limits'
import { commonWords } from '@/words/common'
import { membersWords } from '@/words/members'
import type { AccountAction } from './account-form-state'
import { TimeZoneField } from './time-zone-field'

const words = membersWords.accept

export type JoinAnewFormProps = { join: AccountAction; token: string; organization: string; email: string }

/** Whoever has no account yet chooses a name and a password; the address is the invitation's. */
export function JoinAnewForm({ join, token, organization, email }: JoinAnewFormProps) {
  const [state, action] = useActionState(join, null)
  const wrong = wrongAltogether(state, ['name', 'password'])
  return (
    <Form action={action} outcome={state} className="flex flex-col gap-4">
      {wrong && (
        <Callout tone="bad" urgent>
          {wrong}
        </Callout>
      )}
      <input type="hidden" name="token" value={token} />
      <TimeZoneField />
      <Field label={commonWords.email}>
        <TextInput name="email" type="email" autoComplete="username" readOnly value={email} />
      </Field>
      <Field label={words.yourName} error={wrongWith(state, 'name')}>
        <TextInput name="name" autoComplete="name" autoFocus defaultValue={state?.typed.name} />
      </Field>
      <Field
        label={commonWords.password}
        description={words.atLeastCharacters(LIMITS.passwordMinimum)}
        error={wrongWith(state, 'password')}
      >
        <TextInput name="password" type="password" autoComplete="new-password" />
      </Field>
      <Button type="submit" variant="primary" className="mt-1 w-full">
        {words.join(organization)}
      </Button>
    </Form>
  )
}
