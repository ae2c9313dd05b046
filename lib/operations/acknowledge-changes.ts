import { AcknowledgementInput } from '@/lib/contract/feed'
import { fail, ok } from '@/lib/core/result'
import { readHead } from '@/lib/db/feed'
import { findInstance, saveAcknowledgement } from '@/lib/db/gateways'
import { feed } from '@/lib/operations/operation'

/** An instance has durably applied everything up to `seq`. When, Postgres's clock says. */
export const acknowledgeChanges = feed('read', {
  input: AcknowledgementInput,
  async run({ tx, actor: { organizationId, gatewayId } }, { instance, epoch, seq }) {
    const head = await readHead(tx, organizationId)
    if (epoch !== head.epoch || seq > head.seq) return fail('unknown_epoch')
    const known = await findInstance(tx, organizationId, instance)
    // Who never renewed owes nothing: there is nothing to write down.
    if (!known) return ok({})
    if (known.gatewayId !== gatewayId) return fail('gateway_token_refused')
    await saveAcknowledgement(tx, organizationId, instance, seq)
    return ok({})
  },
})
