import type { ActionState } from '@/lib/contract/action-state'
import type { AttemptOutcome } from '@/lib/contract/webhooks'
import { limitCalls } from '@/lib/operations/limit-calls'
import { preparePing } from '@/lib/operations/prepare-ping'
import { viewWebhook } from '@/lib/operations/view-webhook'
import { postMessage } from '@/lib/outbound/post-message'
import { createWebhookDispatcher } from '@/lib/outbound/webhook-dispatcher'
import { actionState } from '@/lib/server/action-answer'
import { platform } from '@/lib/server/platform'
import { runAction } from '@/lib/server/run-action'

/** Sends a ping to a webhook and tells what came back. No transaction is open while it is under way. */
export async function pingWebhook(organizationSlug: string, input: unknown): Promise<ActionState<AttemptOutcome>> {
  // A ping that is prepared is written down, so what is asked before is whether it may be.
  const known = await runAction(viewWebhook, organizationSlug, input)
  if (!known.ok) return known
  const limited = await limitCalls(platform(), 'webhook ping', organizationSlug)
  if (!limited.ok) return actionState(limited)
  const prepared = await runAction(preparePing, organizationSlug, input)
  if (!prepared.ok) return prepared
  const dispatcher = createWebhookDispatcher(platform().settings.outboundAllow)
  try {
    return { ok: true, value: await postMessage(dispatcher, prepared.value) }
  } finally {
    await dispatcher.destroy()
  }
}
