import { z } from 'zod'
import type { OffersView, OfferView } from '@/lib/contract/hand-over'
import { isMemberActor } from '@/lib/core/actor'
import { sentenceOf } from '@/lib/core/failures'
import { takeableBy } from '@/lib/core/hand-over'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { may } from '@/lib/core/permissions'
import { fail, ok, type Result } from '@/lib/core/result'
import { type ApiKeyRow, readRows } from '@/lib/db/api-keys'
import { namesOfMembers } from '@/lib/db/names-of-members'
import { listOpenOffers, type OpenOffer } from '@/lib/db/offers'
import type { Tx } from '@/lib/db/tx'
import { type People, read } from '@/lib/operations/operation'
import { apiKeyView } from '@/lib/operations/views'

const SHOWN = 200

/** What is offered to the viewer, and what the viewer may take back of what was offered to others. */
export const listOffers = read({
  input: z.object({}),
  async run({ tx, actor, now }) {
    const { organizationId } = actor
    const own = isMemberActor(actor) ? actor.membershipId : null
    const received = own ? await listOpenOffers(tx, organizationId, { to: own }, now, SHOWN) : []
    // Whoever governs takes back any; who owns an app, an offer of that app.
    const others = may(actor, 'api_key.inventory', {}) || !own ? { notTo: own } : { notTo: own, ofAppsOwnedBy: own }
    const made = await listOpenOffers(tx, organizationId, others, now, SHOWN)
    const offers = [...received, ...made]
    const rows = await readRows(tx, organizationId, keysOffered(offers), now)
    const views = await offerViews(tx, actor, offers, rows, now)
    const to = (offers: readonly OpenOffer[]) => offers.flatMap(({ offer }) => views.get(offer.id) ?? [])
    const view: OffersView = {
      received: to(received).reverse(),
      made: to(made).filter(({ can }) => can.withdraw),
      now: now.toISOString(),
    }
    return ok(view)
  },
})

export const keysOffered = (offers: readonly OpenOffer[]): readonly ApiKeyId[] =>
  offers.flatMap(({ offer }) => offer.apiKeyId ?? [])

/** Offers of what is not there to be taken any more are left out. Of the keys that are offered, `keyRows` has what there is to know. */
export async function offerViews(
  tx: Tx,
  viewer: People,
  offers: readonly OpenOffer[],
  keyRows: readonly ApiKeyRow[],
  now: Date,
): Promise<ReadonlyMap<string, OfferView>> {
  if (offers.length === 0) return new Map()
  const { organizationId } = viewer
  const rows = new Map(keyRows.map((row) => [row.key.id, row]))
  const names = await namesOfMembers(
    tx,
    organizationId,
    offers.flatMap(({ offer: { toMembershipId, fromMembershipId, madeById } }) =>
      [toMembershipId, fromMembershipId, madeById].filter((id) => id !== null),
    ),
  )
  const views = new Map<string, OfferView>()
  for (const { offer, app } of offers) {
    const row = offer.apiKeyId ? rows.get(offer.apiKeyId) : undefined
    if (
      row
        ? !takeableBy(offer.toMembershipId, row.key, app, now).ok
        : app.deletedAt || app.ownerId !== offer.fromMembershipId
    )
      continue
    const apiKey = row ? apiKeyView(row, viewer, now) : null
    const possible = acceptable(viewer, app, row)
    views.set(offer.id, {
      id: offer.id,
      app: { id: app.id, name: app.name, slug: app.slug, service: app.service },
      apiKey,
      to: names.get(offer.toMembershipId) ?? '',
      by: (offer.madeById && names.get(offer.madeById)) ?? null,
      from: (offer.fromMembershipId && names.get(offer.fromMembershipId)) ?? null,
      madeAt: offer.madeAt.toISOString(),
      expiresAt: offer.expiresAt.toISOString(),
      obstacle: possible.ok ? null : sentenceOf(possible.failure),
      can: {
        answer: isMemberActor(viewer) && offer.toMembershipId === viewer.membershipId,
        withdraw: apiKey ? apiKey.can.withdrawOffer : may(viewer, 'app.manage', { app }),
      },
    })
  }
  return views
}

/** What acceptance would be refused for, as far as it is known beforehand. */
function acceptable(viewer: People, app: OpenOffer['app'], row: ApiKeyRow | undefined): Result<null> {
  const allowed = row ? may(viewer, 'api_key.create', { app, type: row.key.type }) : may(viewer, 'app.create', {})
  if (!allowed) return fail('not_permitted')
  return row && !app.providerEnabled ? fail('provider_off') : ok(null)
}
