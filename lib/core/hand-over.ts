import { type Actor, isMemberActor, type MemberActor } from '@/lib/core/actor'
import { type ApiKey, statusOf } from '@/lib/core/api-key'
import type { App } from '@/lib/core/app'
import type { DomainEvent } from '@/lib/core/events'
import type { ApiKeyId, AppId, MembershipId, OfferId, OrganizationId } from '@/lib/core/identifiers'
import { type Fresh, successorOf } from '@/lib/core/key-rotation'
import { LIMITS } from '@/lib/core/limits'
import type { Membership } from '@/lib/core/membership'
import { may } from '@/lib/core/permissions'
import { fail, ok, type Result } from '@/lib/core/result'

/** What became of an offer. Lapsed: it could not be accepted any more, and another one took its place. */
export const OFFER_ANSWERS = ['accepted', 'declined', 'withdrawn', 'lapsed'] as const
export type OfferAnswer = (typeof OFFER_ANSWERS)[number]

/**
 * A key, or an app, that one member may take over. A hand-over never passes on the old secret, which the leaver knows: the key that its
 * receiver gets is a new one, made when the offer is accepted and seen by nobody else.
 */
export interface Offer {
  readonly id: OfferId
  readonly organizationId: OrganizationId
  readonly appId: AppId
  /** Null when the app itself is offered. */
  readonly apiKeyId: ApiKeyId | null
  readonly toMembershipId: MembershipId
  /** Who answered for it when it was offered; null for an app without an owner. */
  readonly fromMembershipId: MembershipId | null
  readonly madeById: MembershipId | null
  readonly madeAt: Date
  readonly expiresAt: Date
  readonly answer: OfferAnswer | null
  readonly answeredAt: Date | null
}

const HOUR_MILLISECONDS = 3_600_000
const OFFER_MILLISECONDS = LIMITS.offerDays * 24 * HOUR_MILLISECONDS

export const isOpen = ({ answer, expiresAt }: Pick<Offer, 'answer' | 'expiresAt'>, now: Date): boolean =>
  answer === null && expiresAt > now

/** Left with a countdown: it goes on until its ending, whoever accepts what, and its leaver knows it until then. */
export const isLeft = ({ handedOverFromId }: Pick<ApiKey, 'handedOverFromId'>): boolean => handedOverFromId !== null

/** Whoever may create a key like it may take it over, by the role that they have at that moment. */
export function mayTakeOverKey(member: Membership, app: Pick<App, 'ownerId'>, type: ApiKey['type']): boolean {
  return member.state === 'active' && may(asActor(member), 'api_key.create', { app, type })
}

/** Whoever may create an app may take one over. */
export function mayTakeOverApp(member: Membership): boolean {
  return member.state === 'active' && may(asActor(member), 'app.create', {})
}

const asActor = ({ organizationId, id: membershipId, userId, role }: Membership): MemberActor => ({
  kind: 'member',
  organizationId,
  membershipId,
  userId,
  role,
})

export interface HandingOver {
  readonly key: ApiKey
  readonly app: App
  readonly to: Membership & { readonly name: string }
  /** How long the key goes on after its owner's departure; 0 for not at all. */
  readonly countdownHours: number
}

export interface OfferedKey {
  readonly offer: Offer
  /** The key as it is from now on, where the offer changes it. */
  readonly next: ApiKey | null
  readonly event: DomainEvent
}

/**
 * Offers a key. Without a countdown nothing happens to it until the offer is accepted. With one it is not orphaned: whom it is offered to
 * answers for it at once, and it stops at its ending whether or not they accept.
 */
export function offerKey(
  { key, app, to, countdownHours }: HandingOver,
  by: Actor,
  id: OfferId,
  at: Date,
): Result<OfferedKey> {
  if (app.deletedAt) return fail('app_deleted')
  const status = statusOf(key, at)
  if (status === 'revoked') return fail('api_key_already_revoked')
  if (key.successorId) return fail('api_key_replaced')
  if (!mayTakeOverKey(to, app, key.type))
    return fail('offer_receiver_not_possible', {
      field: 'toMembershipId',
      params: { what: key.name, who: to.name },
    })
  if (countdownHours > 0 && status !== 'active')
    return fail('countdown_not_possible', { params: { name: key.name, status } })
  const goesOn = countdownHours > 0 || (isLeft(key) && status !== 'orphaned')
  const fromMembershipId = key.handedOverFromId ?? key.ownerId
  const next: ApiKey | null = goesOn
    ? { ...key, ownerId: to.id, endsAt: endOfCountdown(key, countdownHours, at), handedOverFromId: fromMembershipId }
    : null
  const offer = newOffer({ id, app, apiKeyId: key.id, to, fromMembershipId }, by, at)
  return ok({
    offer,
    next,
    event: {
      type: 'api_key.offered',
      appId: app.id,
      apiKeyId: key.id,
      membershipId: to.id,
      before: { ownerId: key.ownerId, status },
      after: {
        offerId: id,
        expiresAt: offer.expiresAt,
        ...(next ? { ownerId: next.ownerId, endsAt: next.endsAt, known: fromMembershipId } : {}),
      },
    },
  })
}

/** Gateways judge by whole seconds, and no countdown makes a key live longer than it would have. */
function endOfCountdown(
  { expiresAt, endsAt }: Pick<ApiKey, 'expiresAt' | 'endsAt'>,
  hours: number,
  at: Date,
): Date | null {
  const asked = hours > 0 ? [new Date(Math.floor((at.getTime() + hours * HOUR_MILLISECONDS) / 1000) * 1000)] : []
  const [earliest] = [...asked, expiresAt, endsAt]
    .filter((moment) => moment !== null)
    .sort((a, b) => a.getTime() - b.getTime())
  return earliest ?? null
}

/** Offers an app. There is nothing secret in it; until the offer is accepted nothing changes. */
export function offerApp(
  app: App,
  to: Membership & { readonly name: string },
  by: Actor,
  id: OfferId,
  at: Date,
): Result<{ readonly offer: Offer; readonly event: DomainEvent }> {
  if (app.deletedAt) return fail('app_deleted')
  const field = 'toMembershipId'
  if (app.ownerId === to.id) return fail('app_owner_unchanged', { field, params: { who: to.name } })
  if (!mayTakeOverApp(to))
    return fail('offer_receiver_not_possible', { field, params: { what: app.name, who: to.name } })
  const offer = newOffer({ id, app, apiKeyId: null, to, fromMembershipId: app.ownerId }, by, at)
  return ok({
    offer,
    event: {
      type: 'app.offered',
      appId: app.id,
      membershipId: to.id,
      after: { offerId: id, expiresAt: offer.expiresAt },
    },
  })
}

function newOffer(
  {
    id,
    app,
    apiKeyId,
    to,
    fromMembershipId,
  }: {
    readonly id: OfferId
    readonly app: App
    readonly apiKeyId: ApiKeyId | null
    readonly to: Membership
    readonly fromMembershipId: MembershipId | null
  },
  by: Actor,
  at: Date,
): Offer {
  return {
    id,
    organizationId: app.organizationId,
    appId: app.id,
    apiKeyId,
    toMembershipId: to.id,
    fromMembershipId,
    madeById: memberOf(by),
    madeAt: at,
    expiresAt: new Date(at.getTime() + OFFER_MILLISECONDS),
    answer: null,
    answeredAt: null,
  }
}

/** Whether the offer is still there to be answered. */
export function answerable(offer: Offer, at: Date): Result<Offer> {
  if (offer.answer) return fail('offer_answered', { params: { answer: offer.answer } })
  if (offer.expiresAt <= at) return fail('offer_expired')
  return ok(offer)
}

/**
 * Whether there is still something to take over: an orphaned key, or one that was left with a countdown, also when it has ended by then.
 * What a person revoked, or what works again because its owner is back, is nobody's to take.
 */
export function takeable(key: ApiKey, app: Pick<App, 'deletedAt'>, at: Date): Result<ApiKey> {
  if (app.deletedAt) return fail('app_deleted')
  if (key.successorId) return fail('api_key_replaced')
  const status = statusOf(key, at)
  if (isLeft(key)) {
    const revokedBefore = key.revokedAt && key.endsAt && key.revokedAt < key.endsAt
    return revokedBefore ? fail('offer_key_revoked') : ok(key)
  }
  if (status === 'revoked') return fail('offer_key_revoked')
  return status === 'orphaned' ? ok(key) : fail('offer_key_works')
}

/**
 * The same of whom it was offered to. One that was left to somebody, orphaned when they went, and offered to another, works again for the former
 * when they come back.
 */
export function takeableBy(
  toMembershipId: MembershipId,
  key: ApiKey,
  app: Pick<App, 'deletedAt'>,
  at: Date,
): Result<ApiKey> {
  const isAnothers = isLeft(key) && key.ownerId !== toMembershipId && statusOf(key, at) !== 'orphaned'
  return isAnothers ? fail('offer_key_works') : takeable(key, app, at)
}

/** Said of a key that was handed over, as the reason for which it was revoked. */
const HANDED_OVER = 'Handed over'

export interface TakenOver {
  /** The old key: revoked now, or on its way to its ending. */
  readonly next: ApiKey
  readonly successor: ApiKey
  readonly event: DomainEvent
  readonly furtherEvent: DomainEvent
}

/**
 * The receiver's new key takes the old one's place: the same scopes, limits and type, for its new owner, whom a user key acts as. An orphaned
 * key is revoked with it and never works again.
 */
export function takeOver(
  { key, offer, name, subject }: { readonly key: ApiKey; readonly offer: Offer } & Pick<ApiKey, 'name' | 'subject'>,
  fresh: Fresh,
  by: MemberActor,
  at: Date,
): TakenOver {
  const status = statusOf(key, at)
  const goesOn = isLeft(key) && status !== 'orphaned'
  const revocation =
    goesOn || key.revokedAt ? {} : { revokedAt: at, revokedById: by.membershipId, revocationReason: HANDED_OVER }
  const made = successorOf({ ...key, ownerId: by.membershipId, subject, name }, fresh, by, at, 'handedOverFrom')
  return {
    next: { ...key, successorId: fresh.id, ...revocation },
    successor: made.key,
    event: {
      type: 'api_key.handed_over',
      appId: key.appId,
      apiKeyId: key.id,
      membershipId: by.membershipId,
      before: { status, ownerId: key.ownerId },
      after: {
        offerId: offer.id,
        successorId: fresh.id,
        ...(goesOn ? { endsAt: key.endsAt } : { status: 'revoked' }),
      },
    },
    furtherEvent: made.event,
  }
}

/** The app has its new owner; what its keys may do stays as it is. */
export function changeOwner(
  app: App,
  to: MembershipId,
  at: Date,
  offerId?: OfferId,
): { readonly next: App; readonly event: DomainEvent } {
  return {
    next: { ...app, ownerId: to, changedAt: at },
    event: {
      type: 'app.owner_changed',
      appId: app.id,
      membershipId: to,
      before: { ownerId: app.ownerId },
      after: { ownerId: to, ...(offerId ? { offerId } : {}) },
    },
  }
}

export const answered = (offer: Offer, answer: OfferAnswer, at: Date): Offer => ({ ...offer, answer, answeredAt: at })

/** That an offer was turned down, or taken back. What was offered is as it was. */
export function turnedDown(
  { id, appId, apiKeyId, toMembershipId }: Offer,
  answer: Extract<OfferAnswer, 'declined' | 'withdrawn'>,
): DomainEvent {
  return {
    type: apiKeyId ? `api_key.offer_${answer}` : `app.offer_${answer}`,
    appId,
    ...(apiKeyId ? { apiKeyId } : {}),
    membershipId: toMembershipId,
    after: { offerId: id },
  }
}

const memberOf = (actor: Actor) => (isMemberActor(actor) ? actor.membershipId : null)
