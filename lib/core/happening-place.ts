import type { Happening, ListedKeys } from '@/lib/core/happenings'
import type { ApiKeyId, HappeningId } from '@/lib/core/identifiers'
import { SERVICE_SEGMENTS } from '@/lib/core/services'

type NamedThing = { readonly service: keyof typeof SERVICE_SEGMENTS; readonly slug: string }
const appPlace = ({ service, slug }: NamedThing) => `/${SERVICE_SEGMENTS[service]}/${slug}`

/** A key's page, below the organization's address, wherever its app is. */
export const keyPlace = (id: ApiKeyId): string => `/api-keys/${id}`

/** Where a happening leads, below the organization's address: to the thing itself, or to the message that lists several. */
export function placeOf(happening: Happening & { readonly id: HappeningId }): string {
  const message = `/notifications#${happening.id}`
  const oneOf = ({ listed, total }: ListedKeys) => (total === 1 && listed[0] ? keyPlace(listed[0].id) : message)
  switch (happening.kind) {
    case 'keys_orphaned':
      return happening.facts.keys.total === 1 ? oneOf(happening.facts.keys) : '/api-keys?tab=orphaned'
    case 'app_deleted':
      return appPlace(happening.facts.app)
    case 'api_key_created':
      return keyPlace(happening.facts.key.id)
    case 'hand_over_offered':
      return '/offers'
    case 'hand_over_answered':
      return happening.facts.app ? appPlace(happening.facts.app) : oneOf(happening.facts.keys)
    case 'keys_restored':
    case 'api_keys_expiring':
    case 'dead_keys_used':
      return oneOf(happening.facts.keys)
    case 'gateway_silent':
    case 'gateway_back':
      return '/gateways'
    case 'webhook_disabled':
      return `/webhooks/${happening.facts.webhook.id}`
    case 'delivery_failed':
      if (happening.facts.of === 'invitation') return '/members?tab=invitations'
      if (happening.facts.of === 'password_reset') return '/members'
      return happening.facts.channel === 'webhook' ? '/webhooks' : '/notification-settings'
  }
}
