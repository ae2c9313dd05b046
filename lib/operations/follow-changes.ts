import { ChangesInput } from '@/lib/contract/feed'
import { fail, ok } from '@/lib/core/result'
import { listChanges, readHead } from '@/lib/db/feed'
import { feed } from '@/lib/operations/operation'
import { feedChanges } from '@/lib/operations/told-to-gateways'

/** Longest stretch of the log that is streamed: who is further behind is better served by a snapshot. */
const MOST_ROWS = 10_000

/** Where a stream begins: what of the log the gateway has missed, as of one moment. */
export const followChanges = feed('snapshot', {
  input: ChangesInput,
  async run({ tx, actor: { organizationId, gatewayId }, keks }, { epoch, after }) {
    const head = await readHead(tx, organizationId)
    // A gateway that knows more than the head does has followed a database that was restored since.
    if (epoch !== head.epoch || after > head.seq || head.seq - after > MOST_ROWS) return fail('unknown_epoch')
    const missed = await feedChanges(tx, await listChanges(tx, organizationId, after, MOST_ROWS), organizationId, keks)
    return ok({ organizationId, gatewayId, epoch, missed, seq: head.seq })
  },
})
