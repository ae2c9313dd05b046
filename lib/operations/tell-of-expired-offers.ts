import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { type Happening, listKeys } from '@/lib/core/happenings'
import { ok } from '@/lib/core/result'
import { type ExpiredOffer, listExpiredOffers } from '@/lib/db/offers'
import { accountOperation } from '@/lib/operations/operation'

/** So far back it looks, in milliseconds: a worker that was away for a week tells of all that expired meanwhile. */
const BACK_MILLISECONDS = 7 * 86_400_000

/**
 * Run by the worker every five minutes, for each organization: tells who made an offer that nobody answered it. What was offered to one member
 * at once expires at once, and is one message, whose name says that it was told: however often it is found, and by however many workers.
 */
export const tellOfExpiredOffers = accountOperation({
  input: z.object({ organizationId: idOf('organization') }),
  async run({ tx, now, tell }, { organizationId }) {
    const expired = await listExpiredOffers(tx, organizationId, new Date(now.getTime() - BACK_MILLISECONDS), now)
    await tell(organizationId, messagesOf(expired))
    return ok({})
  },
})

function messagesOf(expired: readonly ExpiredOffer[]): Happening[] {
  const together = new Map<string, ExpiredOffer[]>()
  for (const offer of expired) {
    const { madeById, toMembershipId, expiresAt, app, key } = offer
    const once = `offer_expired:${madeById}:${toMembershipId}:${expiresAt.getTime()}${key ? '' : `:${app.id}`}`
    together.set(once, [...(together.get(once) ?? []), offer])
  }
  return [...together].flatMap(([once, offers]): Happening[] => {
    const [first] = offers
    if (!first) return []
    return [
      {
        kind: 'hand_over_answered',
        facts: {
          answer: 'expired',
          by: null,
          keys: listKeys(offers.flatMap(({ key, app }) => (key ? [{ ...key, app }] : []))),
          app: first.key ? null : first.app,
        },
        recipients: [first.madeById],
        once,
      },
    ]
  })
}
