'use client'

import { type RefObject, useRef, useState } from 'react'
import type { z } from 'zod'
import { type Act, useSubmission, useUnderWay, wrongAltogether } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import type { CreateWebhookInput, IssuedWebhookSecretView } from '@/lib/contract/webhooks'
import { commonWords } from '@/words/common'
import { webhooksWords } from '@/words/webhooks'
import { IssuedWebhookSecret } from './issued-webhook-secret'
import { readWebhookFields, WEBHOOK_FIELDS, WebhookFields } from './webhook-fields'

const words = webhooksWords.create

export type CreateWebhook = Act<z.input<typeof CreateWebhookInput>, IssuedWebhookSecretView>

export type NewWebhookDialogProps = {
  open: boolean
  /** With what was made, if something was. */
  onClose: (made: IssuedWebhookSecretView['id'] | null) => void
  createWebhook: CreateWebhook
  finalFocus: RefObject<HTMLElement | null>
}

/** Asks for an address and what it is told of, and shows its secret once. */
export function NewWebhookDialog({ open, onClose, createWebhook, finalFocus }: NewWebhookDialogProps) {
  const [issued, setIssued] = useState<IssuedWebhookSecretView | null>(null)
  const [typed, setTyped] = useState(false)
  const [busy, create] = useUnderWay(createWebhook)
  const urlField = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next) return
        setTyped(false)
        onClose(null)
      }}
      dismissible={!issued && !typed && !busy}
      size="medium"
      title={issued ? words.done : words.title}
      description={issued ? webhooksWords.secret.onlyTimeShown : words.introduction}
      initialFocus={urlField}
      finalFocus={finalFocus}
    >
      {issued ? (
        <IssuedWebhookSecret
          secret={issued.secret}
          onClose={() => {
            // The dialog fades, the secret is gone at once.
            setIssued({ ...issued, secret: '' })
            onClose(issued.id)
          }}
        />
      ) : (
        <NewWebhookForm createWebhook={create} onTyped={() => setTyped(true)} onMade={setIssued} urlField={urlField} />
      )}
    </Dialog>
  )
}

/** Apart from its dialog, so that each opening begins anew. */
function NewWebhookForm({
  createWebhook,
  onTyped,
  onMade,
  urlField,
}: Pick<NewWebhookDialogProps, 'createWebhook'> & {
  onTyped: () => void
  onMade: (issued: IssuedWebhookSecretView) => void
  urlField: RefObject<HTMLInputElement | null>
}) {
  const { outcome, ...form } = useSubmission((fields) => createWebhook(readWebhookFields(fields)), onMade)
  const wrong = wrongAltogether(outcome, WEBHOOK_FIELDS)
  return (
    <Form action={form.action} onSubmit={form.onSubmit} onInput={onTyped} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <WebhookFields outcome={outcome} urlField={urlField} />
      </DialogBody>
      <DialogFooter>
        <DialogClose>{commonWords.cancel}</DialogClose>
        <Button type="submit" variant="primary" pending={form.pending}>
          {words.submit}
        </Button>
      </DialogFooter>
    </Form>
  )
}
