import type { ApiKeyType, KeyStatus } from '@/lib/core/api-key'
import type { ApiKeyId, AppId, GatewayId, HappeningId, MembershipId, WebhookEndpointId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'
import type { DepartureCause } from '@/lib/core/membership'
import type { Role } from '@/lib/core/roles'
import type { Service } from '@/lib/core/services'

/** A member as they were called then. */
export interface NamedMember {
  readonly id: MembershipId
  readonly name: string
}
export interface NamedApp {
  readonly id: AppId
  readonly name: string
  readonly slug: string
  readonly service: Service
}
export const namedApp = ({ id, name, slug, service }: NamedApp): NamedApp => ({ id, name, slug, service })

export interface NamedKey {
  readonly id: ApiKeyId
  readonly name: string
  readonly hint: string
  readonly type: ApiKeyType
  readonly app: NamedApp
}

/** Keys by name, at most `LIMITS.keysPerHappening` of them: the rest is "and N more". */
export interface ListedKeys<Key extends NamedKey = NamedKey> {
  readonly listed: readonly Key[]
  readonly total: number
}

/** Server keys first, for they break the most; then by name. */
export function listKeys<Key extends NamedKey>(keys: readonly Key[], total = keys.length): ListedKeys<Key> {
  const rank = ({ type }: NamedKey) => (type === 'server' ? 0 : 1)
  const ordered = [...keys].sort(
    (a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) || (a.id < b.id ? -1 : 1),
  )
  return { listed: ordered.slice(0, LIMITS.keysPerHappening), total }
}

/**
 * What is known of each kind, as it was when it happened: it is read when the message is written, hours later if a server was away. All of
 * it is JSON, and none of it a token or a value. `by` is null for what an operator or the portal itself did.
 */
export interface HappeningFacts {
  readonly keys_orphaned: {
    readonly cause: DepartureCause
    readonly member: NamedMember
    readonly by: NamedMember | null
    readonly keys: ListedKeys
  }
  readonly app_deleted: { readonly app: NamedApp; readonly by: NamedMember | null; readonly keys: ListedKeys }
  readonly keys_restored: { readonly member: NamedMember; readonly by: NamedMember | null; readonly keys: ListedKeys }
  readonly api_key_created: { readonly key: NamedKey; readonly by: NamedMember | null }
  /** Of one owner, who is told. `days` is the step: 30, 14, 7 or 1. */
  readonly api_keys_expiring: {
    readonly days: number
    readonly keys: ListedKeys<NamedKey & { readonly expiresAt: string }>
  }
  /** Keys, or one app. `until` is when the offer ends. */
  readonly hand_over_offered: {
    readonly by: NamedMember | null
    readonly keys: ListedKeys
    readonly app: NamedApp | null
    readonly until: string
  }
  readonly hand_over_answered: {
    readonly answer: 'accepted' | 'declined' | 'withdrawn' | 'expired'
    readonly by: NamedMember | null
    readonly keys: ListedKeys
    readonly app: NamedApp | null
  }
  /** Keys that are dead and were presented all the same. */
  readonly dead_keys_used: {
    readonly keys: ListedKeys<
      NamedKey & {
        readonly status: KeyStatus
        readonly owner: string
        readonly at: string
        readonly address: string
        readonly agent: string
      }
    >
  }
  readonly gateway_silent: { readonly gateway: NamedGateway; readonly since: string }
  readonly gateway_back: { readonly gateway: NamedGateway; readonly since: string; readonly at: string }
  /** A webhook was disabled, since it answered 410. `host` is where it leads. */
  readonly webhook_disabled: { readonly webhook: { readonly id: WebhookEndpointId; readonly host: string } }
  /** `error` is in plain words; `to` is who or what it was meant for. */
  readonly delivery_failed: {
    readonly channel: DeliveryChannel
    readonly to: string
    /** A message of what happened, or a mail that lets somebody in. */
    readonly of: HappeningKind | 'invitation' | 'password_reset'
    readonly error: string
  }
}
export interface NamedGateway {
  readonly id: GatewayId
  readonly name: string
}

export type HappeningKind = keyof HappeningFacts

/** Ways of telling that leave the portal: each delivery has its own row, state and attempts. */
export const DELIVERY_CHANNELS = ['email', 'webhook'] as const
export type DeliveryChannel = (typeof DELIVERY_CHANNELS)[number]

/** Ways of telling that a person can choose between. */
export const CHANNELS = ['bell', 'email'] as const
export type Channel = (typeof CHANNELS)[number]

/** Who is told: by their role at that moment, or those whom it concerns and who are named with it. */
export type Audience = 'owners' | 'governors' | 'named'

interface HappeningRule {
  readonly to: Audience
  /** On which channels people are told unless somebody chose otherwise. */
  readonly preset: readonly Channel[]
  /** On which they can't be told at all. */
  readonly never?: readonly Channel[]
}

/** Who is told of what, and how, in one table (PRODUCT "Notifications"). Those who are named are told beside the audience of any kind. */
export const HAPPENINGS: { readonly [K in HappeningKind]: HappeningRule } = {
  keys_orphaned: { to: 'governors', preset: ['bell', 'email'] },
  app_deleted: { to: 'governors', preset: ['bell', 'email'] },
  keys_restored: { to: 'governors', preset: ['bell', 'email'] },
  // Every day's work: whoever wants to know of it switches it on.
  api_key_created: { to: 'governors', preset: [] },
  api_keys_expiring: { to: 'named', preset: ['bell', 'email'] },
  hand_over_offered: { to: 'named', preset: ['bell', 'email'] },
  hand_over_answered: { to: 'named', preset: ['bell', 'email'] },
  dead_keys_used: { to: 'governors', preset: ['bell', 'email'] },
  gateway_silent: { to: 'governors', preset: ['bell', 'email'] },
  gateway_back: { to: 'governors', preset: ['bell', 'email'] },
  webhook_disabled: { to: 'governors', preset: ['bell', 'email'] },
  // A mail that tells of a mail which could not be delivered would be the next one to fail.
  delivery_failed: { to: 'owners', preset: ['bell'], never: ['email'] },
}
export const HAPPENING_KINDS = Object.keys(HAPPENINGS) as readonly HappeningKind[]

export type Happening = {
  [K in HappeningKind]: {
    readonly kind: K
    readonly facts: HappeningFacts[K]
    /** Whom it concerns: told beside those who are told by their role. */
    readonly recipients?: readonly MembershipId[]
    /** Told once by this name in an organization, however often it is found. */
    readonly once?: string
  }
}[HappeningKind]

/** As it is kept. */
export type ToldHappening = Happening & { readonly id: HappeningId; readonly at: Date }

/** What somebody chose, where they did: of an organization, or of a person for what they are sent. */
export type ChannelChoices = Partial<Record<HappeningKind, Partial<Record<Channel, boolean>>>>

/** Can this be told this way at all? */
export const canTellBy = (kind: HappeningKind, channel: Channel): boolean =>
  !(HAPPENINGS[kind].never ?? []).includes(channel)

/** Does the organization tell of it this way? Its own choice, or else the preset. */
export const tellsBy = (kind: HappeningKind, channel: Channel, organization: ChannelChoices): boolean =>
  canTellBy(kind, channel) && (organization[kind]?.[channel] ?? HAPPENINGS[kind].preset.includes(channel))

export interface PossibleRecipient {
  readonly membershipId: MembershipId
  readonly role: Role
  /** What this person chose for themselves: a person can only do without. */
  readonly choices: ChannelChoices
}

/** Whether this member is told of this happening by their role, or because it concerns them. */
export function isAudience(
  { kind, recipients = [] }: Pick<Happening, 'kind' | 'recipients'>,
  { membershipId, role }: Pick<PossibleRecipient, 'membershipId' | 'role'>,
): boolean {
  if (recipients.includes(membershipId)) return true
  const { to } = HAPPENINGS[kind]
  return (role === 'owner' && to !== 'named') || (role === 'aura_owner' && to === 'governors')
}

/** Who of the active members is told of a happening on a channel. */
export function toldBy(
  channel: Channel,
  happening: Pick<Happening, 'kind' | 'recipients'>,
  members: readonly PossibleRecipient[],
  organization: ChannelChoices,
): readonly MembershipId[] {
  if (!tellsBy(happening.kind, channel, organization)) return []
  return members
    .filter((member) => isAudience(happening, member) && (member.choices[happening.kind]?.[channel] ?? true))
    .map(({ membershipId }) => membershipId)
}
