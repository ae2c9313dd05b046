import { OfferInput } from '@/lib/contract/hand-over'
import { statusOf } from '@/lib/core/api-key'
import { answerable, answered, turnedDown } from '@/lib/core/hand-over'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { answerToTell } from '@/lib/operations/hand-over-happenings'
import { lockOffer } from '@/lib/operations/locked-offer'
import { change } from '@/lib/operations/operation'

/** Takes an offer back before it is answered: for whoever may make one. A countdown that runs is not taken back with it. */
export const withdrawOffer = change({
  input: OfferInput,
  async run(context, { offerId }) {
    const { tx, actor, now, commit } = context
    const locked = await lockOffer(tx, actor.organizationId, offerId)
    if (!locked) return fail('offer_not_found')
    const { offer, app, key } = locked
    const allowed = key
      ? may(actor, 'api_key.hand_over', { key, status: statusOf(key, now) })
      : may(actor, 'app.manage', { app })
    if (!allowed) return fail('not_permitted')
    const open = answerable(offer, now)
    if (!open.ok) return open
    await commit({
      update: { offers: [answered(offer, 'withdrawn', now)] },
      event: turnedDown(offer, 'withdrawn'),
      happenings: await answerToTell(context, locked, 'withdrawn', [offer.toMembershipId]),
    })
    return ok({})
  },
})
