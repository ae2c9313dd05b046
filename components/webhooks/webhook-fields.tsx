'use client'

import { type RefObject, useState } from 'react'
import type { z } from 'zod'
import { type Outcome, wrongWith } from '@/components/submission'
import { Checkbox } from '@/components/ui/checkbox'
import { Field, FieldError } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import type { CreateWebhookInput, WebhookView } from '@/lib/contract/webhooks'
import { LIMITS } from '@/lib/core/limits'
import { WEBHOOK_TYPES, type WebhookType } from '@/lib/core/webhook-types'
import { webhooksWords } from '@/words/webhooks'

const words = webhooksWords.fields

/** Fields beside which it stands what is wrong with them. */
export const WEBHOOK_FIELDS = ['url', 'description', 'types'] as const

export const readWebhookFields = (fields: FormData): z.input<typeof CreateWebhookInput> => ({
  url: String(fields.get('url')),
  description: String(fields.get('description')),
  types: fields.getAll('types') as WebhookType[],
})

export type WebhookFieldsProps = {
  webhook?: WebhookView
  outcome: Outcome<unknown> | null
  urlField: RefObject<HTMLInputElement | null>
}

export function WebhookFields({ webhook, outcome, urlField }: WebhookFieldsProps) {
  const [types, setTypes] = useState<readonly WebhookType[]>(webhook?.types ?? WEBHOOK_TYPES)
  const wrongTypes = wrongWith(outcome, 'types')
  return (
    <>
      <Field label={words.url} description={words.urlDescription} error={wrongWith(outcome, 'url')}>
        <TextInput
          ref={urlField}
          name="url"
          type="url"
          mono
          autoComplete="off"
          spellCheck={false}
          placeholder={words.urlExample}
          defaultValue={webhook?.url}
        />
      </Field>
      <Field label={words.description} optional error={wrongWith(outcome, 'description')}>
        <TextInput
          name="description"
          autoComplete="off"
          maxLength={LIMITS.nameLength}
          placeholder={words.descriptionExample}
          defaultValue={webhook?.description ?? ''}
        />
      </Field>
      <fieldset className="flex flex-col gap-2.5" aria-describedby={wrongTypes ? 'webhook-types-wrong' : undefined}>
        <legend className="mb-2 font-medium">{words.types}</legend>
        {wrongTypes && <FieldError id="webhook-types-wrong">{wrongTypes}</FieldError>}
        <Checkbox
          label={words.all}
          checked={types.length === WEBHOOK_TYPES.length}
          indeterminate={types.length > 0 && types.length < WEBHOOK_TYPES.length}
          onChange={(event) => setTypes(event.currentTarget.checked ? WEBHOOK_TYPES : [])}
        />
        <div className="flex flex-col gap-2.5 border-line border-l pl-4">
          {WEBHOOK_TYPES.map((type) => (
            <Checkbox
              key={type}
              name="types"
              value={type}
              label={webhooksWords.types[type]}
              description={<code className="font-mono">{type}</code>}
              checked={types.includes(type)}
              onChange={(event) => {
                const { checked } = event.currentTarget
                setTypes((before) =>
                  WEBHOOK_TYPES.filter((known) => (known === type ? checked : before.includes(known))),
                )
              }}
            />
          ))}
        </div>
      </fieldset>
    </>
  )
}
