'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { doneWord } from '@/components/receipts/receipt-words'
import { StoppedView } from '@/components/receipts/stopped-view'
import { useStop } from '@/components/receipts/use-stop'
import { type Act, useUnderWay, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import type { AppView, DeleteAppInput } from '@/lib/contract/apps'
import { appsWords } from '@/words/apps'
import { commonWords } from '@/words/common'

const words = appsWords.deleteApp

export type DeleteApp = Act<z.input<typeof DeleteAppInput>, { readonly seq: number; readonly orphanedKeys: number }>

export type DeleteAppProps = { app: AppView; deleteApp: DeleteApp }

export function DeleteApp({ app, deleteApp }: DeleteAppProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [busy, act] = useUnderWay(deleteApp)
  // The button goes with the app; the page stays, so the focus goes to it.
  const afterwards = useRef<HTMLElement | null>(null)
  const deleted = useRef(false)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        // Not before: this dialog goes with the app, and its receipt with it.
        if (!next && deleted.current) router.refresh()
      }}
      dismissible={!busy}
      title={words.title(app.name)}
      description={words.description}
      trigger={
        <Button
          onClick={(event) => {
            afterwards.current = event.currentTarget
          }}
        >
          {words.open}
        </Button>
      }
      finalFocus={afterwards}
    >
      <Deletion
        app={app}
        deleteApp={act}
        onDeleted={() => {
          afterwards.current = document.getElementById('content')
          deleted.current = true
        }}
      />
    </Dialog>
  )
}

/** Apart from its dialog, so that each opening begins anew. */
function Deletion({ app, deleteApp, onDeleted }: DeleteAppProps & { onDeleted: () => void }) {
  const [typed, setTyped] = useState('')
  const { outcome, stopped, receipt, ...form } = useStop(
    () => deleteApp({ appId: app.id, confirmation: typed, impact: { digest: null } }),
    onDeleted,
  )
  if (stopped) {
    return (
      <StoppedView
        stopped={stopped}
        receipt={receipt}
        done={doneWord('app.deleted')}
        waiting={words.deletedAskingGateways}
        note={words.whatHappened(stopped.value.orphanedKeys)}
      />
    )
  }
  const wrong = wrongAltogether(outcome, ['confirmation'])
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <Callout tone="warn">{words.whatWillHappen(app.keys.active)}</Callout>
        <Field label={words.typeToConfirm(app.name)} error={wrongWith(outcome, 'confirmation')}>
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
        <DialogClose>{commonWords.cancel}</DialogClose>
        <Button
          type="submit"
          variant="danger"
          disabled={typed.normalize('NFC').trim() !== app.name}
          pending={form.pending}
        >
          {words.deleteApp}
        </Button>
      </DialogFooter>
    </Form>
  )
}
