import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { ATTEMPT_MILLISECONDS } from '@/lib/core/delivery'
import { HAPPENINGS, isAudience } from '@/lib/core/happenings'
import { ok } from '@/lib/core/result'
import { type DeliveryToSend, takeDelivery } from '@/lib/db/deliveries'
import { accountOperation } from '@/lib/operations/operation'

interface Begun {
  /** Null when there is nothing to do. */
  readonly delivery: DeliveryToSend | null
  /** Whether whoever it is for is still told of such things: who has left since, or lost the right to know, is sent nothing. */
  readonly isWanted: boolean
}

/** Run by the worker before it sends: from here on the attempt is its own, and what comes of it is told to `settleDelivery`. */
export const beginDelivery = accountOperation({
  input: z.object({ deliveryId: idOf('delivery') }),
  async run({ tx, now }, { deliveryId }) {
    const delivery = await takeDelivery(tx, deliveryId, now, new Date(now.getTime() + ATTEMPT_MILLISECONDS))
    if (!delivery) return ok<Begun>({ delivery: null, isWanted: false })
    const { member, happening } = delivery
    if (!member) return ok<Begun>({ delivery, isWanted: true })
    const recipients = HAPPENINGS[happening.kind].to === 'named' ? [member.id] : []
    const isWanted =
      member.state === 'active' &&
      isAudience({ kind: happening.kind, recipients }, { membershipId: member.id, role: member.role })
    return ok<Begun>({ delivery, isWanted })
  },
})
