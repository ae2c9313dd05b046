import { OfferInput } from '@/lib/contract/hand-over'
import { isMemberActor } from '@/lib/core/actor'
import { answerable, answered, turnedDown } from '@/lib/core/hand-over'
import { fail, ok } from '@/lib/core/result'
import { lockOffer } from '@/lib/operations/locked-offer'
import { change } from '@/lib/operations/operation'

/** Turns down what was offered to oneself. What was offered stays as it is: an orphaned key dead, a countdown running to its ending. */
export const declineOffer = change({
  input: OfferInput,
  async run({ tx, actor, now, commit }, { offerId }) {
    const locked = await lockOffer(tx, actor.organizationId, offerId)
    if (!locked || !isMemberActor(actor) || locked.offer.toMembershipId !== actor.membershipId)
      return fail('offer_not_found')
    const open = answerable(locked.offer, now)
    if (!open.ok) return open
    await commit({
      update: { offers: [answered(locked.offer, 'declined', now)] },
      event: turnedDown(locked.offer, 'declined'),
    })
    return ok({})
  },
})
