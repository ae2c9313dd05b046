import { type Actor, isMemberActor } from '@/lib/core/actor'
import type { DomainEvent } from '@/lib/core/events'
import type { MembershipId, NewId, OrganizationId, WebhookEndpointId, WebhookSecretId } from '@/lib/core/identifiers'
import { fail, ok, type Result } from '@/lib/core/result'
import type { WebhookType } from '@/lib/core/webhook-types'

/** Why nothing is sent to an endpoint: somebody switched it off, or it said itself that it is gone (410). */
export const WEBHOOK_DISABLED_CAUSES = ['member', 'gone'] as const
export type WebhookDisabledCause = (typeof WEBHOOK_DISABLED_CAUSES)[number]

/** An address that is told of happenings. */
export interface WebhookEndpoint {
  readonly id: WebhookEndpointId
  readonly organizationId: OrganizationId
  readonly url: string
  readonly description: string | null
  /** What it is told of; at least one. */
  readonly types: readonly WebhookType[]
  readonly createdAt: Date
  readonly createdById: MembershipId | null
  readonly changedAt: Date
  /** Both or neither. */
  readonly disabledAt: Date | null
  readonly disabledCause: WebhookDisabledCause | null
  /** While a message is under way to it, the moment from which that attempt is given up for lost. */
  readonly sendingUntil: Date | null
  /** Its row stays, so that the audit log can name it; its secrets don't. */
  readonly deletedAt: Date | null
}

/** What messages of an endpoint are signed with. After a rotation two of them sign, until the older one ends. */
export interface WebhookSecret {
  readonly id: WebhookSecretId
  readonly organizationId: OrganizationId
  readonly endpointId: WebhookEndpointId
  /** JWE whose protected header names the organization and this secret. */
  readonly sealed: string
  readonly createdAt: Date
  /** Null for the one in force. */
  readonly endsAt: Date | null
}

/** For how long the old secret goes on signing beside the new one, in hours. */
export const OVERLAP_HOURS = 24

interface Transition {
  readonly next: WebhookEndpoint
  readonly event: DomainEvent
}

export type WebhookFields = Pick<WebhookEndpoint, 'url' | 'description' | 'types'>

export function createWebhook(wanted: WebhookFields, by: Actor, newId: NewId, at: Date): Transition {
  const next: WebhookEndpoint = {
    id: newId('webhookEndpoint'),
    organizationId: by.organizationId,
    ...wanted,
    createdAt: at,
    createdById: isMemberActor(by) ? by.membershipId : null,
    changedAt: at,
    disabledAt: null,
    disabledCause: null,
    sendingUntil: null,
    deletedAt: null,
  }
  return { next, event: { type: 'webhook.created', webhookEndpointId: next.id, after: describe(next) } }
}

export function changeWebhook(endpoint: WebhookEndpoint, wanted: WebhookFields, at: Date): Transition {
  const next: WebhookEndpoint = { ...endpoint, ...wanted, changedAt: at }
  return {
    next,
    event: {
      type: 'webhook.changed',
      webhookEndpointId: endpoint.id,
      before: describe(endpoint),
      after: { ...describe(next), newAddress: next.url !== endpoint.url },
    },
  }
}

/** What waited goes on when it is enabled again; what happened meanwhile is not made up for. */
export function switchWebhook(
  endpoint: WebhookEndpoint,
  to: { readonly enabled: true } | { readonly enabled: false; readonly cause: WebhookDisabledCause },
  at: Date,
): Result<Transition> {
  if ((endpoint.disabledAt === null) === to.enabled)
    return fail('webhook_unchanged', { params: { state: to.enabled ? 'enabled' : 'disabled' } })
  return ok({
    next: {
      ...endpoint,
      disabledAt: to.enabled ? null : at,
      disabledCause: to.enabled ? null : to.cause,
      changedAt: at,
    },
    event: {
      type: to.enabled ? 'webhook.enabled' : 'webhook.disabled',
      webhookEndpointId: endpoint.id,
      ...(to.enabled ? {} : { after: { cause: to.cause } }),
    },
  })
}

export function deleteWebhook(endpoint: WebhookEndpoint, at: Date): Transition {
  return {
    next: { ...endpoint, changedAt: at, deletedAt: at },
    event: { type: 'webhook.deleted', webhookEndpointId: endpoint.id, before: describe(endpoint) },
  }
}

/** Those that sign now, the newest first. */
export function signingSecrets(secrets: readonly WebhookSecret[], now: Date): readonly WebhookSecret[] {
  return secrets
    .filter(({ endsAt }) => endsAt === null || endsAt > now)
    .toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
}

/** Of the secrets of an endpoint, what a new one does to them: that in force ends in a day, older ones end now. */
export function supersede(
  secrets: readonly WebhookSecret[],
  at: Date,
): { readonly ending: WebhookSecret | null; readonly over: readonly WebhookSecret[] } {
  const inForce = secrets.find(({ endsAt }) => endsAt === null)
  return {
    ending: inForce ? { ...inForce, endsAt: new Date(at.getTime() + OVERLAP_HOURS * 3_600_000) } : null,
    over: secrets.filter((secret) => secret !== inForce),
  }
}

/** Of an address only the host is for the log: a path may be all that somebody needs to write to a channel. */
export const hostOf = (url: string): string => new URL(url).host

const describe = ({ url, description, types }: WebhookEndpoint) => ({ host: hostOf(url), description, types })
