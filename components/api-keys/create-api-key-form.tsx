'use client'

import { type RefObject, useEffect, useState } from 'react'
import type { z } from 'zod'
import { type Act, useSubmission, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ChoiceGroup, MultipleChoiceGroup } from '@/components/ui/choice-group'
import { DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Disclosure } from '@/components/ui/disclosure'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import type { CreateApiKeyInput, IssuedApiKeyView } from '@/lib/contract/api-keys'
import type { AppView } from '@/lib/contract/apps'
import type { ApiKeyType } from '@/lib/core/api-key'
import { BASE_SCOPE } from '@/lib/core/app'
import { limitsWords, creationWords as words } from '@/words/key-dialogs'
import type { ExpirationChoice } from './expiration-choice'
import { ExpirationField } from './expiration-field'
import { LIMITS_FIELDS, LimitsFields, readLimits } from './limits-fields'
import { useClock } from './use-clock'

export type CreateApiKey = Act<z.input<typeof CreateApiKeyInput>, IssuedApiKeyView>

export type CreateApiKeyFormProps = {
  app: AppView
  now: string
  createApiKey: CreateApiKey
  onIssued: (issued: IssuedApiKeyView) => void
  onBusy: (busy: boolean) => void
  nameField: RefObject<HTMLInputElement | null>
}

export function CreateApiKeyForm({ app, now, createApiKey, onIssued, onBusy, nameField }: CreateApiKeyFormProps) {
  const clock = useClock(now)
  const [expiration, setExpiration] = useState<ExpirationChoice>('90d')
  const [day, setDay] = useState('')

  const { outcome, ...form } = useSubmission(
    (fields) =>
      createApiKey({
        appId: app.id,
        name: String(fields.get('name')),
        expiration,
        ...(expiration === 'custom' ? { expirationDay: day } : {}),
        type: String(fields.get('type')) as ApiKeyType,
        scopes: fields.getAll('scopes').map(String),
        limits: readLimits(fields),
      }),
    onIssued,
  )
  useEffect(() => onBusy(form.pending), [onBusy, form.pending])
  const wrong = wrongAltogether(outcome, [
    ...['name', 'expiration', 'expirationDay', 'type', 'scopes'],
    ...LIMITS_FIELDS,
  ])
  const isLimitWrong = LIMITS_FIELDS.some((field) => wrongWith(outcome, field))

  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <Field label={words.name} description={words.nameHint} error={wrongWith(outcome, 'name')}>
          <TextInput ref={nameField} name="name" autoComplete="off" spellCheck={false} maxLength={200} />
        </Field>
        <ExpirationField
          expiration={expiration}
          onExpirationChange={setExpiration}
          day={day}
          onDayChange={setDay}
          clock={clock}
          outcome={outcome}
        />
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
      </DialogBody>
      <DialogFooter>
        <DialogClose>{words.cancel}</DialogClose>
        <Button type="submit" variant="primary" pending={form.pending}>
          {words.submit}
        </Button>
      </DialogFooter>
    </Form>
  )
}
