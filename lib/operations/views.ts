import type { ApiKeyView, LinkedKey, MemberView } from '@/lib/contract/api-keys'
import type { AppView } from '@/lib/contract/apps'
import { isMemberActor } from '@/lib/core/actor'
import { type ApiKey, type KeyTab, statusOf, stopsAt } from '@/lib/core/api-key'
import type { App } from '@/lib/core/app'
import { expiresSoon } from '@/lib/core/expiration'
import { takeable, takeableBy } from '@/lib/core/hand-over'
import { rotatable } from '@/lib/core/key-rotation'
import { answersForKeys } from '@/lib/core/membership'
import { may } from '@/lib/core/permissions'
import type { Verdict } from '@/lib/core/verdicts'
import type { ApiKeyRow } from '@/lib/db/api-keys'
import type { NamedMembership } from '@/lib/db/memberships'
import type { UnansweredOffer } from '@/lib/db/offers'
import type { People, Settings } from '@/lib/operations/operation'

const moment = (at: Date | null) => at?.toISOString() ?? null

export function memberView({
  id,
  name,
  role,
  state,
}: Pick<NamedMembership, 'id' | 'name' | 'role' | 'state'>): MemberView {
  return { id, name, role, active: state === 'active' }
}

/** A key as a page shows it to one viewer, with what that viewer may do with it now. */
export function apiKeyView(row: ApiKeyRow, viewer: People, now: Date): ApiKeyView {
  const { key, app, owner, departure } = row
  const status = statusOf(key, now)
  const manages = may(viewer, 'api_key.manage', { key, status })
  const handsOver = may(viewer, 'api_key.hand_over', { key, status })
  // An offer of what is not there to be taken any more is none.
  const unanswered = row.offers?.open ?? null
  const open = unanswered && takeableBy(unanswered.toMembershipId, key, app, now).ok ? unanswered : null
  const live = status === 'active' || status === 'disabled' || status === 'orphaned'
  return {
    id: key.id,
    name: key.name,
    note: key.note,
    hint: key.hint,
    type: key.type,
    status,
    scopes: key.scopes,
    limits: key.limits,
    owner: memberView(owner),
    isOwn: isMemberActor(viewer) && viewer.membershipId === key.ownerId,
    app: {
      id: app.id,
      name: app.name,
      slug: app.slug,
      service: app.service,
      environment: app.environment,
      deleted: app.deletedAt !== null,
    },
    createdAt: key.createdAt.toISOString(),
    expiresAt: moment(key.expiresAt),
    endsAt: moment(key.endsAt),
    stopsAt: moment(stopsAt(key)),
    expiringSoon: status === 'active' && expiresSoon(stopsAt(key), now),
    rotatedFrom: row.predecessor && linkedKey(row.predecessor, row.takenOver, now),
    rotatedTo: row.successor && linkedKey(row.successor, row.offers?.accepted ?? false, now),
    disabledAt: moment(key.disabledAt),
    revokedAt: moment(key.revokedAt ?? (status === 'revoked' ? key.endsAt : null)),
    revokedBy: row.revokedBy,
    revocationReason: key.revocationReason,
    orphaned:
      status === 'orphaned'
        ? {
            departure: departure ? { cause: departure.cause, at: departure.at.toISOString(), by: departure.by } : null,
            appDeletedAt: moment(key.appDeletedAt),
            revokesAt: moment(row.orphanRevokedAt),
          }
        : null,
    offer: open && { id: open.id, to: open.to, expiresAt: open.expiresAt.toISOString() },
    leftBy: row.leftBy,
    lastUsed: row.use?.lastUsedAt
      ? {
          at: row.use.lastUsedAt.toISOString(),
          address: row.use.lastUsedAddress ?? '',
          agent: row.use.lastUsedAgent ?? '',
        }
      : null,
    lastKnock: row.use?.lastKnockAt
      ? {
          at: row.use.lastKnockAt.toISOString(),
          verdict: row.use.lastKnockVerdict as Verdict,
          address: row.use.lastKnockAddress ?? '',
          agent: row.use.lastKnockAgent ?? '',
        }
      : null,
    requestsByHour: lastDay(row.hours, now),
    secrets: row.secrets
      .filter((secret) => may(viewer, 'secret.reveal', { secret }))
      .map((secret) => ({ id: secret.id, name: secret.name, manage: may(viewer, 'secret.manage', { secret }) })),
    can: {
      revoke: live && may(viewer, 'api_key.revoke', { key, status }),
      disable: manages && status === 'active',
      enable: manages && status === 'disabled',
      changeLimits: manages && (status === 'active' || status === 'disabled'),
      rename: manages && live,
      note: manages,
      rotate: manages && !app.deletedAt && rotatable(key, now).ok,
      offer: handsOver && !open && takeable(key, app, now).ok && status !== 'revoked',
      withdrawOffer: handsOver && open !== null,
    },
  }
}

const linkedKey = (key: ApiKey, handedOver: boolean, now: Date): LinkedKey => ({
  id: key.id,
  name: key.name,
  how: handedOver ? 'handed_over' : 'rotated',
  status: statusOf(key, now),
  createdAt: key.createdAt.toISOString(),
})

const HOUR_MILLISECONDS = 3_600_000

/** 24 numbers, the oldest hour first, the hour that is running last. */
function lastDay(hours: ApiKeyRow['hours'], now: Date): number[] {
  const running = Math.floor(now.getTime() / HOUR_MILLISECONDS)
  const requests = new Map(hours.map((counted) => [counted.hour, counted.requests]))
  return Array.from({ length: 24 }, (_, index) => requests.get(running - 23 + index) ?? 0)
}

/** Where callers reach an app. */
export const endpointOf = (app: Pick<App, 'slug'>, settings: Settings) => `${settings.gatewayUrl}/apps/${app.slug}/`

export const NO_KEYS: Readonly<Record<KeyTab, number>> = { active: 0, orphaned: 0, history: 0 }

export function appView(
  app: App,
  facts: {
    readonly owner: NamedMembership | null
    readonly deletedBy: string | null
    readonly keys: Readonly<Record<KeyTab, number>>
    /** Where it is asked for. */
    readonly offer?: UnansweredOffer | null
  },
  viewer: People,
  settings: Settings,
): AppView {
  const manages = may(viewer, 'app.manage', { app })
  const creates = (type: ApiKey['type']) =>
    !app.deletedAt && app.providerEnabled && may(viewer, 'api_key.create', { app, type })
  return {
    id: app.id,
    service: app.service,
    name: app.name,
    slug: app.slug,
    environment: app.environment,
    endpoint: endpointOf(app, settings),
    upstream: manages ? app.upstream : null,
    // A member who left answers for nothing; who may answer for keys may answer for apps.
    owner: facts.owner && answersForKeys(facts.owner) ? memberView(facts.owner) : null,
    serverUserId: app.serverUserId,
    providerEnabled: app.providerEnabled,
    scopes: app.scopes,
    scopeRules: app.scopeRules,
    corsOrigins: app.corsOrigins,
    upstreamSecretMadeAt: manages ? moment(app.upstreamSecretMadeAt) : null,
    createdAt: app.createdAt.toISOString(),
    changedAt: app.changedAt.toISOString(),
    deletedAt: moment(app.deletedAt),
    deletedBy: facts.deletedBy,
    keys: facts.keys,
    offer:
      manages && facts.offer
        ? {
            id: facts.offer.offer.id,
            to: facts.offer.receiver.name,
            expiresAt: facts.offer.offer.expiresAt.toISOString(),
          }
        : null,
    can: {
      manage: manages && !app.deletedAt,
      assignOwner: !app.deletedAt && may(viewer, 'app.assign_owner', {}),
      createUserKey: creates('user'),
      createServerKey: creates('server'),
    },
  }
}
