import { type Actor, isMemberActor } from '@/lib/core/actor'
import { type ApiKey, statusOf, type Transition } from '@/lib/core/api-key'
import type { DomainEvent } from '@/lib/core/events'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { fail, ok, type Result } from '@/lib/core/result'

/** What can be chosen for the old key: to stop at once, after a while that both work, or at a moment of one's own. */
export const ROTATION_ENDINGS = ['now', '1h', '24h', '7d', 'moment'] as const
export type RotationEnding = (typeof ROTATION_ENDINGS)[number]

const HOUR_MILLISECONDS = 3_600_000

/** How long both keys work, with each choice that says so by itself. */
export const OVERLAP_MILLISECONDS = {
  '1h': HOUR_MILLISECONDS,
  '24h': 24 * HOUR_MILLISECONDS,
  '7d': 7 * 24 * HOUR_MILLISECONDS,
} as const satisfies Partial<Record<RotationEnding, number>>

export type WantedEnding =
  | { readonly ending: Exclude<RotationEnding, 'moment'> }
  | { readonly ending: 'moment'; readonly at: Date }

/** When the old key stops: null for at once. */
export interface Ending {
  readonly at: Date | null
  /** It expires before the moment that was asked for, and so ends at its expiry. */
  readonly byExpiry: boolean
}

/**
 * No rotation makes a key live longer: an ending past its expiry is its expiry. Gateways judge by whole seconds, so a moment within one is
 * its beginning.
 */
export function endingOf(wanted: WantedEnding, { expiresAt }: Pick<ApiKey, 'expiresAt'>, now: Date): Result<Ending> {
  if (wanted.ending === 'now') return ok({ at: null, byExpiry: false })
  const asked = wanted.ending === 'moment' ? wanted.at : new Date(now.getTime() + OVERLAP_MILLISECONDS[wanted.ending])
  const at = new Date(Math.floor(asked.getTime() / 1000) * 1000)
  // Asked this way round, a date that is none has passed as well.
  if (!(at > now)) return fail('rotation_ending_past', { field: 'endsAt' })
  return ok(expiresAt && expiresAt < at ? { at: expiresAt, byExpiry: true } : { at, byExpiry: false })
}

/** What is new about the key that takes another's place. */
export type Fresh = Pick<ApiKey, 'id' | 'position' | 'signingKeyId' | 'hint' | 'expiresAt'>

/**
 * A key of the same name, scopes, type, owner and limits: whatever used the old one can use it, and whoever answered for it does. In a
 * hand-over, what it is made after has its new owner already.
 */
export function successorOf(
  key: ApiKey,
  fresh: Fresh,
  by: Actor,
  at: Date,
  how: 'rotatedFrom' | 'handedOverFrom' = 'rotatedFrom',
): { readonly key: ApiKey; readonly event: DomainEvent } {
  const { organizationId, appId, ownerId, type, subject, name, note, scopes, limits } = key
  const { id, position, expiresAt } = fresh
  return {
    key: {
      ...fresh,
      ...{ organizationId, appId, ownerId, type, subject, name, note, scopes, limits },
      createdAt: at,
      createdById: isMemberActor(by) ? by.membershipId : null,
      endsAt: null,
      disabledAt: null,
      disabledById: null,
      revokedAt: null,
      revokedById: null,
      revocationReason: null,
      departureId: null,
      appDeletedAt: null,
      expiryRecordedAt: null,
      successorId: null,
      handedOverFromId: null,
    },
    event: {
      type: 'api_key.created',
      appId,
      apiKeyId: id,
      after: { name, type, scopes, limits, expiresAt, position, [how]: key.id },
    },
  }
}

/** Whether a key can be rotated: one that works, once. What took its place can be rotated again. */
export function rotatable(key: ApiKey, at: Date): Result<ApiKey> {
  const status = statusOf(key, at)
  if (status !== 'active') return fail('api_key_not_rotatable', { params: { status } })
  if (key.successorId) return fail('api_key_already_rotated')
  // What took its place would act as the leaver, if it is a user key: the offer is the way to a new one.
  if (key.handedOverFromId) return fail('api_key_being_handed_over')
  return ok(key)
}

/** The old key, from now on: it has given up its name and its place, and stops at its ending. */
export function replace(key: ApiKey, successorId: ApiKeyId, ending: Ending, by: Actor, at: Date): Result<Transition> {
  const allowed = rotatable(key, at)
  if (!allowed.ok) return allowed
  const stopped =
    ending.at === null
      ? { revokedAt: at, revokedById: isMemberActor(by) ? by.membershipId : null }
      : { endsAt: ending.at }
  return ok({
    next: { ...key, successorId, ...stopped },
    event: {
      type: 'api_key.rotated',
      appId: key.appId,
      apiKeyId: key.id,
      before: { status: 'active' },
      after: { successorId, ...(ending.at === null ? { status: 'revoked' } : { endsAt: ending.at }) },
    },
  })
}

/** Stamps what has been so since its ending. Null when there is nothing to stamp: somebody revoked it before, or it goes on for a while. */
export function end(key: ApiKey, at: Date): Transition | null {
  if (key.revokedAt || !key.endsAt || key.endsAt > at) return null
  return {
    next: { ...key, revokedAt: key.endsAt },
    event: {
      type: 'api_key.ended',
      appId: key.appId,
      apiKeyId: key.id,
      before: { status: statusOf({ ...key, endsAt: null }, at) },
      after: { status: 'revoked', since: key.endsAt },
    },
  }
}
