'use client'

import { type RefObject, useEffect, useState } from 'react'
import type { z } from 'zod'
import { useViewer } from '@/components/accounts/viewer'
import { type Act, useSubmission, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { type Choice, ChoiceGroup, MultipleChoiceGroup } from '@/components/ui/choice-group'
import { DatePicker } from '@/components/ui/date-picker'
import { DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Disclosure } from '@/components/ui/disclosure'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import type { CreateApiKeyInput, IssuedApiKeyView } from '@/lib/contract/api-keys'
import type { AppView } from '@/lib/contract/apps'
import type { ApiKeyType } from '@/lib/core/api-key'
import { BASE_SCOPE } from '@/lib/core/app'
import type { ExpirationChoice } from './expiration-choice'
import { ExpirationMoment } from './expiration-moment'
import { LIMITS_FIELDS, LimitsFields, readLimits } from './limits-fields'
import { useClock } from './use-clock'

export type CreateApiKey = Act<z.input<typeof CreateApiKeyInput>, IssuedApiKeyView>

const EXPIRATIONS: readonly (Choice & { readonly value: ExpirationChoice })[] = [
  { value: '7d', label: '7 days' },
  { value: '30d', label: '30 days' },
  { value: '60d', label: '60 days' },
  { value: '90d', label: '90 days' },
  { value: '1y', label: '1 year' },
  { value: 'custom', label: 'Custom…' },
  { value: 'none', label: 'No expiration' },
]

export type CreateApiKeyFormProps = {
  app: AppView
  now: string
  createApiKey: CreateApiKey
  onIssued: (issued: IssuedApiKeyView) => void
  onBusy: (busy: boolean) => void
  nameField: RefObject<HTMLInputElement | null>
}

export function CreateApiKeyForm({ app, now, createApiKey, onIssued, onBusy, nameField }: CreateApiKeyFormProps) {
  const { timeZone } = useViewer()
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
  // A custom day that has passed, or is too late, is wrong where it was typed.
  const wrongMoment = wrongWith(outcome, 'expiration')
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
        <Field
          label="API Key Name"
          description="Seen by everyone in the organization. Unique among this app’s live keys."
          error={wrongWith(outcome, 'name')}
        >
          <TextInput ref={nameField} name="name" autoComplete="off" spellCheck={false} maxLength={200} />
        </Field>
        <div className="flex flex-col gap-2">
          <ChoiceGroup
            label="Expiration"
            name="expiration"
            choices={EXPIRATIONS}
            value={expiration}
            onValueChange={(value) => setExpiration(value as ExpirationChoice)}
            error={expiration === 'custom' ? undefined : wrongMoment}
            description={<ExpirationMoment expiration={expiration} day={day} timeZone={timeZone} clock={clock} />}
          />
          {expiration === 'custom' && (
            <Field label="Last day" error={wrongWith(outcome, 'expirationDay') ?? wrongMoment} className="max-w-44">
              <DatePicker name="expirationDay" value={day} onValueChange={setDay} min={dayIn(clock, timeZone)} />
            </Field>
          )}
        </div>
        <ChoiceGroup
          label="Type"
          name="type"
          defaultValue={app.can.createUserKey ? 'user' : 'server'}
          choices={[
            { value: 'user', label: 'User key · acts as you', disabled: !app.can.createUserKey },
            { value: 'server', label: 'Server key · acts as the app', disabled: !app.can.createServerKey },
          ]}
          error={wrongWith(outcome, 'type')}
          description={
            app.can.createServerKey
              ? undefined
              : 'Server keys of this app are created by its owner, an Owner or an Aura Owner.'
          }
        />
        <MultipleChoiceGroup
          label="Scopes"
          name="scopes"
          defaultValue={[BASE_SCOPE]}
          choices={app.scopes.map((scope) => ({ value: scope, label: scope }))}
          error={wrongWith(outcome, 'scopes')}
        />
        <Disclosure
          label="Limits"
          hint="None: as often as it likes, from anywhere"
          opensFor={isLimitWrong ? outcome : null}
        >
          <LimitsFields outcome={outcome} />
        </Disclosure>
      </DialogBody>
      <DialogFooter>
        <DialogClose>Cancel</DialogClose>
        <Button type="submit" variant="primary" pending={form.pending}>
          Create API Key
        </Button>
      </DialogFooter>
    </Form>
  )
}

/** Today in a time zone, as `YYYY-MM-DD`: the first day that can be chosen, since a key lives until the end of it. */
function dayIn(at: Date, timeZone: string): string {
  const parts: Record<string, string> = {}
  const format = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  for (const { type, value } of format.formatToParts(at)) parts[type] = value
  return `${parts.year}-${parts.month}-${parts.day}`
}
