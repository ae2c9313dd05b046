'use client'

import { type RefObject, useRef } from 'react'
import type { z } from 'zod'
import { FormDialog } from '@/components/form-dialog'
import { type Act, wrongWith } from '@/components/submission'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import { Textarea } from '@/components/ui/textarea'
import type { CreateSecretInput } from '@/lib/contract/secrets'
import type { SecretId } from '@/lib/core/identifiers'
import { secretsWords } from '@/words/secrets'

const words = secretsWords.create

export interface SavedSecret {
  readonly id: SecretId
  readonly name: string
}

export type CreateSecret = Act<z.input<typeof CreateSecretInput>, SavedSecret>

export type NewSecretDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  createSecret: CreateSecret
  onSaved: (secret: SavedSecret) => void
  /** A key that is being saved: it stays in memory, and the page shows no more of it than its end. */
  given?: { readonly value: string; readonly suggestedName: string } | undefined
  finalFocus?: RefObject<HTMLElement | null> | undefined
}

export function NewSecretDialog({
  open,
  onOpenChange,
  createSecret,
  onSaved,
  given,
  finalFocus,
}: NewSecretDialogProps) {
  const name = useRef<HTMLInputElement>(null)
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={words.title}
      description={given ? words.ofKey : words.ofValue}
      initialFocus={name}
      finalFocus={finalFocus}
      fields={['name', 'value']}
      run={(fields) =>
        createSecret({ name: String(fields.get('name')), value: given?.value ?? String(fields.get('value')) })
      }
      onDone={onSaved}
      submit={words.submit}
    >
      {(outcome) => (
        <>
          <Field label={secretsWords.columns.name} description={words.nameRule} error={wrongWith(outcome, 'name')}>
            <TextInput ref={name} name="name" mono defaultValue={given?.suggestedName} autoComplete="off" />
          </Field>
          {given ? (
            <Field label={words.value} description={words.wholeKey} error={wrongWith(outcome, 'value')}>
              {/* Not a password field: a browser would offer to keep its value. */}
              <TextInput mono readOnly value={`${'•'.repeat(32)}${given.value.slice(-4)}`} />
            </Field>
          ) : (
            <Field label={words.value} error={wrongWith(outcome, 'value')}>
              <Textarea name="value" mono rows={3} autoComplete="off" />
            </Field>
          )}
        </>
      )}
    </FormDialog>
  )
}

/** A name for the secret that holds a key: "CI_DEPLOY_RESIZE_IMAGE". */
export function suggestSecretName(...parts: readonly string[]): string {
  return parts
    .join('_')
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 100)
}
