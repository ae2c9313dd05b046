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
import type { AppView, SwitchProviderInput } from '@/lib/contract/apps'
import { appsWords } from '@/words/apps'
import { commonWords } from '@/words/common'

const words = appsWords.providerOffDialog

export type SwitchProvider = Act<z.input<typeof SwitchProviderInput>, { readonly seq: number }>

export type ProviderOffDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  app: AppView
  switchProvider: SwitchProvider
  /** Called as soon as it is off, while the dialog goes on to show the receipt. */
  onSwitched: () => void
  finalFocus: RefObject<HTMLElement | null>
}

/** Says how many keys stop, switches the provider off, and then shows each gateway confirm it. */
export function ProviderOffDialog({
  open,
  onOpenChange,
  app,
  switchProvider,
  onSwitched,
  finalFocus,
}: ProviderOffDialogProps) {
  const [busy, act] = useUnderWay(switchProvider)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      dismissible={!busy}
      title={words.title}
      description={<Said as={words.ofApp(<strong className="font-semibold text-ink">{app.name}</strong>)} />}
      finalFocus={finalFocus}
    >
      <SwitchingOff app={app} switchProvider={act} onSwitched={onSwitched} />
    </Dialog>
  )
}

/** Apart from its dialog, so that each opening begins anew. */
function SwitchingOff({
  app: asked,
  switchProvider,
  onSwitched,
}: Pick<ProviderOffDialogProps, 'app' | 'switchProvider' | 'onSwitched'>) {
  // As it was when it was asked about: the page behind the dialog has moved on.
  const [app] = useState(asked)
  const { outcome, stopped, receipt, ...form } = useStop(
    () => switchProvider({ appId: app.id, enabled: false, impact: { digest: null } }),
    onSwitched,
  )
  if (stopped) {
    return (
      <StoppedView
        stopped={stopped}
        receipt={receipt}
        done={doneWord('app.provider_disabled')}
        waiting={words.offAskingGateways}
        note={words.comesBack}
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
        <Callout tone="warn">{words.whatWillHappen(app.keys.active)}</Callout>
        <p>{words.untilOnAgain}</p>
      </DialogBody>
      <DialogFooter>
        <DialogClose>{commonWords.cancel}</DialogClose>
        <Button type="submit" variant="danger" pending={form.pending}>
          {words.switchOff}
        </Button>
      </DialogFooter>
    </Form>
  )
}
