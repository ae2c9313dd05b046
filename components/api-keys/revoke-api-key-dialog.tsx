'use client'

import { type RefObject, useRef, useState } from 'react'
import type { z } from 'zod'
import { useViewer } from '@/components/accounts/viewer'
import { secretsHref } from '@/components/places'
import { type Act, useSubmission, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import { TextLink } from '@/components/ui/text-link'
import type { ApiKeyView, RevokeApiKeyInput } from '@/lib/contract/api-keys'

export type RevokeApiKey = Act<z.input<typeof RevokeApiKeyInput>, { readonly seq: number }>

export type RevokeApiKeyDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  apiKey: ApiKeyView
  revokeApiKey: RevokeApiKey
  onRevoked: (key: ApiKeyView) => void
  finalFocus: RefObject<HTMLElement | null>
}

export function RevokeApiKeyDialog({
  open,
  onOpenChange,
  apiKey,
  revokeApiKey,
  onRevoked,
  finalFocus,
}: RevokeApiKeyDialogProps) {
  const [busy, setBusy] = useState(false)
  const agreement = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      dismissible={!busy}
      title="Revoke API key"
      description={
        <>
          <strong className="font-semibold text-ink">{apiKey.name}</strong> of {apiKey.app.name}, owned by{' '}
          {apiKey.owner.name}
        </>
      }
      initialFocus={agreement}
      finalFocus={finalFocus}
    >
      <RevokeApiKeyForm
        apiKey={apiKey}
        revokeApiKey={async (input) => {
          setBusy(true)
          try {
            return await revokeApiKey(input)
          } finally {
            setBusy(false)
          }
        }}
        onRevoked={onRevoked}
        agreement={agreement}
      />
    </Dialog>
  )
}

type RevokeApiKeyFormProps = Pick<RevokeApiKeyDialogProps, 'apiKey' | 'revokeApiKey' | 'onRevoked'> & {
  agreement: RefObject<HTMLInputElement | null>
}

/** Apart from its dialog, so that each opening begins with the box unticked. */
function RevokeApiKeyForm({ apiKey, revokeApiKey, onRevoked, agreement }: RevokeApiKeyFormProps) {
  const { organizationSlug } = useViewer()
  const [agreed, setAgreed] = useState(false)
  const { outcome, ...form } = useSubmission(
    (fields) => revokeApiKey({ apiKeyId: apiKey.id, agreed: true, reason: String(fields.get('reason')) }),
    () => onRevoked(apiKey),
  )
  const wrong = wrongAltogether(outcome, ['agreed', 'reason'])

  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <p>
          {apiKey.status === 'active'
            ? 'Every call with this key is refused from then on. Revoking is final.'
            : 'This key does not work now. Once revoked, it never will again.'}
        </p>
        {apiKey.secrets.length > 0 && (
          <Callout tone="warn">
            {apiKey.secrets.length === 1 ? 'This secret holds it' : 'These secrets hold it'}:{' '}
            {apiKey.secrets.map((secret, index) => (
              <span key={secret.id}>
                {index > 0 && ', '}
                <TextLink href={`${secretsHref(organizationSlug)}#${secret.id}`} className="font-mono text-xs">
                  {secret.name}
                </TextLink>
              </span>
            ))}
          </Callout>
        )}
        <Field label="Reason" optional error={wrongWith(outcome, 'reason')} description="Kept in the audit log.">
          <TextInput name="reason" autoComplete="off" />
        </Field>
        <Checkbox
          ref={agreement}
          name="agreed"
          label="I understand that whatever uses this key stops working immediately"
          checked={agreed}
          onChange={(event) => setAgreed(event.currentTarget.checked)}
          error={wrongWith(outcome, 'agreed')}
        />
      </DialogBody>
      <DialogFooter>
        <DialogClose>Cancel</DialogClose>
        <Button type="submit" variant="danger" disabled={!agreed} pending={form.pending}>
          Revoke
        </Button>
      </DialogFooter>
    </Form>
  )
}
