'use client'

import { type RefObject, useRef } from 'react'
import type { z } from 'zod'
import { type Act, useSubmission, useUnderWay, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Said } from '@/components/ui/said'
import { TextInput } from '@/components/ui/text-input'
import { useToast } from '@/components/ui/toast'
import type { ApiKeyView, RenameApiKeyInput } from '@/lib/contract/api-keys'
import { LIMITS } from '@/lib/core/limits'
import { renameWords as words } from '@/words/key-dialogs'

export type RenameApiKey = Act<z.input<typeof RenameApiKeyInput>, { readonly name: string }>

export type RenameApiKeyDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  apiKey: ApiKeyView
  renameApiKey: RenameApiKey
  /** Called once it has its new name. */
  onRenamed: () => void
  finalFocus: RefObject<HTMLElement | null>
}

export function RenameApiKeyDialog({
  open,
  onOpenChange,
  apiKey,
  renameApiKey,
  onRenamed,
  finalFocus,
}: RenameApiKeyDialogProps) {
  const [busy, rename] = useUnderWay(renameApiKey)
  const field = useRef<HTMLInputElement>(null)
  const toast = useToast()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      dismissible={!busy}
      title={words.title}
      description={
        <Said
          as={words.description(<strong className="font-semibold text-ink">{apiKey.name}</strong>, apiKey.app.name)}
        />
      }
      initialFocus={field}
      finalFocus={finalFocus}
    >
      <Renaming
        apiKey={apiKey}
        renameApiKey={rename}
        field={field}
        onDone={(name) => {
          onOpenChange(false)
          if (name !== apiKey.name) {
            toast({ title: words.done(name) })
            onRenamed()
          }
        }}
      />
    </Dialog>
  )
}

/** Apart from its dialog, so that each opening begins anew. */
function Renaming({
  apiKey,
  renameApiKey,
  field,
  onDone,
}: Pick<RenameApiKeyDialogProps, 'apiKey' | 'renameApiKey'> & {
  field: RefObject<HTMLInputElement | null>
  onDone: (name: string) => void
}) {
  const { outcome, ...form } = useSubmission(
    async (fields) => {
      const name = String(fields.get('name'))
      // Nothing was changed, so there is nothing to ask the portal for.
      if (name === apiKey.name) return { ok: true, value: { name } } as const
      return renameApiKey({ apiKeyId: apiKey.id, name })
    },
    ({ name }) => onDone(name),
  )
  const wrong = wrongAltogether(outcome, ['name'])
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <Field label={words.label} description={words.hint} error={wrongWith(outcome, 'name')}>
          <TextInput
            ref={field}
            name="name"
            defaultValue={apiKey.name}
            maxLength={LIMITS.nameLength}
            autoComplete="off"
            onFocus={(event) => event.currentTarget.select()}
          />
        </Field>
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
