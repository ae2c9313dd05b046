import { type Actor, isMemberActor } from '@/lib/core/actor'
import type { DomainEvent } from '@/lib/core/events'
import type { ApiKeyId, AppId, DepartureId, MembershipId, OrganizationId, ServerUserId } from '@/lib/core/identifiers'
import type { KeyLimits } from '@/lib/core/key-limits'
import { fail, ok, type Result } from '@/lib/core/result'

export const API_KEY_TYPES = ['user', 'server'] as const
export type ApiKeyType = (typeof API_KEY_TYPES)[number]

export const KEY_STATUSES = ['active', 'disabled', 'expired', 'orphaned', 'revoked'] as const
export type KeyStatus = (typeof KEY_STATUSES)[number]

/** The facts that decide what a key is. Nothing else may. */
export interface KeyFacts {
  readonly revokedAt: Date | null
  /** The departure that took its owner, and has not ended. */
  readonly departureId: DepartureId | null
  /** When its app was deleted: a fact of its own, which no return undoes. */
  readonly appDeletedAt: Date | null
  readonly disabledAt: Date | null
  readonly expiresAt: Date | null
  /** When it stops because another key takes its place: known from the rotation or the departure on, in whole seconds, never past its expiry. */
  readonly endsAt: Date | null
}

/**
 * An API key as the portal knows it. There is no token here, nor a hash of one: the signature proves the key, and the
 * token leaves `createApiKey` once, as an IssuedKey.
 */
export interface ApiKey extends KeyFacts {
  readonly id: ApiKeyId
  readonly organizationId: OrganizationId
  readonly appId: AppId
  /** Who answers for it: its creator, unless it was handed over. */
  readonly ownerId: MembershipId
  readonly type: ApiKeyType
  /** The principal it acts as: the owner's membership for a user key, the app's server user for a server key. */
  readonly subject: MembershipId | ServerUserId
  readonly name: string
  /** What its people wrote down about it. */
  readonly note: string | null
  readonly scopes: readonly string[]
  /** What narrows it down beside its scopes. Not in the token, so it can be changed while the key lives. */
  readonly limits: KeyLimits
  /** Its position in the organization's status lists; given out in order, never reused. */
  readonly position: number
  /** RFC 7638 thumbprint of the signing key that signed it. */
  readonly signingKeyId: string
  /** The last four characters of the token, shown so that a person can tell keys apart. */
  readonly hint: string
  readonly createdAt: Date
  readonly createdById: MembershipId | null
  readonly disabledById: MembershipId | null
  readonly revokedById: MembershipId | null
  readonly revocationReason: string | null
  /** Stamped under the app's lock when a new key needs the place; feeds names and quotas, never a status. */
  readonly expiryRecordedAt: Date | null
  /** The key that replaced it in a rotation or a hand-over. */
  readonly successorId: ApiKeyId | null
  /** Who left it to its owner with a countdown, and knows it until it ends. */
  readonly handedOverFromId: MembershipId | null
}

/**
 * Revocation outranks expiry: a key that was revoked and has since expired shows as revoked, for that is what was done to it.
 * A key that was replaced is revoked at its ending, as a fact known beforehand, whether or not anybody has stamped it by then.
 */
export function statusOf(key: KeyFacts, now: Date): KeyStatus {
  if (key.revokedAt || (key.endsAt && key.endsAt <= now)) return 'revoked'
  if (key.departureId || key.appDeletedAt) return 'orphaned'
  if (key.disabledAt) return 'disabled'
  // A key is dead at its expiry second, not after it.
  if (key.expiresAt && key.expiresAt <= now) return 'expired'
  return 'active'
}

/** When a key that is let alone stops: at its ending or its expiry, whichever comes first; null for never. */
export const stopsAt = ({ endsAt, expiresAt }: Pick<KeyFacts, 'endsAt' | 'expiresAt'>): Date | null =>
  endsAt && expiresAt ? (endsAt < expiresAt ? endsAt : expiresAt) : (endsAt ?? expiresAt)

/** The panel's tabs and the statuses that each shows. `View API Keys` counts Active and Orphaned. */
export const KEY_TABS = {
  active: ['active', 'disabled'],
  orphaned: ['orphaned'],
  history: ['expired', 'revoked'],
} as const satisfies Record<string, readonly KeyStatus[]>
export type KeyTab = keyof typeof KEY_TABS

/** A key that is in use, or can be again by a press: what stands on the tab `Active`. */
export const isLive = (key: KeyFacts, now: Date): boolean =>
  (KEY_TABS.active as readonly KeyStatus[]).includes(statusOf(key, now))

/** What the panel can be sorted by. It stands here and not with the schemas, since pages need it in the browser, where zod would try to evaluate code. */
export const KEY_SORTS = ['name', 'created', 'expires', 'used', 'owner'] as const
export type KeySort = (typeof KEY_SORTS)[number]

/** A name and a quota place are held by every key that is not revoked, has no successor, and whose expiry is not recorded. */
export function holdsPlace(key: Pick<ApiKey, 'revokedAt' | 'successorId' | 'expiryRecordedAt'>): boolean {
  return !key.revokedAt && !key.successorId && !key.expiryRecordedAt
}

export interface Transition {
  readonly next: ApiKey
  readonly event: DomainEvent
}

export function revoke(key: ApiKey, by: Actor, reason: string | null, at: Date): Result<Transition> {
  if (statusOf(key, at) === 'revoked') return fail('api_key_already_revoked')
  return ok({
    next: { ...key, revokedAt: at, revokedById: memberOf(by), revocationReason: reason },
    event: {
      type: 'api_key.revoked',
      appId: key.appId,
      apiKeyId: key.id,
      before: { status: statusOf(key, at) },
      after: { status: 'revoked' },
      ...(reason ? { reason } : {}),
    },
  })
}

export function disable(key: ApiKey, by: Actor, at: Date): Result<Transition> {
  const status = statusOf(key, at)
  if (status !== 'active') return fail('api_key_not_active', { params: { status } })
  return ok({
    next: { ...key, disabledAt: at, disabledById: memberOf(by) },
    event: {
      type: 'api_key.disabled',
      appId: key.appId,
      apiKeyId: key.id,
      before: { status },
      after: { status: 'disabled' },
    },
  })
}

/** Enabling gives back what disabling took; a key that has expired meanwhile is expired then. */
export function enable(key: ApiKey, at: Date): Result<Transition> {
  const status = statusOf(key, at)
  if (status !== 'disabled') return fail('api_key_not_disabled', { params: { status } })
  const next: ApiKey = { ...key, disabledAt: null, disabledById: null }
  return ok({
    next,
    event: {
      type: 'api_key.enabled',
      appId: key.appId,
      apiKeyId: key.id,
      before: { status },
      after: { status: statusOf(next, at) },
    },
  })
}

/** Limits of a key that is disabled are there when it is enabled again. One that is dead has no use for any. */
export function changeLimits(key: ApiKey, limits: KeyLimits, at: Date): Result<Transition> {
  const status = statusOf(key, at)
  if (status !== 'active' && status !== 'disabled') return fail('api_key_not_limitable', { params: { status } })
  return ok({
    next: { ...key, limits },
    event: {
      type: 'api_key.limits_changed',
      appId: key.appId,
      apiKeyId: key.id,
      before: { limits: key.limits },
      after: { limits },
    },
  })
}

/** Its name is what people call it while it lives; history keeps the last one. */
export function rename(key: ApiKey, name: string, at: Date): Result<Transition> {
  const status = statusOf(key, at)
  if (status !== 'active' && status !== 'disabled') return fail('api_key_not_renamable', { params: { status } })
  if (name === key.name) return fail('api_key_name_unchanged', { field: 'name', params: { name } })
  return ok({
    next: { ...key, name },
    event: {
      type: 'api_key.renamed',
      appId: key.appId,
      apiKeyId: key.id,
      before: { name: key.name },
      after: { name },
    },
  })
}

/** Null takes the note away. */
export function annotate(key: ApiKey, note: string | null): Result<Transition> {
  if (note === key.note) return fail('note_unchanged', { field: 'note' })
  return ok({
    next: { ...key, note },
    event: {
      type: 'api_key.note_changed',
      appId: key.appId,
      apiKeyId: key.id,
      before: { note: key.note },
      after: { note },
    },
  })
}

const memberOf = (actor: Actor) => (isMemberActor(actor) ? actor.membershipId : null)
