'use client'

import { type RefObject, useRef, useState } from 'react'
import type { z } from 'zod'
import { type Act, useSubmission, useUnderWay, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
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
  const [busy, note] = useUnderWay(noteApiKey)
  const [typed, setTyped] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const toast = useToast()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      // What somebody has written is not thrown away by a press beside it.
      dismissible={!busy && !typed}
      title={words.title}
      description={
        <Said
          as={words.description(<strong className="font-semibold text-ink">{apiKey.name}</strong>, apiKey.app.name)}
        />
      }
      initialFocus={field}
      finalFocus={finalFocus}
    >
      <Noting
        apiKey={apiKey}
        noteApiKey={note}
        field={field}
        onTyped={setTyped}
        onDone={(written) => {
          onOpenChange(false)
          if (written !== apiKey.note) {
            toast({ title: written === null ? words.removed : words.saved })
            onNoted()
          }
        }}
      />
    </Dialog>
  )
}

/** Apart from its dialog, so that each opening begins anew. */
function Noting({
  apiKey,
  noteApiKey,
  field,
  onTyped,
  onDone,
}: Pick<NoteApiKeyDialogProps, 'apiKey' | 'noteApiKey'> & {
  field: RefObject<HTMLTextAreaElement | null>
  onTyped: (typed: boolean) => void
  onDone: (note: string | null) => void
}) {
  const before = apiKey.note ?? ''
  const { outcome, ...form } = useSubmission(
    async (fields) => {
      const note = String(fields.get('note'))
      // Nothing was changed, so there is nothing to ask the portal for.
      if (note.trim() === before) return { ok: true, value: { note: apiKey.note } } as const
      return noteApiKey({ apiKeyId: apiKey.id, note })
    },
    ({ note }) => onDone(note),
  )
  const wrong = wrongAltogether(outcome, ['note'])
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <Field label={words.label} description={words.hint} error={wrongWith(outcome, 'note')}>
          <Textarea
            ref={field}
            name="note"
            rows={4}
            defaultValue={before}
            maxLength={LIMITS.noteLength}
            onChange={(event) => onTyped(event.currentTarget.value !== before)}
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
