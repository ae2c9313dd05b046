'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { FormDialog } from '@/components/form-dialog'
import type { Act } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import type { ChangeWebhookInput, WebhookView } from '@/lib/contract/webhooks'
import { webhooksWords } from '@/words/webhooks'
import { readWebhookFields, WEBHOOK_FIELDS, WebhookFields } from './webhook-fields'

const words = webhooksWords.edit

export type ChangeWebhook = Act<z.input<typeof ChangeWebhookInput>, unknown>

export function EditWebhookButton({ webhook, changeWebhook }: { webhook: WebhookView; changeWebhook: ChangeWebhook }) {
  const router = useRouter()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  // What was there when the dialog opened: a change made meanwhile by someone else is then seen, not written over.
  const [edited, setEdited] = useState(webhook)
  const button = useRef<HTMLButtonElement>(null)
  const urlField = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button
        ref={button}
        onClick={() => {
          setEdited(webhook)
          setOpen(true)
        }}
      >
        {words.action}
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={words.title}
        description={webhook.waiting > 0 ? words.newAddress : undefined}
        initialFocus={urlField}
        finalFocus={button}
        fields={WEBHOOK_FIELDS}
        run={(fields) =>
          changeWebhook({ webhookEndpointId: edited.id, changedAt: edited.changedAt, ...readWebhookFields(fields) })
        }
        onDone={() => {
          setOpen(false)
          toast({ title: words.done })
          router.refresh()
        }}
        submit={words.submit}
      >
        {(outcome) => <WebhookFields webhook={edited} outcome={outcome} urlField={urlField} />}
      </FormDialog>
    </>
  )
}
