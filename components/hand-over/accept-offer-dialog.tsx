'use client'

import type { RefObject } from 'react'
import type { z } from 'zod'
import { Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { EXPIRATION_FIELDS, ExpirationField, readExpiration } from '@/components/api-keys/expiration-field'
import { IssuedKey } from '@/components/api-keys/issued-key'
import { sameLifetime } from '@/components/api-keys/same-lifetime'
import { readSecretsToFollow, SecretsToFollow } from '@/components/api-keys/secrets-to-follow'
import { useClock } from '@/components/api-keys/use-clock'
import { IssuingDialog } from '@/components/issuing-dialog'
import type { CreateSecret } from '@/components/secrets/new-secret-dialog'
import { type Act, wrongWith } from '@/components/submission'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Said } from '@/components/ui/said'
import { TextInput } from '@/components/ui/text-input'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import type { AcceptOfferInput, TakenOverView } from '@/lib/contract/hand-over'
import type { OfferId } from '@/lib/core/identifiers'
import { acceptWords as words } from '@/words/hand-over'
import { issuedWords } from '@/words/key-dialogs'

export type AcceptOffer = Act<z.input<typeof AcceptOfferInput>, TakenOverView>

export type AcceptOfferDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  offerId: OfferId
  apiKey: ApiKeyView
  /** RFC 3339: when the page was read. */
  now: string
  acceptOffer: AcceptOffer
  createSecret: CreateSecret
  /** Called when the new key was shown and the dialog closes: not earlier, for nothing may disturb the page while it is. */
  onAccepted: () => void
  finalFocus: RefObject<HTMLElement | null>
}

/** Asks what the new key is to be like where that is open, and then is the one place where it is ever shown. */
export function AcceptOfferDialog({
  open,
  onOpenChange,
  offerId,
  apiKey,
  now,
  acceptOffer,
  createSecret,
  onAccepted,
  finalFocus,
}: AcceptOfferDialogProps) {
  const { timeZone } = useViewer()
  const clock = useClock(now)
  return (
    <IssuingDialog<TakenOverView>
      open={open}
      onOpenChange={(next, taken) => {
        onOpenChange(next)
        if (taken) onAccepted()
      }}
      size="medium"
      run={(fields) =>
        acceptOffer({
          offerId,
          name: String(fields.get('name')),
          ...readExpiration(fields),
          secretIds: readSecretsToFollow(fields),
        })
      }
      asking={{ title: words.title, description: words.what }}
      issued={({ name }) => ({ title: issuedWords.ready(name), description: issuedWords.onlyTime })}
      show={(taken, close) => (
        <IssuedKey
          issued={taken}
          app={taken.app}
          createSecret={createSecret}
          kept={taken.secrets.length > 0}
          note={<OldKey endsAt={taken.oldEndsAt} />}
          onClose={close}
        />
      )}
      emptied={(taken) => ({ ...taken, token: '' })}
      finalFocus={finalFocus}
      fields={['name', ...EXPIRATION_FIELDS, 'secretIds']}
      noAnswer={words.noAnswer}
      submit={words.submit}
    >
      {(outcome) => (
        <>
          <OldKey endsAt={apiKey.status === 'active' ? apiKey.endsAt : null} />
          <Field label={words.name} error={wrongWith(outcome, 'name')}>
            <TextInput name="name" defaultValue={apiKey.name} autoComplete="off" spellCheck={false} maxLength={200} />
          </Field>
          <ExpirationField atFirst={sameLifetime(apiKey, clock, timeZone)} clock={clock} outcome={outcome} />
          <SecretsToFollow apiKey={apiKey} words={words} outcome={outcome} />
        </>
      )}
    </IssuingDialog>
  )
}

/** What becomes of the key that is not passed on. */
function OldKey({ endsAt }: { endsAt: string | null }) {
  return (
    <Callout tone={endsAt ? 'warn' : 'info'}>
      {endsAt ? <Said as={words.goesOn(<Moment at={endsAt} look="zoned" />)} /> : words.stopsAtOnce}
    </Callout>
  )
}
