import { OfferInput } from '@/lib/contract/hand-over'
import { isMemberActor } from '@/lib/core/actor'
import { answerable, answered, changeOwner } from '@/lib/core/hand-over'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { answerToTell } from '@/lib/operations/hand-over-happenings'
import { lockOffer } from '@/lib/operations/locked-offer'
import { change } from '@/lib/operations/operation'

/** Makes whom an app was offered to its owner. An offer is over when the app has got another owner since, or none. */
export const acceptAppOffer = change({
  input: OfferInput,
  async run(context, { offerId }) {
    const { tx, actor, now, commit } = context
    const locked = await lockOffer(tx, actor.organizationId, offerId)
    if (!locked || locked.offer.apiKeyId || !isMemberActor(actor)) return fail('offer_not_found')
    const { offer, app } = locked
    if (offer.toMembershipId !== actor.membershipId) return fail('offer_not_found')
    const open = answerable(offer, now)
    if (!open.ok) return open
    if (app.deletedAt) return fail('app_deleted')
    if (app.ownerId !== offer.fromMembershipId) return fail('offer_app_changed')
    if (!may(actor, 'app.create', {})) return fail('not_permitted')
    const { next, event } = changeOwner(app, actor.membershipId, now, offer.id)
    await commit({
      update: { app: next, offers: [answered(offer, 'accepted', now)] },
      event,
      happenings: await answerToTell(context, { offer, app, key: null }, 'accepted', [
        offer.madeById,
        offer.fromMembershipId,
      ]),
    })
    return ok({ name: app.name })
  },
})
