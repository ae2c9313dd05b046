import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import type { AttemptOutcome } from '@/lib/contract/webhooks'
import { ok } from '@/lib/core/result'
import { hostOf, switchWebhook } from '@/lib/core/webhook'
import { adviceOn, judgeAnswer, nextAttemptAt, UNANSWERED } from '@/lib/core/webhook-answer'
import { tell } from '@/lib/db/happenings'
import { insertWebhookAttempt, lockWebhookDelivery, updateWebhookDelivery } from '@/lib/db/webhook-deliveries'
import { lockWebhook, markSending } from '@/lib/db/webhooks'
import { accountOperation } from '@/lib/operations/operation'

/** What is drawn from for a moment that is a little earlier or later. */
const RANDOM_STEPS = 1_000

/**
 * Run by the worker after each attempt: writes down what came of it, and decides what follows. What was decided meanwhile by others stands:
 * an attempt that is not the newest of its message any more is only written down.
 */
export const settleWebhookAttempt = accountOperation({
  input: z.object({
    organizationId: idOf('organization'),
    webhookEndpointId: idOf('webhookEndpoint'),
    deliveryId: idOf('delivery'),
    attempt: z.number().int(),
    outcome: z.custom<AttemptOutcome>((outcome) => typeof outcome === 'object'),
  }),
  async run(context, { organizationId, webhookEndpointId, deliveryId, attempt, outcome }) {
    const { tx, now, newId, settings, commit } = context
    const judged = judgeAnswer(outcome)
    const settled = ok({ goesOn: judged === 'sent' })
    const endpoint = await lockWebhook(tx, organizationId, webhookEndpointId)
    if (!endpoint) return settled
    await markSending(tx, endpoint, null)
    const delivery = await lockWebhookDelivery(tx, organizationId, endpoint.id, deliveryId)
    if (!delivery) return settled
    await insertWebhookAttempt(
      tx,
      { organizationId, endpointId: endpoint.id, deliveryId },
      {
        at: new Date(now.getTime() - outcome.milliseconds),
        milliseconds: outcome.milliseconds,
        answer: outcome,
        text: outcome.kind === 'answered' ? outcome.text : '',
      },
    )
    if (delivery.state !== 'pending' || delivery.attempts !== attempt) return settled
    if (judged === 'sent') {
      await updateWebhookDelivery(tx, { ...delivery, state: 'sent', settledAt: now }, null)
      return settled
    }
    const error =
      outcome.kind === 'unanswered'
        ? UNANSWERED[outcome.reason]
        : [`It answered ${outcome.status}.`, adviceOn(outcome.status)].filter(Boolean).join(' ')
    const again = nextAttemptAt(attempt, now, randomInt(RANDOM_STEPS) / RANDOM_STEPS)
    if (judged === 'gone') {
      // It waits, for the webhook may be enabled again.
      await updateWebhookDelivery(tx, { ...delivery, nextAttemptAt: now }, error)
      const switched = switchWebhook(endpoint, { enabled: false, cause: 'gone' }, now)
      if (switched.ok)
        await commit(
          organizationId,
          { kind: 'portal', organizationId },
          {
            update: { webhook: switched.value.next },
            event: switched.value.event,
            happenings: [
              { kind: 'webhook_disabled', facts: { webhook: { id: endpoint.id, host: hostOf(endpoint.url) } } },
            ],
          },
        )
    } else if (again) await updateWebhookDelivery(tx, { ...delivery, nextAttemptAt: again }, error)
    else {
      await updateWebhookDelivery(tx, { ...delivery, state: 'failed', settledAt: now }, error)
      await tell(tx, { organizationId, newId, now, sendsMail: settings.sendsMail }, [
        {
          kind: 'delivery_failed',
          facts: { channel: 'webhook', to: hostOf(endpoint.url), of: delivery.happening.kind, error },
          // A receiver that is away for a day fails everything at once: its log lists them, the bell rings once an hour.
          once: `delivery_failed:${endpoint.id}:${now.toISOString().slice(0, 13)}`,
        },
      ])
    }
    return settled
  },
})
