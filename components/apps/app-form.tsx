'use client'

import { type RefObject, useState } from 'react'
import { type Outcome, wrongAltogether, wrongWith } from '@/components/submission'
import { Callout } from '@/components/ui/callout'
import { ChoiceGroup } from '@/components/ui/choice-group'
import { DialogBody } from '@/components/ui/dialog'
import { Disclosure } from '@/components/ui/disclosure'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import { Textarea } from '@/components/ui/textarea'
import type { AppView } from '@/lib/contract/apps'
import { BASE_SCOPE, type Environment, slugOf, withBaseScope } from '@/lib/core/app'
import { readScopeRules, ScopeRulesField } from './scope-rules-field'

export type AppFieldsProps = {
  outcome: Outcome<unknown> | null
  nameField: RefObject<HTMLInputElement | null>
  /** What there is, when it is being edited. */
  app?: AppView
}

const ACCESS_FIELDS = ['scopeRules', 'corsOrigins'] as const
const APP_FIELDS = ['name', 'environment', 'upstream', 'scopes', ...ACCESS_FIELDS] as const

/** The same questions for a new app and for one that is being changed. */
export function AppFields({ outcome, nameField, app }: AppFieldsProps) {
  const [slug, setSlug] = useState('')
  const [scopes, setScopes] = useState(app?.scopes.filter((scope) => scope !== BASE_SCOPE).join(' ') ?? '')
  const isAccessWrong = ACCESS_FIELDS.some((field) => wrongWith(outcome, field))
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
          value={scopes}
          onChange={(event) => setScopes(event.currentTarget.value)}
        />
      </Field>
      <Disclosure
        label="Rules and origins"
        hint="What some paths ask for, and which pages may call"
        openAtFirst={app !== undefined && app.scopeRules.length + app.corsOrigins.length > 0}
        opensFor={isAccessWrong ? outcome : null}
      >
        <p className="text-ink-2">
          Both hold for requests that the gateway passes on itself. Behind forward-auth the proxy’s configuration names
          the scope instead: <code className="font-mono text-xs">/verify?app={app?.slug ?? (slug || '…')}&scope=…</code>
        </p>
        <ScopeRulesField outcome={outcome} rules={app?.scopeRules ?? []} scopes={withBaseScope(wordsOf(scopes))} />
        <Field
          label="CORS origins"
          optional
          description="Pages that may call the app from a browser, one origin a line. A key in a page is seen by everyone who opens it: leave this empty unless that is meant."
          error={wrongWith(outcome, 'corsOrigins')}
        >
          <Textarea
            name="corsOrigins"
            mono
            rows={2}
            placeholder="https://shop.example.com"
            defaultValue={app?.corsOrigins.join('\n')}
          />
        </Field>
      </Disclosure>
    </DialogBody>
  )
}

/** What was typed, as the operations take it. */
export function readAppFields(form: FormData) {
  return {
    name: String(form.get('name')),
    environment: String(form.get('environment')) as Environment,
    upstream: String(form.get('upstream')),
    scopes: wordsOf(String(form.get('scopes'))),
    scopeRules: readScopeRules(form),
    corsOrigins: wordsOf(String(form.get('corsOrigins'))),
  }
}

const wordsOf = (typed: string) => typed.split(/[\s,]+/).filter(Boolean)
