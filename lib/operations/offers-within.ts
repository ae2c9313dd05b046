import { type ApiKey, statusOf } from '@/lib/core/api-key'
import type { App } from '@/lib/core/app'
import type { LoggedChange } from '@/lib/core/changes'
import type { DomainEvent } from '@/lib/core/events'
import { answered, isOpen, type Offer, type OfferedKey, offerKey, takeable } from '@/lib/core/hand-over'
import type { Happening } from '@/lib/core/happenings'
import type { MembershipId } from '@/lib/core/identifiers'
import { may } from '@/lib/core/permissions'
import { fail, ok, type Result } from '@/lib/core/result'
import { findApp } from '@/lib/db/apps'
import { findUnansweredOffers, type UnansweredOffer } from '@/lib/db/offers'
import { offersToTell } from '@/lib/operations/hand-over-happenings'
import type { OperationContext, People } from '@/lib/operations/operation'

/** A key that is locked, and whom it is to be offered to. */
export interface KeyToOffer {
  readonly key: ApiKey
  readonly toMembershipId: MembershipId
  /** How long it goes on after its owner's departure, in hours; 0 for not at all. */
  readonly countdownHours: number
}

/** An offer of one key, and the one that gives way to it, if there was one. */
export interface MadeOffer extends OfferedKey {
  readonly key: ApiKey
  readonly app: App
  readonly lapsed: Offer | null
}

/** What goes to `commit`. */
export interface OffersMade {
  /** As `insert.offers`. */
  readonly offers: readonly Offer[]
  /** As `update.offers`: those that could not be accepted any more. */
  readonly lapsed: readonly Offer[]
  /** As `update.apiKeys`: those with a countdown, which a departure does not orphan. */
  readonly keys: readonly ApiKey[]
  /** Among the events of the commit. */
  readonly events: readonly DomainEvent[]
  /** When each of those with a countdown ends. */
  readonly changes: readonly LoggedChange[]
  /** Each receiver is told once. */
  readonly happenings: readonly Happening[]
}

/**
 * Within another operation's transaction, which has locked the apps of these keys, then the keys, and, by `changesMemberships` or
 * `readsMemberships`, everyone whom a key is offered to: so that nobody is offered anything while losing the right to it. Asks for the right
 * to hand each key over. All are made, or none. `leaverId` leaves all of these keys behind in the same moment; a countdown is for that alone.
 */
export async function makeOffers(
  context: OperationContext<People>,
  items: readonly KeyToOffer[],
  leaverId: MembershipId,
): Promise<Result<OffersMade>> {
  const made: MadeOffer[] = []
  for (const offered of await offerEach(context, items, leaverId)) {
    if (!offered.ok) return offered
    made.push(offered.value)
  }
  return ok(await together(context, made))
}

/** As `makeOffers`, each for itself. Without a leaver, only what is orphaned or was left already can be offered. */
export async function offerEach(
  { tx, actor, now, newId, memberships }: OperationContext<People>,
  items: readonly KeyToOffer[],
  leaverId: MembershipId | null,
): Promise<readonly Result<MadeOffer>[]> {
  const { organizationId } = actor
  const ids = items.map(({ key }) => key.id)
  const unanswered = await findUnansweredOffers(tx, organizationId, ids)
  const apps = new Map<string, Awaited<ReturnType<typeof findApp>>>()
  for (const { key } of items)
    if (!apps.has(key.appId)) apps.set(key.appId, await findApp(tx, organizationId, key.appId))

  return items.map(({ key, toMembershipId, countdownHours }): Result<MadeOffer> => {
    const status = statusOf(key, now)
    if (!may(actor, 'api_key.hand_over', { key, status })) return fail('not_permitted')
    const app = apps.get(key.appId)
    if (!app) return fail('app_not_found')
    const to = memberships.get(toMembershipId)
    if (!to || to.state === 'removed') return fail('member_not_found', { field: 'toMembershipId' })
    if (to.id === leaverId)
      return fail('offer_receiver_not_possible', {
        field: 'toMembershipId',
        params: { what: key.name, who: to.name },
      })
    const taken = takeable(key, app, now)
    if (!leaverId && !taken.ok)
      return taken.failure.code === 'offer_key_works' ? fail('api_key_not_offerable', { params: { status } }) : taken
    const earlier = unanswered.get(key.id)
    if (earlier && taken.ok && standsInTheWay(earlier, leaverId, now))
      return fail('offer_open', { params: { who: earlier.receiver.name } })
    const offered = offerKey({ key, app, to, countdownHours }, actor, newId('offer'), now)
    if (!offered.ok) return offered
    return ok({ ...offered.value, key, app, lapsed: earlier ? answered(earlier.offer, 'lapsed', now) : null })
  })
}

/** Somebody can still accept it, who is not about to leave. */
const standsInTheWay = ({ offer, receiver }: UnansweredOffer, leaverId: MembershipId | null, now: Date) =>
  isOpen(offer, now) && receiver.state === 'active' && offer.toMembershipId !== leaverId

/** Several offers as one saving. */
export async function together(context: OperationContext<People>, made: readonly MadeOffer[]): Promise<OffersMade> {
  const keys = made.flatMap(({ next }) => next ?? [])
  const endings = keys.flatMap(({ position, endsAt }) =>
    endsAt ? [{ position, endsAt: endsAt.getTime() / 1000 }] : [],
  )
  return {
    offers: made.map(({ offer }) => offer),
    lapsed: made.flatMap(({ lapsed }) => lapsed ?? []),
    keys,
    events: made.map(({ event }) => event),
    changes: endings.length > 0 ? [{ kind: 'key_endings', set: endings }] : [],
    happenings: await offersToTell(context, made),
  }
}
