'use client'

import { useRouter } from 'next/navigation'
import { type RefObject, useRef, useState } from 'react'
import type { z } from 'zod'
import { useViewer } from '@/components/accounts/viewer'
import { useAskedDialog } from '@/components/asked-dialog'
import { appHref } from '@/components/places'
import { type Act, useSubmission } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import type { CreateAppInput } from '@/lib/contract/apps'
import type { Service } from '@/lib/core/services'
import { appsWords } from '@/words/apps'
import { commonWords } from '@/words/common'
import { SERVICE_WORDS } from '@/words/terms'
import { AppFields, readAppFields } from './app-form'

const words = appsWords.newApp

export type CreateApp = Act<z.input<typeof CreateAppInput>, { readonly slug: string; readonly service: Service }>

export type NewAppProps = {
  service: Service
  createApp: CreateApp
  label?: string
}

/** The button and its dialog. Afterwards one stands on the new app's page. */
export function NewApp({ service, createApp, label = words.open }: NewAppProps) {
  const [open, setOpen] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  useAskedDialog('new-app', () => setOpen(true))
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size="medium"
      title={words.title(SERVICE_WORDS[service].one)}
      trigger={<Button variant="primary">{label}</Button>}
      initialFocus={nameField}
    >
      <NewAppForm service={service} createApp={createApp} nameField={nameField} />
    </Dialog>
  )
}

function NewAppForm({
  service,
  createApp,
  nameField,
}: Pick<NewAppProps, 'service' | 'createApp'> & { nameField: RefObject<HTMLInputElement | null> }) {
  const { organizationSlug } = useViewer()
  const router = useRouter()
  const { outcome, ...form } = useSubmission(
    (fields) => createApp({ service, ...readAppFields(fields) }),
    (app) => router.push(appHref(organizationSlug, app)),
  )
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <AppFields outcome={outcome} nameField={nameField} />
      <DialogFooter>
        <DialogClose>{commonWords.cancel}</DialogClose>
        <Button type="submit" variant="primary" pending={form.pending || outcome?.ok === true}>
          {words.create}
        </Button>
      </DialogFooter>
    </Form>
  )
}
