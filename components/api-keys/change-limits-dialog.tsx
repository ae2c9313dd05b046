'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
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
import { useToast } from '@/components/ui/toast'
import type { ApiKeyView, ChangeApiKeyLimitsInput } from '@/lib/contract/api-keys'
import { limitsWords as words } from '@/words/key-dialogs'
import { LIMITS_FIELDS, LimitsFields, readLimits } from './limits-fields'

export type ChangeLimits = Act<
  z.input<typeof ChangeApiKeyLimitsInput>,
  { readonly seq: number; readonly restricts: boolean }
>

export type ChangeLimitsDialogProps = { apiKey: ApiKeyView; changeLimits: ChangeLimits }

/** Sets how often and from where a key may be used, and shows each gateway take it over. */
export function ChangeLimitsDialog({ apiKey, changeLimits }: ChangeLimitsDialogProps) {
  const [open, setOpen] = useState(false)
  const [busy, change] = useUnderWay(changeLimits)
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      dismissible={!busy}
      title={words.change}
      description={
        <Said as={words.changing(<strong className="font-semibold text-ink">{apiKey.name}</strong>, apiKey.app.name)} />
      }
      trigger={<Button size="small">{words.change}</Button>}
    >
      <ChangingLimits apiKey={apiKey} changeLimits={change} onLifted={() => setOpen(false)} />
    </Dialog>
  )
}

/** Apart from its dialog, so that each opening begins anew. */
function ChangingLimits({
  apiKey,
  changeLimits,
  onLifted,
}: ChangeLimitsDialogProps & {
  /** Without limits there is nothing that gateways would have to confirm. */ onLifted: () => void
}) {
  const router = useRouter()
  const toast = useToast()
  const { outcome, stopped, receipt, ...form } = useStop(
    (fields) => changeLimits({ apiKeyId: apiKey.id, limits: readLimits(fields) }),
    ({ restricts }) => {
      router.refresh()
      if (restricts) return
      onLifted()
      toast({ title: words.lifted(apiKey.name) })
    },
  )
  if (stopped?.value.restricts) {
    return (
      <StoppedView
        stopped={stopped}
        receipt={receipt}
        done={doneWord('api_key.limits_changed')}
        waiting={words.saved}
        note={words.savedNote}
      />
    )
  }
  const wrong = wrongAltogether(outcome, LIMITS_FIELDS)
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <LimitsFields outcome={outcome} limits={apiKey.limits} />
      </DialogBody>
      <DialogFooter>
        <DialogClose>{words.cancel}</DialogClose>
        <Button type="submit" variant="primary" pending={form.pending}>
          {words.save}
        </Button>
      </DialogFooter>
    </Form>
  )
}
