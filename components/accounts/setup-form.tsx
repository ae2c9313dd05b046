'use client'

import { useActionState, useState } from 'react'
import { wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import { slugOf } from '@/lib/core/app'
import { LIMITS } from '@/lib/core/limits'
import { accountsWords } from '@/words/accounts'
import { commonWords } from '@/words/common'
import type { AccountAction } from './account-form-state'
import { TimeZoneField } from './time-zone-field'

const words = accountsWords.setupForm

export type SetupFormProps = { setUp: AccountAction; token: string }

const FIELDS = ['organizationName', 'organizationSlug', 'name', 'email', 'password'] as const

export function SetupForm({ setUp, token }: SetupFormProps) {
  const [state, action] = useActionState(setUp, null)
  const [slug, setSlug] = useState(state?.typed.organizationSlug ?? '')
  const [slugTyped, setSlugTyped] = useState(slug !== '')
  const wrong = wrongAltogether(state, FIELDS)
  return (
    <Form action={action} outcome={state} className="flex flex-col gap-4">
      {wrong && (
        <Callout tone="bad" urgent>
          {wrong}
        </Callout>
      )}
      <input type="hidden" name="token" value={token} />
      <TimeZoneField />
      <Field label={commonWords.organization} error={wrongWith(state, 'organizationName')}>
        <TextInput
          name="organizationName"
          autoComplete="organization"
          defaultValue={state?.typed.organizationName}
          onChange={(event) => {
            if (!slugTyped) setSlug(slugOf(event.currentTarget.value).slice(0, 40).replace(/-+$/, ''))
          }}
        />
      </Field>
      <Field
        label={words.shortName}
        description={words.shortNameDescription}
        error={wrongWith(state, 'organizationSlug')}
      >
        <TextInput
          name="organizationSlug"
          mono
          autoComplete="off"
          value={slug}
          onChange={(event) => {
            setSlugTyped(event.currentTarget.value !== '')
            setSlug(event.currentTarget.value)
          }}
        />
      </Field>
      <hr className="border-line border-t" />
      <Field label={words.yourName} error={wrongWith(state, 'name')}>
        <TextInput name="name" autoComplete="name" defaultValue={state?.typed.name} />
      </Field>
      <Field label={commonWords.email} error={wrongWith(state, 'email')}>
        <TextInput name="email" type="email" autoComplete="username" defaultValue={state?.typed.email} />
      </Field>
      <Field
        label={commonWords.password}
        description={words.atLeastCharacters(LIMITS.passwordMinimum)}
        error={wrongWith(state, 'password')}
      >
        <TextInput name="password" type="password" autoComplete="new-password" />
      </Field>
      <Button type="submit" variant="primary" className="mt-1 w-full">
        {words.setUp}
      </Button>
    </Form>
  )
}
