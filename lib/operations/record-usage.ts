import { UsageInput } from '@/lib/contract/feed'
import { fail, ok } from '@/lib/core/result'
import { findInstance } from '@/lib/db/gateways'
import { addUsage, takeBatch } from '@/lib/db/usage'
import { feed } from '@/lib/operations/operation'

/** Counts a batch of a gateway's, once, however often it is delivered: the batch's number and its counts are one transaction. */
export const recordUsage = feed('read', {
  input: UsageInput,
  async run({ tx, actor: { organizationId, gatewayId }, now }, { instance, batch, ...counted }) {
    const known = await findInstance(tx, organizationId, instance)
    if (known && known.gatewayId !== gatewayId) return fail('gateway_token_refused')
    if (await takeBatch(tx, organizationId, batch.spool, batch.number, now))
      await addUsage(tx, organizationId, gatewayId, counted)
    return ok({})
  },
})
