import { LeaseInput } from '@/lib/contract/feed'
import { fail, ok } from '@/lib/core/result'
import { readClock } from '@/lib/db/clock'
import { shareHead } from '@/lib/db/feed'
import { countInstances, findInstance, saveRenewal } from '@/lib/db/gateways'
import { feed } from '@/lib/operations/operation'
import { FEED_VERSION, type LeaseAnswer } from '@/lib/status/feed-format'

/** Processes of one registration that may be alive together: beyond this someone has copied its token. */
const MOST_INSTANCES = 256
const DAY_MILLISECONDS = 86_400_000

/**
 * Renews the lease of one process of a gateway. The head row is held in share mode until commit: a change that restricts either
 * sees this renewal and waits for this instance, or is in the `seq` that is answered, which the instance has to apply first.
 */
export const renewLease = feed('read', {
  input: LeaseInput,
  async run(
    { tx, actor: { organizationId, gatewayId }, settings },
    { instance: id, software, sentAt, appliedSeq, epoch },
  ) {
    const known = await findInstance(tx, organizationId, id)
    if (known && known.gatewayId !== gatewayId) return fail('gateway_token_refused')
    const head = await shareHead(tx, organizationId)
    const at = await readClock(tx)
    if (!known && (await countInstances(tx, gatewayId, new Date(at.getTime() - DAY_MILLISECONDS))) >= MOST_INSTANCES) {
      return fail('gateway_token_refused')
    }
    const answer: LeaseAnswer = {
      version: FEED_VERSION,
      epoch: head.epoch,
      seq: head.seq,
      now: at.getTime(),
      stalenessSeconds: settings.stalenessSeconds,
      renewSeconds: settings.renewSeconds,
    }
    // Its lease is not extended by an answer of another epoch or of a log that is behind it, so it is not recorded either.
    if (epoch !== head.epoch || appliedSeq > head.seq) return ok(answer)
    const saved = await saveRenewal(tx, {
      id,
      organizationId,
      gatewayId,
      version: software,
      appliedSeq,
      clockOffsetMilliseconds: clampOffset(sentAt - at.getTime()),
      at,
      // Never earlier than what was said before: should this answer get lost, the instance still has the lease of the one before.
      leaseEndsAt: new Date(
        Math.max(at.getTime() + settings.stalenessSeconds * 1000, known?.leaseEndsAt?.getTime() ?? 0),
      ),
    })
    return saved ? ok(answer) : fail('gateway_token_refused')
  },
})

/** A 32-bit column; a clock that is weeks off is simply off. */
const clampOffset = (milliseconds: number) => Math.trunc(Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), milliseconds)))
