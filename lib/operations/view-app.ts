import { AppSlugInput } from '@/lib/contract/apps'
import { isOpen } from '@/lib/core/hand-over'
import { fail, ok } from '@/lib/core/result'
import { findAppBySlug } from '@/lib/db/apps'
import { countKeys } from '@/lib/db/key-counts'
import { findMembership } from '@/lib/db/memberships'
import { namesOfMembers } from '@/lib/db/names-of-members'
import { findUnansweredOfferOfApp } from '@/lib/db/offers'
import { read } from '@/lib/operations/operation'
import { appView } from '@/lib/operations/views'

export const viewApp = read({
  input: AppSlugInput,
  async run({ tx, actor, now, settings }, { slug }) {
    const { organizationId } = actor
    const app = await findAppBySlug(tx, organizationId, slug)
    if (!app) return fail('app_not_found')
    const owner = app.ownerId ? await findMembership(tx, organizationId, app.ownerId) : null
    const deleters = await namesOfMembers(tx, organizationId, app.deletedById ? [app.deletedById] : [])
    const keys = await countKeys(tx, organizationId, { appId: app.id }, now)
    const deletedBy = (app.deletedById && deleters.get(app.deletedById)) || null
    const unanswered = await findUnansweredOfferOfApp(tx, organizationId, app.id)
    const open = unanswered && isOpen(unanswered.offer, now) && unanswered.offer.fromMembershipId === app.ownerId
    return ok(appView(app, { owner, deletedBy, keys, offer: open ? unanswered : null }, actor, settings))
  },
})
