'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { useViewer } from '@/components/accounts/viewer'
import { useAskedDialog } from '@/components/asked-dialog'
import { FormDialog } from '@/components/form-dialog'
import { appHref } from '@/components/places'
import type { Act } from '@/components/submission'
import { Button } from '@/components/ui/button'
import type { CreateAppInput } from '@/lib/contract/apps'
import type { Service } from '@/lib/core/services'
import { appsWords } from '@/words/apps'
import { SERVICE_WORDS } from '@/words/terms'
import { APP_FIELDS, AppFields, readAppFields } from './app-form'

const words = appsWords.newApp

export type CreateApp = Act<z.input<typeof CreateAppInput>, { readonly slug: string; readonly service: Service }>

export type NewAppProps = {
  service: Service
  createApp: CreateApp
  label?: string
}

/** The button and its dialog. Afterwards one stands on the new app's page. */
export function NewApp({ service, createApp, label = words.open }: NewAppProps) {
  const { organizationSlug } = useViewer()
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  useAskedDialog('new-app', () => setOpen(true))
  return (
    <FormDialog
      open={open}
      onOpenChange={setOpen}
      size="medium"
      title={words.title(SERVICE_WORDS[service].one)}
      trigger={<Button variant="primary">{label}</Button>}
      initialFocus={nameField}
      fields={APP_FIELDS}
      run={(fields) => createApp({ service, ...readAppFields(fields) })}
      onDone={(app) => router.push(appHref(organizationSlug, app))}
      submit={words.create}
    >
      {(outcome) => <AppFields outcome={outcome} nameField={nameField} />}
    </FormDialog>
  )
}
