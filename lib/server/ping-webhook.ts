import type { ActionState } from '@/lib/contract/action-state'
import type { AttemptOutcome } from '@/lib/contract/webhooks'
import { preparePing } from '@/lib/operations/prepare-ping'
import { postMessage } from '@/lib/outbound/post-message'
import { createWebhookDispatcher } from '@/lib/outbound/webhook-dispatcher'
import { platform } from '@/lib/server/platform'
import { runAction } from '@/lib/server/run-action'

/** Sends a ping to a webhook and tells what came back. No transaction is open while it is under way. */
export async function pingWebhook(organizationSlug: string, input: unknown): Promise<ActionState<AttemptOutcome>> {
  const prepared = await runAction(preparePing, organizationSlug, input)
  if (!prepared.ok) return prepared
  const dispatcher = createWebhookDispatcher(platform().settings.outboundAllow)
  try {
    return { ok: true, value: await postMessage(dispatcher, prepared.value) }
  } finally {
    await dispatcher.destroy()
  }
}
