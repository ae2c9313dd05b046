'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { curlSnippet } from '@/components/apps/snippets'
import { TryApp } from '@/components/apps/try-app'
import { secretHref } from '@/components/places'
import {
  type CreateSecret,
  NewSecretDialog,
  type SavedSecret,
  suggestSecretName,
} from '@/components/secrets/new-secret-dialog'
import { AlertDialog, AlertDialogClose } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { DialogBody, DialogFooter } from '@/components/ui/dialog'
import { TextLink } from '@/components/ui/text-link'
import type { IssuedApiKeyView } from '@/lib/contract/api-keys'
import type { CallableApp } from '@/lib/contract/callable-app'

export type IssuedKeyProps = {
  issued: IssuedApiKeyView
  app: CallableApp
  /** What else has come of it, beside the key. */
  note?: ReactNode | undefined
  /** Its holders have it already: closing asks nothing. */
  kept?: boolean | undefined
  createSecret: CreateSecret
  onClose: () => void
}

/** The key, once. Whoever closes before it was copied or saved is asked. */
export function IssuedKey({ issued, app, note, kept: keptElsewhere = false, createSecret, onClose }: IssuedKeyProps) {
  const { organizationSlug } = useViewer()
  const [copied, setCopied] = useState(false)
  const [secret, setSecret] = useState<SavedSecret | null>(null)
  const [naming, setNaming] = useState(false)
  const [asking, setAsking] = useState(false)
  const copyButton = useRef<HTMLButtonElement>(null)
  const saveButton = useRef<HTMLButtonElement>(null)
  const closeButton = useRef<HTMLButtonElement>(null)
  const goBackButton = useRef<HTMLButtonElement>(null)
  const afterNaming = useRef<HTMLElement | null>(null)
  const kept = keptElsewhere || copied || secret !== null

  // The form that had the focus is gone.
  useEffect(() => copyButton.current?.focus(), [])
  useWarningBeforeLeaving(!kept && issued.token !== '')

  return (
    <>
      <DialogBody>
        <CodeBlock code={issued.token} label="API key" className="[&_pre]:break-all" />
        <div className="-mt-2 flex flex-wrap items-center gap-2">
          <CopyButton
            ref={copyButton}
            value={issued.token}
            label="Copy API Key"
            variant="primary"
            onCopied={() => setCopied(true)}
          />
          {!secret && (
            <Button
              ref={saveButton}
              onClick={() => {
                afterNaming.current = saveButton.current
                setNaming(true)
              }}
            >
              Save As Secret
            </Button>
          )}
        </div>
        <div role="status" className="empty:hidden">
          {secret && (
            <Callout tone="good">
              Saved as secret{' '}
              <TextLink href={secretHref(organizationSlug, secret.id)} className="font-mono text-xs">
                {secret.name}
              </TextLink>
            </Callout>
          )}
        </div>
        {note}
        <div className="flex flex-col gap-1.5">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h3 className="font-medium">Call it</h3>
            <TryApp app={app} given={{ name: issued.name, token: issued.token }} />
          </div>
          <CodeBlock code={curlSnippet(app.endpoint)} label="curl command" copyLabel="Copy curl command" />
        </div>
        <Callout tone="warn">Keep it in a secret store. Never in code, chat or a ticket.</Callout>
      </DialogBody>
      <DialogFooter>
        <Button ref={closeButton} onClick={() => (kept ? onClose() : setAsking(true))}>
          Close
        </Button>
      </DialogFooter>

      <NewSecretDialog
        open={naming}
        onOpenChange={setNaming}
        createSecret={createSecret}
        given={{ value: issued.token, suggestedName: suggestSecretName(app.slug, issued.name) }}
        finalFocus={afterNaming}
        onSaved={(saved) => {
          afterNaming.current = closeButton.current
          setSecret(saved)
          setNaming(false)
        }}
      />

      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title="Close without saving the key?"
        description="It can’t be shown again. Without it you would have to create another key."
        initialFocus={goBackButton}
      >
        <DialogFooter>
          <AlertDialogClose ref={goBackButton}>Go back</AlertDialogClose>
          <Button variant="danger" onClick={onClose}>
            Close without saving
          </Button>
        </DialogFooter>
      </AlertDialog>
    </>
  )
}

/** Reloading or closing the page would lose the key as well; the browser asks in its own words. */
function useWarningBeforeLeaving(active: boolean) {
  useEffect(() => {
    if (!active) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [active])
}
