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
import { useToast } from '@/components/ui/toast'
import type { ApiKeyView, ChangeApiKeyLimitsInput } from '@/lib/contract/api-keys'
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
      title="Change limits"
      description={
        <>
          <strong className="font-semibold text-ink">{apiKey.name}</strong> of {apiKey.app.name}. The key itself stays
          as it is; nobody has to roll it out again.
        </>
      }
      trigger={<Button size="small">Change limits</Button>}
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
      toast({ title: `${apiKey.name} has no limits now` })
    },
  )
  if (stopped?.value.restricts) {
    return (
      <StoppedView
        stopped={stopped}
        receipt={receipt}
        done={doneWord('api_key.limits_changed')}
        waiting="Saved. Asking the gateways…"
        note="What the limits do not allow is refused from then on, and was closed where it was open. The receipt stays in the key’s timeline."
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
        <DialogClose>Cancel</DialogClose>
        <Button type="submit" variant="primary" pending={form.pending}>
          Save limits
        </Button>
      </DialogFooter>
    </Form>
  )
}
