'use client'

import { useRouter } from 'next/navigation'
import type { z } from 'zod'
import { useViewer } from '@/components/accounts/viewer'
import { webhooksHref } from '@/components/places'
import type { Act } from '@/components/submission'
import { AlertDialog, AlertDialogClose } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { DialogFooter } from '@/components/ui/dialog'
import type { WebhookInput, WebhookView } from '@/lib/contract/webhooks'
import { commonWords } from '@/words/common'
import { webhooksWords } from '@/words/webhooks'
import { useAskedPress } from './use-asked-press'

const words = webhooksWords.remove

export type DeleteWebhook = Act<z.input<typeof WebhookInput>, unknown>

export function DeleteWebhookButton({
  webhook,
  deleteWebhook,
}: {
  webhook: WebhookView
  deleteWebhook: DeleteWebhook
}) {
  const router = useRouter()
  const { organizationSlug } = useViewer()
  const deletion = useAskedPress(
    () => deleteWebhook({ webhookEndpointId: webhook.id }),
    { done: () => words.done, notDone: words.notDone },
    // Its page is not there any more.
    () => router.push(webhooksHref(organizationSlug)),
  )
  return (
    <AlertDialog
      open={deletion.open}
      onOpenChange={deletion.setOpen}
      title={words.title}
      description={words.description(webhook.waiting)}
      trigger={<Button>{words.action}</Button>}
    >
      <DialogFooter>
        <AlertDialogClose>{commonWords.cancel}</AlertDialogClose>
        <Button variant="danger" pending={deletion.pending} onClick={deletion.confirm}>
          {words.submit}
        </Button>
      </DialogFooter>
    </AlertDialog>
  )
}
