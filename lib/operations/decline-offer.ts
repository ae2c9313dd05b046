import { OfferInput } from '@/lib/contract/hand-over'
import { isMemberActor } from '@/lib/core/actor'
import { statusOf } from '@/lib/core/api-key'
import { answerable, answered, isLeft, turnedDown } from '@/lib/core/hand-over'
import { fail, ok } from '@/lib/core/result'
import { listActiveMembers } from '@/lib/db/memberships'
import { answerToTell } from '@/lib/operations/hand-over-happenings'
import { lockOffer } from '@/lib/operations/locked-offer'
import { change } from '@/lib/operations/operation'

const GOVERNORS_TOLD = 100

/** Turns down what was offered to oneself. What was offered stays as it is: an orphaned key dead, a countdown running to its ending. */
export const declineOffer = change({
  input: OfferInput,
  async run(context, { offerId }) {
    const { tx, actor, now, commit } = context
    const locked = await lockOffer(tx, actor.organizationId, offerId)
    if (!locked || !isMemberActor(actor) || locked.offer.toMembershipId !== actor.membershipId)
      return fail('offer_not_found')
    const open = answerable(locked.offer, now)
    if (!open.ok) return open
    // A key that still runs towards its ending has nobody now who wants it: that is for all who could offer it again.
    const { key, offer } = locked
    const runs = key !== null && isLeft(key) && statusOf(key, now) !== 'revoked'
    const governors = runs
      ? await listActiveMembers(tx, actor.organizationId, ['owner', 'aura_owner'], GOVERNORS_TOLD)
      : []
    await commit({
      update: { offers: [answered(locked.offer, 'declined', now)] },
      event: turnedDown(locked.offer, 'declined'),
      happenings: await answerToTell(context, locked, 'declined', [offer.madeById, ...governors.map(({ id }) => id)]),
    })
    return ok({})
  },
})
