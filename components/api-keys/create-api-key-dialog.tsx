'use client'

import { type RefObject, useRef, useState } from 'react'
import type { CreateSecret } from '@/components/secrets/new-secret-dialog'
import { Dialog } from '@/components/ui/dialog'
import type { IssuedApiKeyView } from '@/lib/contract/api-keys'
import type { AppView } from '@/lib/contract/apps'
import { creationWords, issuedWords } from '@/words/key-dialogs'
import { SERVICE_WORDS } from '@/words/terms'
import { type CreateApiKey, CreateApiKeyForm } from './create-api-key-form'
import { IssuedKey } from './issued-key'

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

/** Asks for a key, and then is the one place where that key is ever shown. It lives in this component's memory and nowhere else. */
export function CreateApiKeyDialog({
  open,
  onClose,
  app,
  now,
  createApiKey,
  createSecret,
  finalFocus,
}: CreateApiKeyDialogProps) {
  const [issued, setIssued] = useState<IssuedApiKeyView | null>(null)
  const [busy, setBusy] = useState(false)
  const name = useRef<HTMLInputElement>(null)

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose(false)
      }}
      // Once there is a key, only its own buttons close the dialog; while one is being made, nothing does.
      dismissible={!issued && !busy}
      size="medium"
      title={issued ? issuedWords.ready(issued.name) : creationWords.title(SERVICE_WORDS[app.service].one, app.name)}
      description={issued ? issuedWords.onlyTime : undefined}
      initialFocus={name}
      finalFocus={finalFocus}
    >
      {issued ? (
        <IssuedKey
          issued={issued}
          app={app}
          createSecret={createSecret}
          onClose={() => {
            // The dialog fades, the key is gone at once.
            setIssued({ ...issued, token: '' })
            onClose(true)
          }}
        />
      ) : (
        <CreateApiKeyForm
          app={app}
          now={now}
          createApiKey={createApiKey}
          onIssued={setIssued}
          onBusy={setBusy}
          nameField={name}
        />
      )}
    </Dialog>
  )
}
