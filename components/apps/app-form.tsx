'use client'

import { type RefObject, useState } from 'react'
import { type Outcome, wrongAltogether, wrongWith } from '@/components/submission'
import { Callout } from '@/components/ui/callout'
import { ChoiceGroup } from '@/components/ui/choice-group'
import { DialogBody } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import type { AppView } from '@/lib/contract/apps'
import { BASE_SCOPE, type Environment, slugOf } from '@/lib/core/app'

export type AppFieldsProps = {
  outcome: Outcome<unknown> | null
  nameField: RefObject<HTMLInputElement | null>
  /** What there is, when it is being edited. */
  app?: AppView
}

export const APP_FIELDS = ['name', 'environment', 'upstream', 'scopes'] as const

/** The same questions for a new app and for one that is being changed. */
export function AppFields({ outcome, nameField, app }: AppFieldsProps) {
  const [slug, setSlug] = useState('')
  const wrong = wrongAltogether(outcome, APP_FIELDS)
  return (
    <DialogBody>
      {wrong && (
        <Callout tone="bad" urgent>
          {wrong}
        </Callout>
      )}
      <Field
        label="Name"
        error={wrongWith(outcome, 'name')}
        description={
          app ? (
            'The address stays as it is, so that callers go on working.'
          ) : (
            <>
              Its address will be <code className="font-mono">/apps/{slug || '…'}/</code> and never changes.
            </>
          )
        }
      >
        <TextInput
          ref={nameField}
          name="name"
          autoComplete="off"
          spellCheck={false}
          defaultValue={app?.name}
          onChange={(event) => setSlug(slugOf(event.currentTarget.value))}
        />
      </Field>
      <ChoiceGroup
        label="Environment"
        name="environment"
        defaultValue={app?.environment ?? 'production'}
        choices={[
          { value: 'production', label: 'Production' },
          { value: 'sandbox', label: 'Sandbox' },
        ]}
        error={wrongWith(outcome, 'environment')}
      />
      <Field
        label="Upstream"
        description="Where the gateway sends accepted requests, such as https://resize.internal:8443."
        error={wrongWith(outcome, 'upstream')}
      >
        <TextInput
          name="upstream"
          type="url"
          inputMode="url"
          mono
          autoComplete="off"
          defaultValue={app?.upstream ?? undefined}
        />
      </Field>
      <Field
        label="Scopes"
        optional
        description={`What keys may do here, separated by spaces. Every app has “${BASE_SCOPE}”.`}
        error={wrongWith(outcome, 'scopes')}
      >
        <TextInput
          name="scopes"
          mono
          autoComplete="off"
          placeholder="read write"
          defaultValue={app?.scopes.filter((scope) => scope !== BASE_SCOPE).join(' ')}
        />
      </Field>
    </DialogBody>
  )
}

/** What was typed, as the operations take it. */
export function readAppFields(form: FormData) {
  return {
    name: String(form.get('name')),
    environment: String(form.get('environment')) as Environment,
    upstream: String(form.get('upstream')),
    scopes: String(form.get('scopes'))
      .split(/[\s,]+/)
      .filter(Boolean),
  }
}
