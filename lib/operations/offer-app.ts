import { OfferAppInput } from '@/lib/contract/hand-over'
import { answered, offerApp as decide, isOpen } from '@/lib/core/hand-over'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockApp } from '@/lib/db/apps'
import { findUnansweredOfferOfApp } from '@/lib/db/offers'
import { offersToTell } from '@/lib/operations/hand-over-happenings'
import { change } from '@/lib/operations/operation'

/** Offers an app to a member, who owns it by accepting. Nothing of the app changes until then. */
export const offerApp = change({
  input: OfferAppInput,
  /** Whoever takes the right from the receiver waits, or was first. */
  readsMemberships: async (_tx, _organizationId, { toMembershipId }) => [toMembershipId],
  async run(context, { appId, toMembershipId }) {
    const { tx, actor, now, newId, memberships, commit } = context
    const { organizationId } = actor
    const app = await lockApp(tx, organizationId, appId)
    if (!app) return fail('app_not_found')
    if (!may(actor, 'app.manage', { app })) return fail('not_permitted')
    const to = memberships.get(toMembershipId)
    if (!to || to.state === 'removed') return fail('member_not_found', { field: 'toMembershipId' })
    const earlier = await findUnansweredOfferOfApp(tx, organizationId, appId)
    if (
      earlier &&
      isOpen(earlier.offer, now) &&
      earlier.receiver.state === 'active' &&
      earlier.offer.fromMembershipId === app.ownerId
    )
      return fail('offer_open', { params: { who: earlier.receiver.name } })
    const offered = decide(app, to, actor, newId('offer'), now)
    if (!offered.ok) return offered
    await commit({
      insert: { offers: [offered.value.offer] },
      update: { offers: earlier ? [answered(earlier.offer, 'lapsed', now)] : [] },
      event: offered.value.event,
      happenings: await offersToTell(context, [{ offer: offered.value.offer, app, key: null }]),
    })
    return ok({ to: to.name })
  },
})
