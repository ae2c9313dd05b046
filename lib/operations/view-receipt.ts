import { ReceiptInput, type ReceiptView } from '@/lib/contract/receipts'
import type { GatewayInstanceId } from '@/lib/core/identifiers'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { findChangeMoment } from '@/lib/db/feed'
import { listAcknowledgements } from '@/lib/db/gateways'
import { read } from '@/lib/operations/operation'

/** Which gateways have stopped accepting what a change stopped, and when; of a late one, the moment from which it refuses everything. */
export const viewReceipt = read({
  input: ReceiptInput,
  async run({ tx, actor, now }, { seq }) {
    if (!may(actor, 'organization.view', {})) return fail('not_permitted')
    const at = await findChangeMoment(tx, actor.organizationId, seq)
    if (!at) return fail('receipt_not_found')
    const rows = await listAcknowledgements(tx, actor.organizationId, seq)
    const view: ReceiptView = {
      seq,
      at: at.toISOString(),
      entries: rows
        .map(({ deadline, acknowledgedAt, instance }) => ({
          instanceId: instance.id as GatewayInstanceId,
          gateway: instance.gateway.name,
          version: instance.version,
          acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
          refusesFrom: deadline.toISOString(),
        }))
        .sort((a, b) =>
          a.gateway === b.gateway ? compare(a.instanceId, b.instanceId) : compare(a.gateway, b.gateway),
        ),
      complete: rows.every(({ deadline, acknowledgedAt }) => acknowledgedAt !== null || deadline <= now),
      now: now.toISOString(),
    }
    return ok(view)
  },
})

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
