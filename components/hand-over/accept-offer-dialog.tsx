'use client'

import { type RefObject, useState } from 'react'
import type { z } from 'zod'
import { Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { ExpirationField } from '@/components/api-keys/expiration-field'
import { IssuedKey } from '@/components/api-keys/issued-key'
import { sameLifetime } from '@/components/api-keys/same-lifetime'
import { useClock } from '@/components/api-keys/use-clock'
import type { CreateSecret } from '@/components/secrets/new-secret-dialog'
import { type Act, useSubmission, useUnderWay, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { MultipleChoiceGroup } from '@/components/ui/choice-group'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Said } from '@/components/ui/said'
import { TextInput } from '@/components/ui/text-input'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import type { AcceptOfferInput, TakenOverView } from '@/lib/contract/hand-over'
import type { OfferId, SecretId } from '@/lib/core/identifiers'
import { commonWords } from '@/words/common'
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
  const [taken, setTaken] = useState<TakenOverView | null>(null)
  const [busy, accept] = useUnderWay(acceptOffer)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      // Once there is a key, only its own buttons close the dialog; while one is being made, nothing does.
      dismissible={!taken && !busy}
      size="medium"
      title={taken ? issuedWords.ready(taken.name) : words.title}
      description={taken ? issuedWords.onlyTime : words.what}
      finalFocus={finalFocus}
    >
      {taken ? (
        <IssuedKey
          issued={taken}
          app={taken.app}
          createSecret={createSecret}
          kept={taken.secrets.length > 0}
          note={<OldKey endsAt={taken.oldEndsAt} />}
          onClose={() => {
            // The dialog fades, the key is gone at once.
            setTaken({ ...taken, token: '' })
            onOpenChange(false)
            onAccepted()
          }}
        />
      ) : (
        <AcceptOfferForm offerId={offerId} apiKey={apiKey} now={now} acceptOffer={accept} onTaken={setTaken} />
      )}
    </Dialog>
  )
}

const FIELDS = ['name', 'expiration', 'expirationDay', 'secretIds']

function AcceptOfferForm({
  offerId,
  apiKey,
  now,
  acceptOffer,
  onTaken,
}: Pick<AcceptOfferDialogProps, 'offerId' | 'apiKey' | 'now' | 'acceptOffer'> & {
  onTaken: (taken: TakenOverView) => void
}) {
  const { timeZone } = useViewer()
  const clock = useClock(now)
  const [{ expiration, day }, setLifetime] = useState(() => sameLifetime(apiKey, clock, timeZone))
  const { outcome, ...form } = useSubmission(
    (fields) =>
      acceptOffer({
        offerId,
        name: String(fields.get('name')),
        expiration,
        ...(expiration === 'custom' ? { expirationDay: day } : {}),
        secretIds: fields.getAll('secretIds').map((id) => String(id) as SecretId),
      }),
    onTaken,
  )
  const wrong =
    outcome && !outcome.ok && outcome.code === 'no_answer' ? words.noAnswer : wrongAltogether(outcome, FIELDS)
  const own = apiKey.secrets.filter(({ manage }) => manage)
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <OldKey endsAt={apiKey.status === 'active' ? apiKey.endsAt : null} />
        <Field label={words.name} error={wrongWith(outcome, 'name')}>
          <TextInput name="name" defaultValue={apiKey.name} autoComplete="off" spellCheck={false} maxLength={200} />
        </Field>
        <ExpirationField
          expiration={expiration}
          onExpirationChange={(chosen) => setLifetime({ expiration: chosen, day })}
          day={day}
          onDayChange={(chosen) => setLifetime({ expiration, day: chosen })}
          clock={clock}
          outcome={outcome}
        />
        {own.length > 0 && (
          <MultipleChoiceGroup
            label={words.secretsLabel}
            name="secretIds"
            defaultValue={own.map(({ id }) => id)}
            choices={own.map(({ id, name }) => ({ value: id, label: name }))}
            error={wrongWith(outcome, 'secretIds')}
            description={words.secretsDescription}
          />
        )}
      </DialogBody>
      <DialogFooter>
        <DialogClose>{commonWords.cancel}</DialogClose>
        <Button type="submit" variant="primary" pending={form.pending}>
          {words.submit}
        </Button>
      </DialogFooter>
    </Form>
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
