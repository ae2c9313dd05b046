import { RetryDeliveriesInput } from '@/lib/contract/notifications'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { beginAnew } from '@/lib/db/deliveries'
import { change } from '@/lib/operations/operation'

/** As many as one transaction should hold; who has more presses again. */
const MOST = 1_000

/** Begins messages anew that have failed: one, or all, the oldest first. It is the same message to whoever gets it, with the same id. */
export const retryDeliveries = change({
  input: RetryDeliveriesInput,
  async run({ tx, actor, now, commit }, which) {
    if (!may(actor, 'organization.manage', {})) return fail('not_permitted')
    const deliveryId = 'deliveryId' in which ? which.deliveryId : null
    const begun = await beginAnew(tx, actor.organizationId, deliveryId ? [deliveryId] : { most: MOST }, now)
    // Another organization's, one that has just been tried again, and one that was never there: none of them has failed here.
    if (deliveryId && begun.length === 0) return fail('delivery_not_found')
    await commit({ event: { type: 'organization.deliveries_retried', after: { deliveries: begun.length } } })
    return ok({ deliveries: begun.length })
  },
})
