'use client'

import { type RefObject, useRef, useState } from 'react'
import type { z } from 'zod'
import { useViewer } from '@/components/accounts/viewer'
import { secretHref } from '@/components/places'
import { doneWord } from '@/components/receipts/receipt-words'
import { StoppingDialog } from '@/components/receipts/stopping-dialog'
import { type Act, wrongWith } from '@/components/submission'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { LinkButton } from '@/components/ui/link-button'
import { TextInput } from '@/components/ui/text-input'
import { TextLink } from '@/components/ui/text-link'
import { LastUse } from '@/components/usage/last-use'
import type { ApiKeyView, RevokeApiKeyInput } from '@/lib/contract/api-keys'
import { stopWords as words } from '@/words/key-dialogs'
import { OfWhichKey } from './of-which-key'

export type RevokeApiKey = Act<z.input<typeof RevokeApiKeyInput>, { readonly seq: number }>

export type RevokeApiKeyDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  apiKey: ApiKeyView
  /** RFC 3339: when the page was read. */
  now: string
  revokeApiKey: RevokeApiKey
  /** Called as soon as the key is revoked, while the dialog goes on to show the receipt. */
  onRevoked: (key: ApiKeyView) => void
  /** The key's own page, to go on to; absent on that page. */
  href?: string | undefined
  finalFocus: RefObject<HTMLElement | null>
}

/** Asks, revokes, and then shows each gateway confirm it. */
export function RevokeApiKeyDialog({
  onOpenChange,
  apiKey,
  now,
  revokeApiKey,
  onRevoked,
  href,
  ...dialog
}: RevokeApiKeyDialogProps) {
  const { organizationSlug } = useViewer()
  const [agreed, setAgreed] = useState(false)
  const agreement = useRef<HTMLInputElement>(null)
  return (
    <StoppingDialog
      {...dialog}
      onOpenChange={(next) => {
        setAgreed(false)
        onOpenChange(next)
      }}
      title={words.revokeTitle}
      description={<OfWhichKey apiKey={apiKey} />}
      initialFocus={agreement}
      fields={['agreed', 'reason']}
      run={(fields) => revokeApiKey({ apiKeyId: apiKey.id, agreed: true, reason: String(fields.get('reason')) })}
      onStopped={() => onRevoked(apiKey)}
      receipt={{
        done: doneWord('api_key.revoked'),
        waiting: words.revoked,
        note: (
          <>
            {apiKey.secrets.length > 0 && `${words.heldBy(apiKey.secrets.map(({ name }) => name))} `}
            {words.receiptStays}
          </>
        ),
        action: href && <LinkButton href={href}>{words.viewKey}</LinkButton>,
      }}
      submit={words.revoke}
      danger
      waiting={!agreed}
    >
      {(outcome) => (
        <>
          <p>{apiKey.status === 'active' ? words.revokeActive : words.revokeDead}</p>
          <LastUse apiKey={apiKey} now={now} />
          {apiKey.secrets.length > 0 && (
            <Callout tone="warn">
              {words.secretsThatHold(apiKey.secrets.length)}{' '}
              {apiKey.secrets.map((secret, index) => (
                <span key={secret.id}>
                  {index > 0 && ', '}
                  <TextLink href={secretHref(organizationSlug, secret.id)} className="font-mono text-xs">
                    {secret.name}
                  </TextLink>
                </span>
              ))}
            </Callout>
          )}
          <Field label={words.reason} optional error={wrongWith(outcome, 'reason')} description={words.reasonHint}>
            <TextInput name="reason" autoComplete="off" />
          </Field>
          <Checkbox
            ref={agreement}
            name="agreed"
            label={words.agreement}
            checked={agreed}
            onChange={(event) => setAgreed(event.currentTarget.checked)}
            error={wrongWith(outcome, 'agreed')}
          />
        </>
      )}
    </StoppingDialog>
  )
}
