'use client'

import { type RefObject, useState } from 'react'
import { type Outcome, wrongWith } from '@/components/submission'
import { ChoiceGroup } from '@/components/ui/choice-group'
import { Disclosure } from '@/components/ui/disclosure'
import { Field } from '@/components/ui/field'
import { Said } from '@/components/ui/said'
import { TextInput } from '@/components/ui/text-input'
import { Textarea } from '@/components/ui/textarea'
import type { AppView } from '@/lib/contract/apps'
import { BASE_SCOPE, type Environment, slugOf, withBaseScope } from '@/lib/core/app'
import { appsWords } from '@/words/apps'
import { commonWords } from '@/words/common'
import { readScopeRules, ScopeRulesField } from './scope-rules-field'

const words = appsWords.appForm

export type AppFieldsProps = {
  outcome: Outcome<unknown> | null
  nameField: RefObject<HTMLInputElement | null>
  /** What there is, when it is being edited. */
  app?: AppView
}

const ACCESS_FIELDS = ['scopeRules', 'corsOrigins'] as const
/** Fields beside which it stands what is wrong with them. */
export const APP_FIELDS = ['name', 'environment', 'upstream', 'scopes', ...ACCESS_FIELDS] as const

/** The same questions for a new app and for one that is being changed. */
export function AppFields({ outcome, nameField, app }: AppFieldsProps) {
  const [slug, setSlug] = useState('')
  const [scopes, setScopes] = useState(app?.scopes.filter((scope) => scope !== BASE_SCOPE).join(' ') ?? '')
  const isAccessWrong = ACCESS_FIELDS.some((field) => wrongWith(outcome, field))
  return (
    <>
      <Field
        label={commonWords.name}
        error={wrongWith(outcome, 'name')}
        description={
          app ? (
            words.addressStays
          ) : (
            <Said as={words.addressWillBe(<code className="font-mono">{`/apps/${slug || '…'}/`}</code>)} />
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
        label={words.environment}
        name="environment"
        defaultValue={app?.environment ?? 'production'}
        choices={[
          { value: 'production', label: words.production },
          { value: 'sandbox', label: words.sandbox },
        ]}
        error={wrongWith(outcome, 'environment')}
      />
      <Field label={words.upstream} description={words.upstreamDescription} error={wrongWith(outcome, 'upstream')}>
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
        label={commonWords.scopes}
        optional
        description={words.scopesDescription(BASE_SCOPE)}
        error={wrongWith(outcome, 'scopes')}
      >
        <TextInput
          name="scopes"
          mono
          autoComplete="off"
          placeholder={words.scopesExample}
          value={scopes}
          onChange={(event) => setScopes(event.currentTarget.value)}
        />
      </Field>
      <Disclosure
        label={words.access}
        hint={words.accessDescription}
        openAtFirst={app !== undefined && app.scopeRules.length + app.corsOrigins.length > 0}
        opensFor={isAccessWrong ? outcome : null}
      >
        <p className="text-ink-2">
          <Said
            as={words.accessHoldsFor(
              <code className="font-mono text-xs">{`/verify?app=${app?.slug ?? (slug || '…')}&scope=…`}</code>,
            )}
          />
        </p>
        <ScopeRulesField outcome={outcome} rules={app?.scopeRules ?? []} scopes={withBaseScope(wordsOf(scopes))} />
        <Field
          label={words.corsOrigins}
          optional
          description={words.corsDescription}
          error={wrongWith(outcome, 'corsOrigins')}
        >
          <Textarea
            name="corsOrigins"
            mono
            rows={2}
            placeholder={words.corsExample}
            defaultValue={app?.corsOrigins.join('\n')}
          />
        </Field>
      </Disclosure>
    </>
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
