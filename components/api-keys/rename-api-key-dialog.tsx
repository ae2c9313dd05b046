'use client'

import { type RefObject, useRef } from 'react'
import type { z } from 'zod'
import { FormDialog } from '@/components/form-dialog'
import { type Act, wrongWith } from '@/components/submission'
import { Field } from '@/components/ui/field'
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
  const field = useRef<HTMLInputElement>(null)
  const toast = useToast()
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={words.title}
      description={
        <Said
          as={words.description(<strong className="font-semibold text-ink">{apiKey.name}</strong>, apiKey.app.name)}
        />
      }
      initialFocus={field}
      finalFocus={finalFocus}
      fields={['name']}
      run={async (fields) => {
        const name = String(fields.get('name'))
        // Nothing was changed, so there is nothing to ask the portal for.
        if (name === apiKey.name) return { ok: true, value: { name } }
        return renameApiKey({ apiKeyId: apiKey.id, name })
      }}
      onDone={({ name }) => {
        onOpenChange(false)
        if (name === apiKey.name) return
        toast({ title: words.done(name) })
        onRenamed()
      }}
      submit={words.submit}
    >
      {(outcome) => (
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
      )}
    </FormDialog>
  )
}
