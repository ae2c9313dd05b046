'use client'

import { type RefObject, useRef, useState } from 'react'
import type { z } from 'zod'
import { type Act, useSubmission, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import { Textarea } from '@/components/ui/textarea'
import type { CreateSecretInput } from '@/lib/contract/secrets'
import type { SecretId } from '@/lib/core/identifiers'
import { commonWords } from '@/words/common'
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
  finalFocus?: RefObject<HTMLElement | null>
}

export function NewSecretDialog({ open, onOpenChange, onSaved, finalFocus, ...form }: NewSecretDialogProps) {
  const name = useRef<HTMLInputElement>(null)
  // Once something was typed, neither Esc nor a press outside throws it away.
  const [typed, setTyped] = useState(false)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setTyped(false)
        onOpenChange(next)
      }}
      dismissible={!typed}
      title={words.title}
      description={form.given ? words.ofKey : words.ofValue}
      initialFocus={name}
      {...(finalFocus && { finalFocus })}
    >
      <NewSecretForm
        {...form}
        nameField={name}
        onTyped={() => setTyped(true)}
        onSaved={(secret) => {
          setTyped(false)
          onSaved(secret)
        }}
      />
    </Dialog>
  )
}

type NewSecretFormProps = Pick<NewSecretDialogProps, 'createSecret' | 'onSaved' | 'given'> & {
  nameField: RefObject<HTMLInputElement | null>
  onTyped: () => void
}

/** Apart from its dialog, so that each opening begins anew. */
function NewSecretForm({ createSecret, onSaved, given, nameField, onTyped }: NewSecretFormProps) {
  const { outcome, ...form } = useSubmission(
    (fields) => createSecret({ name: String(fields.get('name')), value: given?.value ?? String(fields.get('value')) }),
    onSaved,
  )
  const wrong = wrongAltogether(outcome, ['name', 'value'])

  return (
    <Form action={form.action} onSubmit={form.onSubmit} onInput={onTyped} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <Field label={secretsWords.columns.name} description={words.nameRule} error={wrongWith(outcome, 'name')}>
          <TextInput ref={nameField} name="name" mono defaultValue={given?.suggestedName} autoComplete="off" />
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
      </DialogBody>
      <DialogFooter>
        <DialogClose>{commonWords.cancel}</DialogClose>
        <Button type="submit" variant="primary" pending={form.pending}>
          {words.submit}
        </Button>
      </DialogFooter>
    </Form>
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
