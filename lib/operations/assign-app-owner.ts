import { AssignAppOwnerInput } from '@/lib/contract/hand-over'
import { answered, changeOwner, mayTakeOverApp } from '@/lib/core/hand-over'
import { answersForKeys } from '@/lib/core/membership'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { findApp, lockApp } from '@/lib/db/apps'
import { findUnansweredOfferOfApp } from '@/lib/db/offers'
import { change } from '@/lib/operations/operation'

/** Gives an app one that has no owner, or none who can answer for it, at once: nobody has to let go of it, and there is nothing secret in it. */
export const assignAppOwner = change({
  input: AssignAppOwnerInput,
  /** Whoever takes the right from the new owner waits, or was first. */
  async readsMemberships(tx, organizationId, { appId, toMembershipId }) {
    const app = await findApp(tx, organizationId, appId)
    return app?.ownerId ? [toMembershipId, app.ownerId] : [toMembershipId]
  },
  async run({ tx, actor, now, memberships, commit }, { appId, toMembershipId }) {
    const { organizationId } = actor
    const app = await lockApp(tx, organizationId, appId)
    if (!app) return fail('app_not_found')
    if (!may(actor, 'app.assign_owner', {})) return fail('not_permitted')
    if (app.deletedAt) return fail('app_deleted')
    const owner = app.ownerId && memberships.get(app.ownerId)
    if (owner && answersForKeys(owner)) return fail('app_has_owner', { params: { who: owner.name } })
    const to = memberships.get(toMembershipId)
    const field = 'toMembershipId'
    if (!to || to.state === 'removed') return fail('member_not_found', { field })
    if (!mayTakeOverApp(to))
      return fail('offer_receiver_not_possible', { field, params: { what: app.name, who: to.name } })
    const { next, event } = changeOwner(app, to.id, now)
    const earlier = await findUnansweredOfferOfApp(tx, organizationId, appId)
    await commit({
      update: { app: next, offers: earlier ? [answered(earlier.offer, 'lapsed', now)] : [] },
      event,
    })
    return ok({ to: to.name })
  },
})
