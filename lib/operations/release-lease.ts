import { ReleaseInput } from '@/lib/contract/feed'
import { fail, ok } from '@/lib/core/result'
import { shareHead } from '@/lib/db/feed'
import { endLease, findInstance } from '@/lib/db/gateways'
import { feed } from '@/lib/operations/operation'

/**
 * A process that stops says so, after it forgot its lease durably: no receipt has to wait for it. A retired gateway's
 * processes serve until their leases end, so when they stop before that they are heard.
 */
export const releaseLease = feed('read', {
  input: ReleaseInput,
  alsoByRetired: true,
  async run({ tx, actor: { organizationId, gatewayId }, now }, { instance }) {
    const known = await findInstance(tx, organizationId, instance)
    if (!known || known.gatewayId !== gatewayId) return fail('gateway_token_refused')
    await shareHead(tx, organizationId)
    await endLease(tx, organizationId, instance, now)
    return ok({})
  },
})
