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
import { Said } from '@/components/ui/said'
import { TextLink } from '@/components/ui/text-link'
import type { IssuedApiKeyView } from '@/lib/contract/api-keys'
import type { CallableApp } from '@/lib/contract/callable-app'
import { issuedWords as words } from '@/words/key-dialogs'

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
        <CodeBlock code={issued.token} label={words.key} className="[&_pre]:break-all" />
        <div className="-mt-2 flex flex-wrap items-center gap-2">
          <CopyButton
            ref={copyButton}
            value={issued.token}
            label={words.copy}
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
              {words.saveAsSecret}
            </Button>
          )}
        </div>
        <div role="status" className="empty:hidden">
          {secret && (
            <Callout tone="good">
              <Said
                as={words.saved(
                  <TextLink href={secretHref(organizationSlug, secret.id)} className="font-mono text-xs">
                    {secret.name}
                  </TextLink>,
                )}
              />
            </Callout>
          )}
        </div>
        {note}
        <div className="flex flex-col gap-1.5">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h3 className="font-medium">{words.callIt}</h3>
            <TryApp app={app} given={{ name: issued.name, token: issued.token }} />
          </div>
          <CodeBlock code={curlSnippet(app.endpoint)} label={words.curl} copyLabel={words.copyCurl} />
        </div>
        <Callout tone="warn">{words.keepIt}</Callout>
      </DialogBody>
      <DialogFooter>
        <Button ref={closeButton} onClick={() => (kept ? onClose() : setAsking(true))}>
          {words.close}
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
        title={words.closeUnsaved}
        description={words.closeUnsavedDetail}
        initialFocus={goBackButton}
      >
        <DialogFooter>
          <AlertDialogClose ref={goBackButton}>{words.goBack}</AlertDialogClose>
          <Button variant="danger" onClick={onClose}>
            {words.closeWithoutSaving}
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
