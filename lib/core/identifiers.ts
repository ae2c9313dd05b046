/** Every id is a prefix and a UUIDv7 (RFC 9562), immutable, never a slug. */
export const ID_PREFIXES = {
  organization: 'org',
  user: 'usr',
  membership: 'mem',
  serverUser: 'srv',
  app: 'app',
  apiKey: 'key',
  departure: 'dep',
  secret: 'sec',
  secretVersion: 'ver',
  event: 'evt',
  gateway: 'gwy',
  gatewayInstance: 'ins',
  session: 'ses',
  link: 'lnk',
  offer: 'off',
  identityProvider: 'idp',
  identity: 'idn',
  happening: 'hap',
  delivery: 'dlv',
  invitation: 'inv',
  webhookEndpoint: 'whk',
  webhookSecret: 'whs',
} as const

export type IdKind = keyof typeof ID_PREFIXES
export type Id<K extends IdKind> = `${(typeof ID_PREFIXES)[K]}_${string}`

export type OrganizationId = Id<'organization'>
export type UserId = Id<'user'>
export type MembershipId = Id<'membership'>
export type ServerUserId = Id<'serverUser'>
export type AppId = Id<'app'>
export type ApiKeyId = Id<'apiKey'>
export type DepartureId = Id<'departure'>
export type SecretId = Id<'secret'>
export type SecretVersionId = Id<'secretVersion'>
export type EventId = Id<'event'>
export type GatewayId = Id<'gateway'>
export type GatewayInstanceId = Id<'gatewayInstance'>
export type SessionId = Id<'session'>
export type LinkId = Id<'link'>
export type OfferId = Id<'offer'>
export type IdentityProviderId = Id<'identityProvider'>
export type HappeningId = Id<'happening'>
export type DeliveryId = Id<'delivery'>
export type InvitationId = Id<'invitation'>
export type IdentityId = Id<'identity'>
export type WebhookEndpointId = Id<'webhookEndpoint'>
export type WebhookSecretId = Id<'webhookSecret'>

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export function isId<K extends IdKind>(kind: K, value: unknown): value is Id<K> {
  const prefix = `${ID_PREFIXES[kind]}_`
  return typeof value === 'string' && value.startsWith(prefix) && UUID_V7.test(value.slice(prefix.length))
}

/** Makes new ids; passed in wherever something is made, so that decisions stay pure. */
export type NewId = <K extends IdKind>(kind: K) => Id<K>
