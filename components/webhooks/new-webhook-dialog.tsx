'use client'

import { type RefObject, useRef } from 'react'
import type { z } from 'zod'
import { IssuingDialog } from '@/components/issuing-dialog'
import type { Act } from '@/components/submission'
import type { CreateWebhookInput, IssuedWebhookSecretView } from '@/lib/contract/webhooks'
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
  const urlField = useRef<HTMLInputElement>(null)
  return (
    <IssuingDialog<IssuedWebhookSecretView>
      open={open}
      onOpenChange={(_, issued) => onClose(issued?.id ?? null)}
      size="medium"
      run={(fields) => createWebhook(readWebhookFields(fields))}
      asking={{ title: words.title, description: words.introduction }}
      issued={() => ({ title: words.done, description: webhooksWords.secret.onlyTimeShown })}
      show={({ secret }, close) => <IssuedWebhookSecret secret={secret} onClose={close} />}
      emptied={(issued) => ({ ...issued, secret: '' })}
      initialFocus={urlField}
      finalFocus={finalFocus}
      fields={WEBHOOK_FIELDS}
      submit={words.submit}
    >
      {(outcome) => <WebhookFields outcome={outcome} urlField={urlField} />}
    </IssuingDialog>
  )
}
