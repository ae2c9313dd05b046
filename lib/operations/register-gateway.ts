import { RegisterGatewayInput } from '@/lib/contract/gateways'
import { isMemberActor } from '@/lib/core/actor'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { GATEWAY_TOKEN_PREFIX, randomToken, sha256 } from '@/lib/crypto/hashes'
import { isGatewayNameTaken, lockGatewayNames } from '@/lib/db/gateways'
import { change } from '@/lib/operations/operation'

/** Names a gateway and makes its token, which is shown this once and stored hashed. */
export const registerGateway = change({
  input: RegisterGatewayInput,
  async run({ tx, actor, now, newId, commit }, { name }) {
    const { organizationId } = actor
    if (!may(actor, 'gateway.manage', {})) return fail('not_permitted')
    await lockGatewayNames(tx, organizationId)
    if (await isGatewayNameTaken(tx, organizationId, name))
      return fail('gateway_name_taken', { field: 'name', params: { name } })
    const token = randomToken(GATEWAY_TOKEN_PREFIX)
    const id = newId('gateway')
    const createdById = isMemberActor(actor) ? actor.membershipId : null
    await commit({
      insert: {
        gateway: {
          gateway: { id, organizationId, name, createdAt: now, createdById, retiredAt: null },
          tokenHash: sha256(token),
        },
      },
      event: { type: 'gateway.registered', gatewayId: id, after: { name } },
    })
    return ok({ id, name, token })
  },
})
