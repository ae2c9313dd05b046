'use client'

import { type RefObject, useRef, useState } from 'react'
import { useSubmission, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Said } from '@/components/ui/said'
import { Select } from '@/components/ui/select'
import { TextInput } from '@/components/ui/text-input'
import { Textarea } from '@/components/ui/textarea'
import type { CallableApp } from '@/lib/contract/callable-app'
import { carriesBody, TRY_LIMITS, TRY_METHODS, type TryMethod } from '@/lib/core/tried-call'
import { appsWords } from '@/words/apps'
import { commonWords } from '@/words/common'
import { TriedCall } from './tried-call'
import { useTry } from './use-try'

const words = appsWords.tryAppDialog

/** The key that was just made, which nobody has to paste. */
export type GivenKey = { readonly name: string; readonly token: string }

export type TryAppDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  app: CallableApp
  given?: GivenKey | undefined
  finalFocus: RefObject<HTMLElement | null>
}

/** One call through the gateway, and its verdict explained. */
export function TryAppDialog({ open, onOpenChange, app, given, finalFocus }: TryAppDialogProps) {
  const firstField = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="medium"
      title={words.title(app.name)}
      description={words.description}
      initialFocus={firstField}
      finalFocus={finalFocus}
    >
      <TryAppForm app={app} given={given} firstField={firstField} />
    </Dialog>
  )
}

const METHODS = TRY_METHODS.map((method) => ({ value: method, label: method }))

type TryAppFormProps = Pick<TryAppDialogProps, 'app' | 'given'> & { firstField: RefObject<HTMLInputElement | null> }

/** Apart from its dialog, so that a key that was pasted is gone when it closes. */
function TryAppForm({ app, given, firstField }: TryAppFormProps) {
  const send = useTry(app)
  const [method, setMethod] = useState<TryMethod>('GET')
  const { outcome, ...form } = useSubmission((fields) =>
    send({
      method,
      path: String(fields.get('path') ?? ''),
      contentType: String(fields.get('contentType') ?? ''),
      body: String(fields.get('body') ?? ''),
      key: given?.token ?? String(fields.get('key') ?? ''),
    }),
  )
  const wrong = wrongAltogether(outcome, ['method', 'path', 'contentType', 'body', 'key'])
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3">
          <Field label={words.method} error={wrongWith(outcome, 'method')}>
            <Select
              name="method"
              options={METHODS}
              value={method}
              onChange={(event) => setMethod(event.currentTarget.value as TryMethod)}
            />
          </Field>
          <Field label={words.path} optional error={wrongWith(outcome, 'path')}>
            <TextInput
              {...(given ? { ref: firstField } : {})}
              name="path"
              mono
              autoComplete="off"
              maxLength={TRY_LIMITS.pathCharacters}
              placeholder={words.pathExample}
            />
          </Field>
        </div>
        <p className="-mt-3 break-all text-ink-2 text-xs">
          <Said as={words.belowEndpoint(<span className="font-mono">{app.endpoint}</span>)} />
        </p>
        {given ? (
          <p>
            <Said as={words.withNewKey(<strong className="font-semibold">{given.name}</strong>)} />
          </p>
        ) : (
          <Field label={commonWords.apiKey} description={words.keyDescription} error={wrongWith(outcome, 'key')}>
            {/* Not a password field: a browser would offer to keep its value. */}
            <TextInput
              ref={firstField}
              name="key"
              mono
              autoComplete="off"
              data-1p-ignore
              maxLength={TRY_LIMITS.keyCharacters}
              className="[-webkit-text-security:disc]"
            />
          </Field>
        )}
        {carriesBody(method) && (
          <>
            <Field label={words.contentType} error={wrongWith(outcome, 'contentType')}>
              <TextInput
                name="contentType"
                mono
                autoComplete="off"
                defaultValue="application/json"
                maxLength={TRY_LIMITS.contentTypeCharacters}
              />
            </Field>
            <Field label={words.body} optional error={wrongWith(outcome, 'body')}>
              <Textarea name="body" mono rows={4} autoComplete="off" maxLength={TRY_LIMITS.bodyCharacters} />
            </Field>
          </>
        )}
        {outcome?.ok && <TriedCall tried={outcome.value} app={app} />}
      </DialogBody>
      <DialogFooter>
        <DialogClose>{commonWords.close}</DialogClose>
        <Button type="submit" variant="primary" pending={form.pending}>
          {outcome?.ok ? words.sendAgain : words.send}
        </Button>
      </DialogFooter>
    </Form>
  )
}
