'use client'

import type { RefObject } from 'react'
import { type Outcome, wrongWith } from '@/components/submission'
import { ChoiceGroup, MultipleChoiceGroup } from '@/components/ui/choice-group'
import { Disclosure } from '@/components/ui/disclosure'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import type { AppView } from '@/lib/contract/apps'
import type { ApiKeyType } from '@/lib/core/api-key'
import { BASE_SCOPE } from '@/lib/core/app'
import { limitsWords, creationWords as words } from '@/words/key-dialogs'
import { EXPIRATION_FIELDS, ExpirationField, type Lifetime, readExpiration } from './expiration-field'
import { LIMITS_FIELDS, LimitsFields, readLimits } from './limits-fields'
import { useClock } from './use-clock'

/** Beside which it stands what is wrong with them. */
export const KEY_FIELDS = ['name', ...EXPIRATION_FIELDS, 'type', 'scopes', ...LIMITS_FIELDS] as const

const PRESET: Lifetime = { expiration: '90d', day: '' }

export type ApiKeyFieldsProps = {
  app: AppView
  now: string
  outcome: Outcome<unknown> | null
  nameField: RefObject<HTMLInputElement | null>
}

/** What is asked of a new key. */
export function ApiKeyFields({ app, now, outcome, nameField }: ApiKeyFieldsProps) {
  const clock = useClock(now)
  const isLimitWrong = LIMITS_FIELDS.some((field) => wrongWith(outcome, field))
  return (
    <>
      <Field label={words.name} description={words.nameHint} error={wrongWith(outcome, 'name')}>
        <TextInput ref={nameField} name="name" autoComplete="off" spellCheck={false} maxLength={200} />
      </Field>
      <ExpirationField atFirst={PRESET} clock={clock} outcome={outcome} />
      <ChoiceGroup
        label={words.type}
        name="type"
        defaultValue={app.can.createUserKey ? 'user' : 'server'}
        choices={[
          { value: 'user', label: words.userKey, disabled: !app.can.createUserKey },
          { value: 'server', label: words.serverKey, disabled: !app.can.createServerKey },
        ]}
        error={wrongWith(outcome, 'type')}
        description={app.can.createServerKey ? undefined : words.whoMayCreateServerKeys}
      />
      <MultipleChoiceGroup
        label={words.scopes}
        name="scopes"
        defaultValue={[BASE_SCOPE]}
        choices={app.scopes.map((scope) => ({ value: scope, label: scope }))}
        error={wrongWith(outcome, 'scopes')}
      />
      <Disclosure label={words.limits} hint={limitsWords.none} opensFor={isLimitWrong ? outcome : null}>
        <LimitsFields outcome={outcome} />
      </Disclosure>
    </>
  )
}

/** What was chosen, as the operation takes it. */
export const readApiKeyFields = (form: FormData) => ({
  name: String(form.get('name')),
  ...readExpiration(form),
  type: String(form.get('type')) as ApiKeyType,
  scopes: form.getAll('scopes').map(String),
  limits: readLimits(form),
})
