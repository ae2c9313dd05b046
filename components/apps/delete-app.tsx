'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { type Act, useSubmission, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import { useToast } from '@/components/ui/toast'
import type { AppView, DeleteAppInput } from '@/lib/contract/apps'

export type DeleteApp = Act<z.input<typeof DeleteAppInput>, { readonly orphanedKeys: number }>

export type DeleteAppProps = { app: AppView; deleteApp: DeleteApp }

export function DeleteApp({ app, deleteApp }: DeleteAppProps) {
  const [open, setOpen] = useState(false)
  // The button goes with the app; the page stays, so the focus goes to it.
  const afterwards = useRef<HTMLElement | null>(null)
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Delete ${app.name}`}
      description="Its page stays, marked and read-only. Its address is never used again. This is final."
      trigger={
        <Button
          onClick={(event) => {
            afterwards.current = event.currentTarget
          }}
        >
          Delete
        </Button>
      }
      finalFocus={afterwards}
    >
      <DeleteAppForm
        app={app}
        deleteApp={deleteApp}
        onDeleted={() => {
          afterwards.current = document.getElementById('content')
          setOpen(false)
        }}
      />
    </Dialog>
  )
}

function DeleteAppForm({ app, deleteApp, onDeleted }: DeleteAppProps & { onDeleted: () => void }) {
  const router = useRouter()
  const toast = useToast()
  const [typed, setTyped] = useState('')
  const { outcome, ...form } = useSubmission(
    () => deleteApp({ appId: app.id, confirmation: typed }),
    ({ orphanedKeys }) => {
      onDeleted()
      toast({ title: `${app.name} is deleted`, description: whatHappenedTo(orphanedKeys) })
      router.refresh()
    },
  )
  const wrong = wrongAltogether(outcome, ['confirmation'])
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <Callout tone="warn">{whatWillHappenTo(app.keys.active)}</Callout>
        <Field label={`Type “${app.name}” to confirm`} error={wrongWith(outcome, 'confirmation')}>
          <TextInput
            name="confirmation"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Field>
      </DialogBody>
      <DialogFooter>
        <DialogClose>Cancel</DialogClose>
        <Button
          type="submit"
          variant="danger"
          disabled={typed.normalize('NFC').trim() !== app.name}
          pending={form.pending}
        >
          Delete app
        </Button>
      </DialogFooter>
    </Form>
  )
}

function whatWillHappenTo(keys: number): string {
  if (keys === 0) return 'No live key opens it.'
  return keys === 1
    ? 'One live key opens it. It is orphaned and stops working at once.'
    : `${keys} live keys open it. They are orphaned and stop working at once.`
}

function whatHappenedTo(keys: number): string {
  if (keys === 0) return 'It had no live key.'
  return keys === 1 ? 'Its key is orphaned and opens nothing.' : `Its ${keys} keys are orphaned and open nothing.`
}
