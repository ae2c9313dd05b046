import { OfferApiKeysInput, type OffersMadeView } from '@/lib/contract/hand-over'
import { sentenceOf } from '@/lib/core/failures'
import { fail, ok } from '@/lib/core/result'
import { findApiKeys, lockApiKeys } from '@/lib/db/api-keys'
import { lockApp } from '@/lib/db/apps'
import { type MadeOffer, offerEach, together } from '@/lib/operations/offers-within'
import { change } from '@/lib/operations/operation'

/**
 * Offers orphaned keys to a member, who gets new ones by accepting. Each key has its own answer, and what can be offered is offered; all of
 * it is one transaction, so that the receiver is told once. Refused as a whole when none can be.
 */
export const offerApiKeys = change({
  input: OfferApiKeysInput,
  /** Whoever takes the right from the receiver waits, or was first. */
  readsMemberships: async (_tx, _organizationId, { toMembershipId }) => [toMembershipId],
  async run(context, { apiKeyIds, toMembershipId }) {
    const { tx, actor, memberships, commit } = context
    const { organizationId } = actor
    const known = await findApiKeys(tx, organizationId, apiKeyIds)
    for (const appId of [...new Set(known.map((key) => key.appId))].sort()) await lockApp(tx, organizationId, appId)
    const keys = await lockApiKeys(tx, organizationId, apiKeyIds)
    if (keys.length < apiKeyIds.length) return fail('api_key_not_found')

    const items = keys.map((key) => ({ key, toMembershipId, countdownHours: 0 }))
    const outcomes = await offerEach(context, items, null)
    const made: MadeOffer[] = []
    const refused: OffersMadeView['refused'][number][] = []
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.ok) made.push(outcome.value)
      else refused.push({ apiKeyId: keys[index]?.id as (typeof keys)[number]['id'], why: sentenceOf(outcome.failure) })
    }
    const [first] = outcomes
    if (made.length === 0 && first && !first.ok) return first

    const { offers, lapsed, keys: left, events, changes, happenings } = await together(context, made)
    const [event, ...furtherEvents] = events
    if (!event) throw new Error('An offer is made without its event')
    await commit({
      insert: { offers },
      update: { offers: lapsed, apiKeys: left },
      event,
      furtherEvents,
      changes,
      happenings,
    })
    const view: OffersMadeView = {
      offered: made.flatMap(({ offer }) => offer.apiKeyId ?? []),
      refused,
      to: memberships.get(toMembershipId)?.name ?? '',
    }
    return ok(view)
  },
})
