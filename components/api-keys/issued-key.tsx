'use client'

import { type ReactNode, useRef, useState } from 'react'
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
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { Said } from '@/components/ui/said'
import { ShownOnce } from '@/components/ui/shown-once'
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

/** The key, once: to be copied, or saved as a secret. */
export function IssuedKey({ issued, app, note, kept = false, createSecret, onClose }: IssuedKeyProps) {
  const { organizationSlug } = useViewer()
  const [secret, setSecret] = useState<SavedSecret | null>(null)
  const [naming, setNaming] = useState(false)
  const saveButton = useRef<HTMLButtonElement>(null)
  const closeButton = useRef<HTMLButtonElement>(null)
  const afterNaming = useRef<HTMLElement | null>(null)
  return (
    <>
      <ShownOnce
        value={issued.token}
        words={words.shown}
        kept={kept || secret !== null}
        closeAnyway={words.closeWithoutSaving}
        closeButton={closeButton}
        beside={
          !secret && (
            <Button
              ref={saveButton}
              onClick={() => {
                afterNaming.current = saveButton.current
                setNaming(true)
              }}
            >
              {words.saveAsSecret}
            </Button>
          )
        }
        onClose={onClose}
      >
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
      </ShownOnce>
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
    </>
  )
}
