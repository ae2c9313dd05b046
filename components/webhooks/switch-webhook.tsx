'use client'

import type { z } from 'zod'
import type { Act } from '@/components/submission'
import { AlertDialog, AlertDialogClose } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { DialogFooter } from '@/components/ui/dialog'
import type { SwitchWebhookInput, WebhookView } from '@/lib/contract/webhooks'
import { commonWords } from '@/words/common'
import { webhooksWords } from '@/words/webhooks'
import { useAskedPress } from './use-asked-press'

const words = webhooksWords.switching

export type SwitchWebhook = Act<z.input<typeof SwitchWebhookInput>, unknown>

/** Disabling asks before, since what happens meanwhile is never made up for; enabling does not. */
export function SwitchWebhookButton({
  webhook,
  switchWebhook,
}: {
  webhook: WebhookView
  switchWebhook: SwitchWebhook
}) {
  const enabled = webhook.disabled !== null
  const switching = useAskedPress(() => switchWebhook({ webhookEndpointId: webhook.id, enabled }), {
    done: () => (enabled ? words.enabled : words.disabled),
    notDone: words.notSwitched,
  })
  if (enabled) {
    return (
      <Button pending={switching.pending} onClick={switching.confirm}>
        {words.enable}
      </Button>
    )
  }
  return (
    <AlertDialog
      open={switching.open}
      onOpenChange={switching.setOpen}
      title={words.disableTitle}
      description={words.disableDescription}
      trigger={<Button>{words.disable}</Button>}
    >
      <DialogFooter>
        <AlertDialogClose>{commonWords.cancel}</AlertDialogClose>
        <Button variant="danger" pending={switching.pending} onClick={switching.confirm}>
          {words.disable}
        </Button>
      </DialogFooter>
    </AlertDialog>
  )
}
