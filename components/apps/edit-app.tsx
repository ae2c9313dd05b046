'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { doneWord } from '@/components/receipts/receipt-words'
import { StoppingDialog } from '@/components/receipts/stopping-dialog'
import type { Act } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import type { AppView, ChangeAppInput } from '@/lib/contract/apps'
import { appsWords } from '@/words/apps'
import { APP_FIELDS, AppFields, readAppFields } from './app-form'

const words = appsWords.editApp

export type ChangeApp = Act<z.input<typeof ChangeAppInput>, { readonly seq: number; readonly restricts: boolean }>

export type EditAppProps = { app: AppView; changeApp: ChangeApp }

export function EditApp({ app, changeApp }: EditAppProps) {
  const router = useRouter()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  // What was there when the dialog opened: a change made meanwhile by someone else is then seen, not written over.
  const [edited, setEdited] = useState(app)
  const nameField = useRef<HTMLInputElement>(null)
  return (
    <StoppingDialog
      open={open}
      onOpenChange={(next) => {
        if (next) setEdited(app)
        setOpen(next)
      }}
      size="medium"
      title={words.title(app.name)}
      trigger={<Button>{words.open}</Button>}
      initialFocus={nameField}
      fields={APP_FIELDS}
      run={(fields) => changeApp({ appId: edited.id, changedAt: edited.changedAt, ...readAppFields(fields) })}
      onStopped={({ restricts }) => {
        router.refresh()
        if (restricts) return
        setOpen(false)
        toast({ title: words.saved })
      }}
      receipt={{ done: doneWord('app.changed'), waiting: words.rulesSaved, note: words.rulesSavedNote }}
      submit={words.save}
    >
      {(outcome) => <AppFields outcome={outcome} nameField={nameField} app={edited} />}
    </StoppingDialog>
  )
}
