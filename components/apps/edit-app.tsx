'use client'

import { useRouter } from 'next/navigation'
import { type RefObject, useRef, useState } from 'react'
import type { z } from 'zod'
import { type Act, useSubmission } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import { useToast } from '@/components/ui/toast'
import type { AppView, ChangeAppInput } from '@/lib/contract/apps'
import { appsWords } from '@/words/apps'
import { commonWords } from '@/words/common'
import { AppFields, readAppFields } from './app-form'

const words = appsWords.editApp

export type ChangeApp = Act<z.input<typeof ChangeAppInput>, unknown>

export type EditAppProps = { app: AppView; changeApp: ChangeApp }

export function EditApp({ app, changeApp }: EditAppProps) {
  const [open, setOpen] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size="medium"
      title={words.title(app.name)}
      trigger={<Button>{words.open}</Button>}
      initialFocus={nameField}
    >
      <EditAppForm app={app} changeApp={changeApp} nameField={nameField} onSaved={() => setOpen(false)} />
    </Dialog>
  )
}

type EditAppFormProps = EditAppProps & { nameField: RefObject<HTMLInputElement | null>; onSaved: () => void }

function EditAppForm({ app, changeApp, nameField, onSaved }: EditAppFormProps) {
  const router = useRouter()
  const toast = useToast()
  // What was there when the dialog opened: a change made meanwhile by someone else is then seen, not written over.
  const [edited] = useState(app)
  const { outcome, ...form } = useSubmission(
    (fields) => changeApp({ appId: edited.id, changedAt: edited.changedAt, ...readAppFields(fields) }),
    () => {
      onSaved()
      toast({ title: words.saved })
      router.refresh()
    },
  )
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <AppFields outcome={outcome} nameField={nameField} app={edited} />
      <DialogFooter>
        <DialogClose>{commonWords.cancel}</DialogClose>
        <Button type="submit" variant="primary" pending={form.pending}>
          {words.save}
        </Button>
      </DialogFooter>
    </Form>
  )
}
