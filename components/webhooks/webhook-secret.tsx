'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { z } from 'zod'
import { Moment } from '@/components/accounts/moment'
import { IssuingDialog } from '@/components/issuing-dialog'
import type { Act } from '@/components/submission'
import { AlertDialog, AlertDialogClose } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { DialogFooter } from '@/components/ui/dialog'
import { Said } from '@/components/ui/said'
import type {
  IssuedWebhookSecretView,
  RotateWebhookSecretInput,
  WebhookInput,
  WebhookPageView,
} from '@/lib/contract/webhooks'
import { OVERLAP_HOURS } from '@/lib/core/webhook'
import { commonWords } from '@/words/common'
import { webhooksWords } from '@/words/webhooks'
import { IssuedWebhookSecret } from './issued-webhook-secret'
import { useAskedPress } from './use-asked-press'

const words = webhooksWords.secret

export type RotateWebhookSecret = Act<z.input<typeof RotateWebhookSecretInput>, IssuedWebhookSecretView>
export type EndOldWebhookSecret = Act<z.input<typeof WebhookInput>, unknown>

export type WebhookSecretProps = {
  view: Pick<WebhookPageView, 'webhook' | 'secret'>
  rotateWebhookSecret: RotateWebhookSecret
  endOldWebhookSecret: EndOldWebhookSecret
}

/** What messages are signed with: since when, and what can be done about it. Never what it is. */
export function WebhookSecret({ view, rotateWebhookSecret, endOldWebhookSecret }: WebhookSecretProps) {
  const { madeAt, oldUntil } = view.secret
  return (
    <div className="flex flex-wrap items-start justify-between gap-2">
      <div className="min-w-0 flex-1">
        <Said as={words.made(<Moment at={madeAt} />)} />
        {oldUntil && (
          <p className="text-ink-2 text-xs">
            <Said as={words.oldUntil(<Moment at={oldUntil} />)} />
          </p>
        )}
      </div>
      <span className="flex flex-wrap gap-1.5">
        {oldUntil && <EndOld webhook={view.webhook} endOldWebhookSecret={endOldWebhookSecret} />}
        <Rotate view={view} rotateWebhookSecret={rotateWebhookSecret} />
      </span>
    </div>
  )
}

function Rotate({ view, rotateWebhookSecret }: Pick<WebhookSecretProps, 'view' | 'rotateWebhookSecret'>) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  // The webhook as it was when the dialog opened: a secret that was made meanwhile is then seen, not replaced.
  const [seen, setSeen] = useState(view)
  return (
    <IssuingDialog
      open={open}
      onOpenChange={(next, issued) => {
        setOpen(next)
        if (next) setSeen(view)
        else if (issued) router.refresh()
      }}
      size="medium"
      asking={{ title: words.rotateTitle }}
      issued={() => ({ title: words.rotatedTitle, description: words.onlyTimeShown })}
      show={({ secret }, close) => <IssuedWebhookSecret secret={secret} onClose={close} />}
      emptied={(issued) => ({ ...issued, secret: '' })}
      trigger={<Button size="small">{words.rotate}</Button>}
      fields={[]}
      run={() => rotateWebhookSecret({ webhookEndpointId: seen.webhook.id, changedAt: seen.webhook.changedAt })}
      submit={words.rotateSubmit}
    >
      {() => (
        <>
          <p>{words.rotateDescription(OVERLAP_HOURS)}</p>
          {seen.secret.oldUntil && <Callout tone="warn">{words.rotateAgain}</Callout>}
        </>
      )}
    </IssuingDialog>
  )
}

function EndOld({
  webhook,
  endOldWebhookSecret,
}: Pick<WebhookPageView, 'webhook'> & Pick<WebhookSecretProps, 'endOldWebhookSecret'>) {
  const ending = useAskedPress(() => endOldWebhookSecret({ webhookEndpointId: webhook.id }), {
    done: () => words.ended,
    notDone: words.notEnded,
  })
  return (
    <AlertDialog
      open={ending.open}
      onOpenChange={ending.setOpen}
      title={words.endOldTitle}
      description={words.endOldDescription}
      trigger={<Button size="small">{words.endOld}</Button>}
    >
      <DialogFooter>
        <AlertDialogClose>{commonWords.cancel}</AlertDialogClose>
        <Button variant="danger" pending={ending.pending} onClick={ending.confirm}>
          {words.endOldSubmit}
        </Button>
      </DialogFooter>
    </AlertDialog>
  )
}
