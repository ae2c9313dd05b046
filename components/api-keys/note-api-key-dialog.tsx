'use client'

import { type RefObject, useRef } from 'react'
import type { z } from 'zod'
import { FormDialog } from '@/components/form-dialog'
import { type Act, wrongWith } from '@/components/submission'
import { Field } from '@/components/ui/field'
import { Said } from '@/components/ui/said'
import { Textarea } from '@/components/ui/textarea'
import { useToast } from '@/components/ui/toast'
import type { ApiKeyView, NoteApiKeyInput } from '@/lib/contract/api-keys'
import { LIMITS } from '@/lib/core/limits'
import { noteWords as words } from '@/words/key-dialogs'

export type NoteApiKey = Act<z.input<typeof NoteApiKeyInput>, { readonly note: string | null }>

export type NoteApiKeyDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  apiKey: ApiKeyView
  noteApiKey: NoteApiKey
  /** Called once it is written. */
  onNoted: () => void
  finalFocus: RefObject<HTMLElement | null>
}

export function NoteApiKeyDialog({
  open,
  onOpenChange,
  apiKey,
  noteApiKey,
  onNoted,
  finalFocus,
}: NoteApiKeyDialogProps) {
  const before = apiKey.note ?? ''
  const field = useRef<HTMLTextAreaElement>(null)
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
      fields={['note']}
      run={async (fields) => {
        const note = String(fields.get('note'))
        // Nothing was changed, so there is nothing to ask the portal for.
        if (note.trim() === before) return { ok: true, value: { note: apiKey.note } }
        return noteApiKey({ apiKeyId: apiKey.id, note })
      }}
      onDone={({ note }) => {
        onOpenChange(false)
        if (note === apiKey.note) return
        toast({ title: note === null ? words.removed : words.saved })
        onNoted()
      }}
      submit={words.submit}
    >
      {(outcome) => (
        <Field label={words.label} description={words.hint} error={wrongWith(outcome, 'note')}>
          <Textarea ref={field} name="note" rows={4} defaultValue={before} maxLength={LIMITS.noteLength} />
        </Field>
      )}
    </FormDialog>
  )
}
