'use client'

import { type RefObject, useState } from 'react'
import type { z } from 'zod'
import { Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { secretHref } from '@/components/places'
import { AwaitedReceipt } from '@/components/receipts/awaited-receipt'
import { doneWord } from '@/components/receipts/receipt-words'
import { useStop } from '@/components/receipts/use-stop'
import type { CreateSecret } from '@/components/secrets/new-secret-dialog'
import { type Act, useUnderWay, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ChoiceGroup } from '@/components/ui/choice-group'
import { DatePicker } from '@/components/ui/date-picker'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Said } from '@/components/ui/said'
import { TextInput } from '@/components/ui/text-input'
import { TextLink } from '@/components/ui/text-link'
import { LastUse } from '@/components/usage/last-use'
import type { ApiKeyView, RotateApiKeyInput, RotatedApiKeyView } from '@/lib/contract/api-keys'
import { momentIn } from '@/lib/contract/moments'
import { ROTATION_ENDINGS, type RotationEnding } from '@/lib/core/key-rotation'
import { commonWords } from '@/words/common'
import { rotationWords } from '@/words/rotation'
import { dayIn } from './day-in'
import { EndingMoment } from './ending-moment'
import { EXPIRATION_FIELDS, ExpirationField, readExpiration } from './expiration-field'
import { IssuedKey } from './issued-key'
import { sameLifetime } from './same-lifetime'
import { readSecretsToFollow, SecretsToFollow } from './secrets-to-follow'
import { useClock } from './use-clock'

const words = rotationWords.dialog

export type RotateApiKey = Act<z.input<typeof RotateApiKeyInput>, RotatedApiKeyView>

export type RotateApiKeyDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  apiKey: ApiKeyView
  /** RFC 3339: when the page was read. */
  now: string
  rotateApiKey: RotateApiKey
  createSecret: CreateSecret
  /** Called when the new key was shown and the dialog closes: not earlier, for nothing may disturb the page while it is. */
  onRotated: (key: ApiKeyView) => void
  finalFocus: RefObject<HTMLElement | null>
}

/** Asks when the old key is to stop, and then is the one place where the new key is ever shown. */
export function RotateApiKeyDialog({
  open,
  onOpenChange,
  apiKey,
  now,
  rotateApiKey,
  createSecret,
  onRotated,
  finalFocus,
}: RotateApiKeyDialogProps) {
  const [busy, rotate] = useUnderWay(rotateApiKey)
  const [rotated, setRotated] = useState(false)
  const [wasOpen, setWasOpen] = useState(open)
  if (open !== wasOpen) {
    setWasOpen(open)
    // Each opening begins anew; one that closes keeps its title while it fades.
    if (open) setRotated(false)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      dismissible={!busy && !rotated}
      size="medium"
      title={rotated ? words.rotated(apiKey.name) : words.title}
      description={
        rotated ? (
          words.onlyTime
        ) : (
          <Said
            as={words.whichKey(
              <strong className="font-semibold text-ink">{apiKey.name}</strong>,
              apiKey.app.name,
              apiKey.owner.name,
            )}
          />
        )
      }
      finalFocus={finalFocus}
    >
      <Rotation
        apiKey={apiKey}
        now={now}
        rotateApiKey={rotate}
        createSecret={createSecret}
        onRotated={() => setRotated(true)}
        onClose={() => {
          onRotated(apiKey)
          onOpenChange(false)
        }}
      />
    </Dialog>
  )
}

type RotationProps = Pick<RotateApiKeyDialogProps, 'apiKey' | 'now' | 'rotateApiKey' | 'createSecret'> & {
  onRotated: () => void
  onClose: () => void
}

const FIELDS = ['ending', 'endsAt', ...EXPIRATION_FIELDS, 'secretIds']

function Rotation({ apiKey: asked, now, rotateApiKey, createSecret, onRotated, onClose }: RotationProps) {
  // As it was when it was asked about: the list behind the dialog moves on.
  const [apiKey] = useState(asked)
  const { timeZone } = useViewer()
  const clock = useClock(now)
  const [ending, setEnding] = useState<RotationEnding>('24h')
  const [endingDay, setEndingDay] = useState('')
  const [endingTime, setEndingTime] = useState('')
  const [gone, setGone] = useState(false)
  const { outcome, stopped, receipt, ...form } = useStop((fields: FormData) => {
    const at = momentIn(endingDay, endingTime, timeZone)
    return rotateApiKey({
      apiKeyId: apiKey.id,
      ending,
      ...(ending === 'moment' && !Number.isNaN(at.getTime()) ? { endsAt: at.toISOString() } : {}),
      ...readExpiration(fields),
      secretIds: readSecretsToFollow(fields),
    })
  }, onRotated)

  if (stopped) {
    const { value } = stopped
    return (
      <IssuedKey
        // The dialog fades, the key is gone at once.
        issued={gone ? { ...value, token: '' } : value}
        app={value.app}
        createSecret={createSecret}
        kept={value.secrets.length > 0}
        note={<Outcome rotated={value} receipt={receipt} pressedBefore={stopped.pressedBefore} />}
        onClose={() => {
          setGone(true)
          onClose()
        }}
      />
    )
  }

  const wrong =
    outcome && !outcome.ok && outcome.code === 'no_answer' ? words.noAnswer : wrongAltogether(outcome, FIELDS)
  const wrongEnding = wrongWith(outcome, 'endsAt') ?? wrongWith(outcome, 'ending')
  const others = apiKey.secrets.filter(({ manage }) => !manage)
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <p>{words.what}</p>
        {apiKey.type === 'user' && !apiKey.isOwn && <Callout tone="info">{words.anothers(apiKey.owner.name)}</Callout>}
        <LastUse apiKey={apiKey} now={now} />
        <div className="flex flex-col gap-2">
          <ChoiceGroup
            label={words.endingLabel}
            name="ending"
            choices={ROTATION_ENDINGS.map((value) => ({ value, label: words.endings[value] }))}
            value={ending}
            onValueChange={(value) => setEnding(value as RotationEnding)}
            error={ending === 'moment' ? undefined : wrongEnding}
            description={
              <EndingMoment
                ending={ending}
                day={endingDay}
                time={endingTime}
                expiresAt={apiKey.expiresAt}
                timeZone={timeZone}
                clock={clock}
              />
            }
          />
          {ending === 'moment' && (
            <div className="flex flex-wrap gap-3">
              <Field label={words.endingDay} error={wrongEnding} className="max-w-44">
                <DatePicker value={endingDay} onValueChange={setEndingDay} min={dayIn(clock, timeZone)} />
              </Field>
              <Field label={words.endingTime} className="w-32">
                <TextInput
                  type="time"
                  value={endingTime}
                  onChange={(event) => setEndingTime(event.currentTarget.value)}
                />
              </Field>
            </div>
          )}
        </div>
        <SecretsToFollow apiKey={apiKey} words={words} outcome={outcome} />
        {others.length > 0 && <p className="text-ink-2">{words.otherSecrets(others.map(({ name }) => name))}</p>}
        <ExpirationField atFirst={sameLifetime(apiKey, clock, timeZone)} clock={clock} outcome={outcome} />
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

type OutcomeProps = {
  rotated: RotatedApiKeyView
  receipt: Parameters<typeof AwaitedReceipt>[0]['receipt']
  pressedBefore: number
}

/** What became of the old key, and of the secrets that held it. */
function Outcome({ rotated: { replaced, secrets }, receipt, pressedBefore }: OutcomeProps) {
  const { organizationSlug } = useViewer()
  return (
    <>
      {secrets.length > 0 && (
        <Callout tone="good">
          <Said
            as={words.secretsUpdated(
              secrets.map(({ id, name }, index) => (
                <span key={id}>
                  {index > 0 && ', '}
                  <TextLink href={secretHref(organizationSlug, id)} className="font-mono text-xs">
                    {name}
                  </TextLink>
                </span>
              )),
            )}
          />
        </Callout>
      )}
      {replaced.revoked ? (
        <AwaitedReceipt
          receipt={receipt}
          waiting={words.oldRevoked}
          pressedBefore={pressedBefore}
          done={doneWord('api_key.revoked')}
        />
      ) : (
        <Callout tone="info">
          <Said
            as={(replaced.endsByExpiry ? words.oldStopsByExpiry : words.oldStops)(
              <Moment at={replaced.endsAt} look="zoned" />,
            )}
          />
        </Callout>
      )}
    </>
  )
}
