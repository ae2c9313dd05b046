'use client'

import { type RefObject, useRef, useState } from 'react'
import type { z } from 'zod'
import { useViewer } from '@/components/accounts/viewer'
import { secretHref } from '@/components/places'
import { doneWord } from '@/components/receipts/receipt-words'
import { StoppedView } from '@/components/receipts/stopped-view'
import { useStop } from '@/components/receipts/use-stop'
import { type Act, useUnderWay, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { LinkButton } from '@/components/ui/link-button'
import { Said } from '@/components/ui/said'
import { TextInput } from '@/components/ui/text-input'
import { TextLink } from '@/components/ui/text-link'
import { LastUse } from '@/components/usage/last-use'
import type { ApiKeyView, RevokeApiKeyInput } from '@/lib/contract/api-keys'
import { stopWords as words } from '@/words/key-dialogs'

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
  open,
  onOpenChange,
  apiKey,
  now,
  revokeApiKey,
  onRevoked,
  href,
  finalFocus,
}: RevokeApiKeyDialogProps) {
  const [busy, revoke] = useUnderWay(revokeApiKey)
  const agreement = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      dismissible={!busy}
      title={words.revokeTitle}
      description={
        <Said
          as={words.ofWhat(
            <strong className="font-semibold text-ink">{apiKey.name}</strong>,
            apiKey.app.name,
            apiKey.owner.name,
          )}
        />
      }
      initialFocus={agreement}
      finalFocus={finalFocus}
    >
      <Revocation
        apiKey={apiKey}
        now={now}
        href={href}
        revokeApiKey={revoke}
        onRevoked={onRevoked}
        agreement={agreement}
      />
    </Dialog>
  )
}

type RevocationProps = Pick<RevokeApiKeyDialogProps, 'apiKey' | 'now' | 'revokeApiKey' | 'onRevoked' | 'href'> & {
  agreement: RefObject<HTMLInputElement | null>
}

/** Apart from its dialog, so that each opening begins anew. */
function Revocation({ apiKey: asked, now, revokeApiKey, onRevoked, href, agreement }: RevocationProps) {
  // As it was when it was asked about: the list behind the dialog has moved on.
  const [apiKey] = useState(asked)
  const [agreed, setAgreed] = useState(false)
  const { organizationSlug } = useViewer()
  const { outcome, stopped, receipt, ...form } = useStop(
    (fields) => revokeApiKey({ apiKeyId: apiKey.id, agreed: true, reason: String(fields.get('reason')) }),
    () => onRevoked(apiKey),
  )
  if (stopped) {
    return (
      <StoppedView
        stopped={stopped}
        receipt={receipt}
        done={doneWord('api_key.revoked')}
        waiting={words.revoked}
        note={
          <>
            {apiKey.secrets.length > 0 && `${words.heldBy(apiKey.secrets.map(({ name }) => name))} `}
            {words.receiptStays}
          </>
        }
        action={href && <LinkButton href={href}>{words.viewKey}</LinkButton>}
      />
    )
  }
  const wrong = wrongAltogether(outcome, ['agreed', 'reason'])

  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
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
      </DialogBody>
      <DialogFooter>
        <DialogClose>{words.cancel}</DialogClose>
        <Button type="submit" variant="danger" disabled={!agreed} pending={form.pending}>
          {words.revoke}
        </Button>
      </DialogFooter>
    </Form>
  )
}
