'use client'

import { type RefObject, useState } from 'react'
import type { z } from 'zod'
import { doneWord } from '@/components/receipts/receipt-words'
import { StoppedView } from '@/components/receipts/stopped-view'
import { useStop } from '@/components/receipts/use-stop'
import { type Act, useUnderWay, wrongAltogether } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import { Said } from '@/components/ui/said'
import { LastUse } from '@/components/usage/last-use'
import type { ApiKeyInput, ApiKeyView } from '@/lib/contract/api-keys'
import { stopWords as words } from '@/words/key-dialogs'

export type DisableApiKey = Act<z.input<typeof ApiKeyInput>, { readonly seq: number }>

export type DisableApiKeyDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  apiKey: ApiKeyView
  /** RFC 3339: when the page was read. */
  now: string
  disableApiKey: DisableApiKey
  /** Called as soon as the key is disabled, while the dialog goes on to show the receipt. */
  onDisabled: (key: ApiKeyView) => void
  finalFocus: RefObject<HTMLElement | null>
}

/** Says what the key is used for, disables it, and then shows each gateway confirm it. */
export function DisableApiKeyDialog({
  open,
  onOpenChange,
  apiKey,
  now,
  disableApiKey,
  onDisabled,
  finalFocus,
}: DisableApiKeyDialogProps) {
  const [busy, disable] = useUnderWay(disableApiKey)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      dismissible={!busy}
      title={words.disableTitle}
      description={
        <Said
          as={words.ofWhat(
            <strong className="font-semibold text-ink">{apiKey.name}</strong>,
            apiKey.app.name,
            apiKey.owner.name,
          )}
        />
      }
      finalFocus={finalFocus}
    >
      <Disabling apiKey={apiKey} now={now} disableApiKey={disable} onDisabled={onDisabled} />
    </Dialog>
  )
}

/** Apart from its dialog, so that each opening begins anew. */
function Disabling({
  apiKey: asked,
  now,
  disableApiKey,
  onDisabled,
}: Pick<DisableApiKeyDialogProps, 'apiKey' | 'now' | 'disableApiKey' | 'onDisabled'>) {
  // As it was when it was asked about: the list behind the dialog has moved on.
  const [apiKey] = useState(asked)
  const { outcome, stopped, receipt, ...form } = useStop(
    () => disableApiKey({ apiKeyId: apiKey.id }),
    () => onDisabled(apiKey),
  )
  if (stopped) {
    return (
      <StoppedView
        stopped={stopped}
        receipt={receipt}
        done={doneWord('api_key.disabled')}
        waiting={words.disabled}
        note={words.disabledNote}
      />
    )
  }
  const wrong = wrongAltogether(outcome, [])
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <p>{words.disableExplained}</p>
        <LastUse apiKey={apiKey} now={now} />
      </DialogBody>
      <DialogFooter>
        <DialogClose>{words.cancel}</DialogClose>
        <Button type="submit" variant="danger" pending={form.pending}>
          {words.disable}
        </Button>
      </DialogFooter>
    </Form>
  )
}
