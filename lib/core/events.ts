import type {
  ApiKeyId,
  AppId,
  GatewayId,
  InvitationId,
  MembershipId,
  SecretId,
  UserId,
  WebhookEndpointId,
} from '@/lib/core/identifiers'

/** Everything that is written down. Nothing is saved without one of these in the same transaction. */
export const EVENT_TYPES = [
  'organization.created',
  'organization.epoch_begun',
  'organization.resealed',
  'organization.policy_changed',
  'organization.orphans_revoked',
  'organization.channels_chosen',
  'organization.deliveries_retried',
  'member.added',
  'member.removed',
  'member.suspended',
  'member.reactivated',
  'member.role_changed',
  'member.mails_chosen',
  'invitation.sent',
  'invitation.renewed',
  'invitation.withdrawn',
  'invitation.accepted',
  'app.created',
  'app.changed',
  'app.deleted',
  'app.provider_enabled',
  'app.provider_disabled',
  'app.upstream_secret_made',
  'app.upstream_secret_replaced',
  'app.upstream_secret_removed',
  'app.offered',
  'app.offer_declined',
  'app.offer_withdrawn',
  'app.owner_changed',
  'api_key.created',
  'api_key.disabled',
  'api_key.enabled',
  'api_key.limits_changed',
  'api_key.renamed',
  'api_key.note_changed',
  'api_key.rotated',
  'api_key.ended',
  'api_key.revoked',
  'api_key.offered',
  'api_key.offer_declined',
  'api_key.offer_withdrawn',
  'api_key.handed_over',
  'api_key.list_exported',
  'secret.created',
  'secret.updated',
  'secret.renamed',
  'secret.shared',
  'secret.unshared',
  'secret.deleted',
  'secret.restored',
  'secret.erased',
  'secret.revealed',
  'secret.reveal_denied',
  'gateway.registered',
  'gateway.retired',
  'identity_provider.set_up',
  'identity_provider.changed',
  'identity_provider.switched',
  'identity_provider.removed',
  'identity.connected',
  'identity.disconnected',
  'single_sign_on.refused',
  'webhook.created',
  'webhook.changed',
  'webhook.enabled',
  'webhook.disabled',
  'webhook.deleted',
  'webhook.secret_rotated',
  'webhook.secret_ended',
  'webhook.pinged',
  'webhook.sent_again',
  'session.started',
  'session.ended',
  'sign_in.failed',
  'password.reset_requested',
  'password.changed',
  'account.changed',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

type Facts = Readonly<Record<string, unknown>>

/** What happened, on what, before and after, and why. Who did it, when, and from where is added by the commit. Never a token or a value. */
export interface DomainEvent {
  readonly type: EventType
  readonly appId?: AppId
  readonly apiKeyId?: ApiKeyId
  readonly secretId?: SecretId
  readonly membershipId?: MembershipId
  readonly gatewayId?: GatewayId
  readonly userId?: UserId
  readonly invitationId?: InvitationId
  readonly webhookEndpointId?: WebhookEndpointId
  readonly before?: Facts
  readonly after?: Facts
  readonly reason?: string
}

/** Where a request came from. */
export interface Origin {
  readonly address: string | null
  readonly agent: string | null
  readonly requestId: string
}
