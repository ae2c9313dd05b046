import type {
  HappeningFacts,
  HappeningKind,
  ListedKeys,
  NamedApp,
  NamedGateway,
  NamedKey,
  NamedMember,
  ToldHappening,
} from '@/lib/core/happenings'
import type { OrganizationId } from '@/lib/core/identifiers'
import type { WebhookType } from '@/lib/core/webhook-types'

/** Of which type the message of a happening is; null for what only people of the portal are told. */
export const TYPE_OF_HAPPENING = {
  keys_orphaned: 'keys.orphaned',
  keys_restored: 'keys.restored',
  api_keys_expiring: 'keys.expiring',
  api_key_created: 'key.created',
  dead_keys_used: 'dead_keys.used',
  app_deleted: 'app.deleted',
  hand_over_offered: 'hand_over.offered',
  hand_over_answered: 'hand_over.answered',
  gateway_silent: 'gateway.silent',
  gateway_back: 'gateway.back',
  // It would tell of itself.
  delivery_failed: null,
  webhook_disabled: null,
} as const satisfies Readonly<Record<HappeningKind, WebhookType | null>>

interface NamedOrganization {
  readonly id: OrganizationId
  readonly name: string
  readonly slug: string
}

/**
 * The body of a message (docs/webhooks.md). Its members are named one by one, so that what a happening comes to know beside them tells
 * nobody outside anything. The same happening gives the same text at every attempt.
 */
export function webhookBody(happening: ToldHappening, organization: NamedOrganization): string {
  const { id, name, slug } = organization
  return JSON.stringify({
    type: TYPE_OF_HAPPENING[happening.kind],
    timestamp: happening.at.toISOString(),
    data: { organization: { id, name, slug }, ...dataOf(happening) },
  })
}

/** A ping tells nothing but that somebody asked for it. */
export function pingBody(organization: NamedOrganization, at: Date): string {
  const { id, name, slug } = organization
  return JSON.stringify({ type: 'ping', timestamp: at.toISOString(), data: { organization: { id, name, slug } } })
}

type Told = { readonly [K in HappeningKind]?: (facts: HappeningFacts[K]) => object }

const TOLD = {
  keys_orphaned: ({ cause, member, by, keys }) => ({
    cause,
    member: memberOf(member),
    by: memberOf(by),
    ...keysOf(keys, keyOf),
  }),
  keys_restored: ({ member, by, keys }) => ({ member: memberOf(member), by: memberOf(by), ...keysOf(keys, keyOf) }),
  api_keys_expiring: ({ days, keys }) => ({
    days,
    ...keysOf(keys, (key) => ({ ...keyOf(key), expires_at: key.expiresAt })),
  }),
  api_key_created: ({ key, by }) => ({ key: keyOf(key), by: memberOf(by) }),
  dead_keys_used: ({ keys }) =>
    keysOf(keys, (key) => ({
      ...keyOf(key),
      status: key.status,
      owner: key.owner,
      last_attempt: { at: key.at, address: key.address, agent: key.agent },
    })),
  app_deleted: ({ app, by, keys }) => ({ app: appOf(app), by: memberOf(by), ...keysOf(keys, keyOf) }),
  hand_over_offered: ({ by, keys, app, until }) => ({
    by: memberOf(by),
    app: app && appOf(app),
    ...keysOf(keys, keyOf),
    until,
  }),
  hand_over_answered: ({ answer, by, keys, app }) => ({
    answer,
    by: memberOf(by),
    app: app && appOf(app),
    ...keysOf(keys, keyOf),
  }),
  gateway_silent: ({ gateway, since }) => ({ gateway: gatewayOf(gateway), since }),
  gateway_back: ({ gateway, since, at }) => ({ gateway: gatewayOf(gateway), since, at }),
} satisfies Told

function dataOf(happening: ToldHappening): object {
  const told = (TOLD as Told)[happening.kind] as ((facts: unknown) => object) | undefined
  return told?.(happening.facts) ?? {}
}

const memberOf = (member: NamedMember | null) => member && { id: member.id, name: member.name }
const gatewayOf = ({ id, name }: NamedGateway) => ({ id, name })
const appOf = ({ id, name, slug, service }: NamedApp) => ({ id, name, slug, service })
const keyOf = ({ id, name, hint, type, app }: NamedKey) => ({ id, name, hint, type, app: appOf(app) })
/** At most so many as a happening lists; `total_keys` says how many there are. */
const keysOf = <Key extends NamedKey>({ listed, total }: ListedKeys<Key>, told: (key: Key) => object) => ({
  keys: listed.map(told),
  total_keys: total,
})
