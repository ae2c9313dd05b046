import { type Actor, isMemberActor } from '@/lib/core/actor'
import type { DomainEvent } from '@/lib/core/events'
import type { ApiKeyId, MembershipId, OrganizationId, SecretId, SecretVersionId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'
import type { Membership } from '@/lib/core/membership'
import { fail, ok, type Result } from '@/lib/core/result'

export const SECRET_ACCESSES = ['read', 'manage'] as const
export type SecretAccess = (typeof SECRET_ACCESSES)[number]

/** A named value, without the value: that stands in its versions, sealed. */
export interface Secret {
  readonly id: SecretId
  readonly organizationId: OrganizationId
  readonly name: string
  readonly ownerId: MembershipId
  /** Number of the version in force. Versions are numbered from 1, without gaps. */
  readonly version: number
  readonly createdAt: Date
  readonly changedAt: Date
  readonly deletedAt: Date | null
  readonly deletedById: MembershipId | null
  readonly erasedAt: Date | null
}

/** With those active members that it is shared with: what a right to it is decided by. */
export interface SharedSecret extends Secret {
  readonly readers: readonly MembershipId[]
  readonly managers: readonly MembershipId[]
}

export interface SecretVersion {
  readonly id: SecretVersionId
  readonly organizationId: OrganizationId
  readonly secretId: SecretId
  readonly number: number
  /** A JWE that opens for this organization, secret and version only. */
  readonly sealed: string
  /** The key that the value verified as, when it did. */
  readonly apiKeyId: ApiKeyId | null
  readonly createdAt: Date
  readonly createdById: MembershipId | null
}

export interface SecretShare {
  readonly organizationId: OrganizationId
  readonly secretId: SecretId
  readonly membershipId: MembershipId
  readonly access: SecretAccess
  readonly createdAt: Date
  readonly createdById: MembershipId | null
}

const DAY_MILLISECONDS = 86_400_000

/** From this moment a deleted secret is gone for good, whether the worker has come round to erasing it or not. */
export function goneAt({ deletedAt }: Pick<Secret, 'deletedAt'>): Date | null {
  return deletedAt && new Date(deletedAt.getTime() + LIMITS.deletedSecretDays * DAY_MILLISECONDS)
}

export function isGone(secret: Pick<Secret, 'deletedAt' | 'erasedAt'>, now: Date): boolean {
  const gone = goneAt(secret)
  return secret.erasedAt !== null || (gone !== null && gone <= now)
}

/** What a member may be given: those who have every right to a secret need nothing, and a User Administrator has no business with any. */
export function shareableWith(
  { ownerId }: Pick<Secret, 'ownerId'>,
  { id, state, role }: Pick<Membership, 'id' | 'state' | 'role'>,
): readonly SecretAccess[] {
  if (state !== 'active') return []
  if (role === 'developer') return id === ownerId ? [] : SECRET_ACCESSES
  return role === 'reader' ? ['read'] : []
}

export interface NextVersion {
  readonly secret: Secret
  readonly version: SecretVersion
  readonly event: DomainEvent
}

/** Older versions stay as they are, for who may read them. */
export function nextVersion(
  secret: Secret,
  value: Pick<SecretVersion, 'id' | 'sealed' | 'apiKeyId'>,
  by: Actor,
  at: Date,
): NextVersion {
  const { id: secretId, organizationId } = secret
  const number = secret.version + 1
  return {
    secret: { ...columnsOf(secret), version: number, changedAt: at },
    version: { ...value, organizationId, secretId, number, createdAt: at, createdById: memberOf(by) },
    event: {
      type: 'secret.updated',
      secretId,
      ...(value.apiKeyId ? { apiKeyId: value.apiKeyId } : {}),
      before: { version: secret.version },
      after: { version: number },
    },
  }
}

export interface SecretTransition {
  readonly next: Secret
  readonly event: DomainEvent
}

export function renameSecret(secret: Secret, name: string, at: Date): Result<SecretTransition> {
  if (name === secret.name) return fail('secret_name_unchanged', { field: 'name', params: { name } })
  return ok({
    next: { ...columnsOf(secret), name, changedAt: at },
    event: { type: 'secret.renamed', secretId: secret.id, before: { name: secret.name }, after: { name } },
  })
}

/** Its versions and shares stay, sealed and at rest, until it is restored or its time is over. */
export function deleteSecret(secret: Secret, by: Actor, at: Date): SecretTransition {
  return {
    next: { ...columnsOf(secret), deletedAt: at, deletedById: memberOf(by) },
    event: { type: 'secret.deleted', secretId: secret.id, before: { name: secret.name, version: secret.version } },
  }
}

/** Under its own name, or under another when that has been given away meanwhile. */
export function restoreSecret(secret: Secret, name: string): SecretTransition {
  return {
    next: { ...columnsOf(secret), name, deletedAt: null, deletedById: null },
    event: {
      type: 'secret.restored',
      secretId: secret.id,
      ...(name === secret.name ? {} : { before: { name: secret.name } }),
      after: { name, version: secret.version },
    },
  }
}

/** Its values are gone; that it was there, and what was done with it, is history. */
export function eraseSecret(secret: Secret, at: Date): SecretTransition {
  return {
    next: { ...columnsOf(secret), erasedAt: at },
    event: { type: 'secret.erased', secretId: secret.id, before: { name: secret.name, versions: secret.version } },
  }
}

/** Who it is shared with is no part of its row. */
function columnsOf(secret: Secret): Secret {
  const { id, organizationId, name, ownerId, version, createdAt, changedAt, deletedAt, deletedById, erasedAt } = secret
  return { id, organizationId, name, ownerId, version, createdAt, changedAt, deletedAt, deletedById, erasedAt }
}

const memberOf = (actor: Actor) => (isMemberActor(actor) ? actor.membershipId : null)
