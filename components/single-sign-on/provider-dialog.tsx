'use client'

import { type RefObject, useRef, useState } from 'react'
import type { z } from 'zod'
import { FormDialog } from '@/components/form-dialog'
import { type Act, wrongWith } from '@/components/submission'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { TextInput } from '@/components/ui/text-input'
import { Textarea } from '@/components/ui/textarea'
import type { IdentityProviderSettings, IdentityProviderView } from '@/lib/contract/identity-provider'
import { DEFAULT_ROLES, type DefaultRole } from '@/lib/core/identity-provider'
import { ssoWords } from '@/words/sso'
import { ROLE_WORDS } from '@/words/terms'

const words = ssoWords.dialog
const FIELDS = ['name', 'issuer', 'clientId', 'clientSecret', 'domains', 'defaultRole']

export type ConfigureSingleSignOn = Act<z.input<typeof IdentityProviderSettings>, { readonly endedSessions: number }>

export type ProviderDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Null: the first one. */
  provider: IdentityProviderView | null
  configure: ConfigureSingleSignOn
  onSaved: () => void
  finalFocus: RefObject<HTMLElement | null>
}

/** Who the provider is and what the portal is to it. What is stored of the secret never comes here. */
export function ProviderDialog({ open, onOpenChange, provider, configure, onSaved, finalFocus }: ProviderDialogProps) {
  const first = useRef<HTMLInputElement>(null)
  const [isPublic, setPublic] = useState(provider !== null && !provider.hasSecret)
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={provider ? words.editTitle : words.setUpTitle}
      description={provider ? words.editIntroduction : words.introduction}
      initialFocus={first}
      finalFocus={finalFocus}
      fields={FIELDS}
      run={(fields) => {
        const text = (name: string) => String(fields.get(name) ?? '')
        return configure({
          name: text('name'),
          issuer: text('issuer'),
          clientId: text('clientId'),
          clientSecret: isPublic ? '' : text('clientSecret'),
          publicClient: isPublic,
          domains: text('domains'),
          defaultRole: text('defaultRole') as DefaultRole,
          changedAt: provider?.changedAt ?? null,
        })
      }}
      onDone={onSaved}
      submit={words.save}
    >
      {(outcome) => (
        <>
          <Field label={words.name} error={wrongWith(outcome, 'name')}>
            <TextInput
              ref={first}
              name="name"
              autoComplete="off"
              defaultValue={provider?.name}
              placeholder={words.nameExample}
            />
          </Field>
          <Field label={ssoWords.page.issuer} error={wrongWith(outcome, 'issuer')}>
            <TextInput
              name="issuer"
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              defaultValue={provider?.issuer}
              placeholder={words.issuerExample}
            />
          </Field>
          <Field label={ssoWords.page.clientId} error={wrongWith(outcome, 'clientId')}>
            <TextInput name="clientId" autoComplete="off" spellCheck={false} defaultValue={provider?.clientId} />
          </Field>
          <Checkbox
            label={words.publicClient}
            checked={isPublic}
            onChange={(event) => setPublic(event.currentTarget.checked)}
          />
          {!isPublic && (
            <Field
              label={ssoWords.page.clientSecret}
              description={provider?.hasSecret ? words.secretKept : words.secretSealed}
              error={wrongWith(outcome, 'clientSecret')}
            >
              <TextInput name="clientSecret" type="password" autoComplete="off" />
            </Field>
          )}
          <Field
            label={ssoWords.page.domains}
            description={words.domainsDescription}
            error={wrongWith(outcome, 'domains')}
          >
            <Textarea
              name="domains"
              rows={2}
              spellCheck={false}
              defaultValue={provider?.domains.join(', ')}
              placeholder={words.domainsExample}
            />
          </Field>
          <Field label={words.defaultRole} error={wrongWith(outcome, 'defaultRole')}>
            <Select
              name="defaultRole"
              defaultValue={provider?.defaultRole ?? 'reader'}
              options={DEFAULT_ROLES.map((role) => ({ value: role, label: ROLE_WORDS[role] }))}
            />
          </Field>
        </>
      )}
    </FormDialog>
  )
}
