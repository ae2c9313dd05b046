import { RetireGatewayInput } from '@/lib/contract/gateways'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockGateway } from '@/lib/db/gateways'
import { change } from '@/lib/operations/operation'

/** Its stream is cut and its token refused from now on; what it knows already it may use until its lease ends. */
export const retireGateway = change({
  input: RetireGatewayInput,
  async run({ tx, actor, now, commit }, { gatewayId }) {
    if (!may(actor, 'gateway.manage', {})) return fail('not_permitted')
    const gateway = await lockGateway(tx, actor.organizationId, gatewayId)
    if (!gateway) return fail('gateway_not_found')
    if (gateway.retiredAt) return fail('gateway_already_retired')
    await commit({
      update: { gateway: { ...gateway, retiredAt: now } },
      event: { type: 'gateway.retired', gatewayId, before: { name: gateway.name } },
      wake: true,
    })
    return ok({ id: gatewayId })
  },
})
