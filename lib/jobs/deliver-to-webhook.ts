import type { TaskList } from 'graphile-worker'
import type { Dispatcher } from 'undici'
import type { Origin } from '@/lib/core/events'
import type { OrganizationId, WebhookEndpointId } from '@/lib/core/identifiers'
import { beginWebhookAttempt } from '@/lib/operations/begin-webhook-attempt'
import { type Platform, performForAccount } from '@/lib/operations/perform'
import { settleWebhookAttempt } from '@/lib/operations/settle-webhook-attempt'
import { postMessage } from '@/lib/outbound/post-message'

/** So many messages to one webhook, then others that wait have their turn. */
const MESSAGES_A_TURN = 20
/** How long one that did not take its message is left alone, in milliseconds: others have their turn, and it may have one later. */
const REST_MILLISECONDS = 5_000

/** A worker sends to so many webhooks at a time. Nearly all of that is waiting for them. */
export const WEBHOOKS_AT_ONCE = 8

/** The task that sends to one webhook what is due, one message after another. No transaction is open while one is under way. */
export function webhookTasks(platform: Platform, dispatcher: Dispatcher, origin: () => Origin): TaskList {
  return {
    deliver_to_webhook: async (payload, { addJob }) => {
      const webhook = payload as {
        readonly organizationId: OrganizationId
        readonly webhookEndpointId: WebhookEndpointId
      }
      const goOn = (milliseconds: number) =>
        addJob('deliver_to_webhook', webhook, {
          runAt: new Date(Date.now() + milliseconds),
          jobKey: `webhook ${webhook.webhookEndpointId} now`,
        })
      for (let sent = 0; sent < MESSAGES_A_TURN; sent += 1) {
        const begun = await performForAccount(platform, beginWebhookAttempt, origin(), webhook)
        if (!begun.ok || !begun.value) return
        const { message, ...attempt } = begun.value
        const outcome = message
          ? await postMessage(dispatcher, message)
          : ({ kind: 'unanswered', reason: 'not_signed', milliseconds: 0 } as const)
        const settled = await performForAccount(platform, settleWebhookAttempt, origin(), {
          ...webhook,
          ...attempt,
          outcome,
        })
        if (!settled.ok || !settled.value.goesOn) {
          await goOn(REST_MILLISECONDS)
          return
        }
      }
      await goOn(0)
    },
  }
}
