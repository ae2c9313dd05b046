import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { afterAttempt, type DeliveryState } from '@/lib/core/delivery'
import { ok } from '@/lib/core/result'
import { lockPendingDelivery, saveAttempt } from '@/lib/db/deliveries'
import { accountOperation } from '@/lib/operations/operation'

interface Settled {
  /** Null when it was settled already. */
  readonly state: DeliveryState | null
}

const AttemptInput = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('sent') }),
  z.object({ outcome: z.enum(['failed', 'refused', 'dropped']), error: z.string() }),
])

/**
 * Writes down what came of an attempt, and when the next one begins. Whoever was killed before this had sent it for nothing: it is sent again,
 * as the same message. What has failed for good is told to the Owners.
 */
export const settleDelivery = accountOperation({
  input: z.object({ deliveryId: idOf('delivery'), attempt: AttemptInput }),
  async run({ tx, now, tell }, { deliveryId, attempt }) {
    const delivery = await lockPendingDelivery(tx, deliveryId)
    if (!delivery) return ok<Settled>({ state: null })
    const next = afterAttempt(delivery.attempts, attempt, now)
    await saveAttempt(tx, deliveryId, next, now)
    const { organizationId, channel, member, happening } = delivery
    if (next.state === 'failed')
      await tell(organizationId, [
        {
          kind: 'delivery_failed',
          facts: { channel, to: member ?? channel, of: happening.kind, error: next.error ?? '' },
          // A server that is away for a day fails everything at once: the page lists them, the bell rings once an hour.
          once: `delivery_failed:${channel}:${now.toISOString().slice(0, 13)}`,
        },
      ])
    return ok<Settled>({ state: next.state })
  },
})
