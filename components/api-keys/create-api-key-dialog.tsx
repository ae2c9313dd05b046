'use client'

import { type RefObject, useRef } from 'react'
import type { z } from 'zod'
import { IssuingDialog } from '@/components/issuing-dialog'
import type { CreateSecret } from '@/components/secrets/new-secret-dialog'
import type { Act } from '@/components/submission'
import type { CreateApiKeyInput, IssuedApiKeyView } from '@/lib/contract/api-keys'
import type { AppView } from '@/lib/contract/apps'
import { creationWords, issuedWords } from '@/words/key-dialogs'
import { SERVICE_WORDS } from '@/words/terms'
import { ApiKeyFields, KEY_FIELDS, readApiKeyFields } from './api-key-fields'
import { IssuedKey } from './issued-key'

export type CreateApiKey = Act<z.input<typeof CreateApiKeyInput>, IssuedApiKeyView>

export type CreateApiKeyDialogProps = {
  open: boolean
  /** Closed, with or without a new key. */
  onClose: (issued: boolean) => void
  app: AppView
  /** RFC 3339, the database's clock when the page was read. */
  now: string
  createApiKey: CreateApiKey
  createSecret: CreateSecret
  /** Takes the focus afterwards: what opened the dialog may be gone once there is a first key. */
  finalFocus: RefObject<HTMLElement | null>
}

/** Asks for a key, and then is the one place where that key is ever shown. */
export function CreateApiKeyDialog({
  open,
  onClose,
  app,
  now,
  createApiKey,
  createSecret,
  finalFocus,
}: CreateApiKeyDialogProps) {
  const name = useRef<HTMLInputElement>(null)
  return (
    <IssuingDialog<IssuedApiKeyView>
      open={open}
      onOpenChange={(_, issued) => onClose(issued !== null)}
      size="medium"
      run={(fields) => createApiKey({ appId: app.id, ...readApiKeyFields(fields) })}
      asking={{ title: creationWords.title(SERVICE_WORDS[app.service].one, app.name) }}
      issued={(issued) => ({ title: issuedWords.ready(issued.name), description: issuedWords.onlyTime })}
      show={(issued, close) => <IssuedKey issued={issued} app={app} createSecret={createSecret} onClose={close} />}
      emptied={(issued) => ({ ...issued, token: '' })}
      initialFocus={name}
      finalFocus={finalFocus}
      fields={KEY_FIELDS}
      submit={creationWords.submit}
    >
      {(outcome) => <ApiKeyFields app={app} now={now} outcome={outcome} nameField={name} />}
    </IssuingDialog>
  )
}
