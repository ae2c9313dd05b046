import type { ApiKeyId, DeliveryId, MembershipId, SecretId, WebhookEndpointId } from '@/lib/core/identifiers'
import { SERVICE_SEGMENTS, type Service } from '@/lib/core/services'

/* Where things are, each address once. */

export const organizationHref = (organizationSlug: string) => `/o/${organizationSlug}`

export const serviceHref = (organizationSlug: string, service: Service) =>
  `${organizationHref(organizationSlug)}/${SERVICE_SEGMENTS[service]}`

export const serviceKeysHref = (organizationSlug: string, service: Service) =>
  `${serviceHref(organizationSlug, service)}/api-keys`

type Placed = { readonly service: Service; readonly slug: string }

export const appHref = (organizationSlug: string, app: Placed) =>
  `${serviceHref(organizationSlug, app.service)}/${app.slug}`

export const appKeysHref = (organizationSlug: string, app: Placed) => `${appHref(organizationSlug, app)}/api-keys`

/** Where a call is sent that somebody tries. */
export const tryAppHref = (organizationSlug: string, app: Placed) => `${appHref(organizationSlug, app)}/try`

export const apiKeyHref = (organizationSlug: string, app: Placed, id: ApiKeyId) =>
  `${appKeysHref(organizationSlug, app)}/${id}`

export const secretsHref = (organizationSlug: string) => `${organizationHref(organizationSlug)}/secrets`

export const secretHref = (organizationSlug: string, id: SecretId) => `${secretsHref(organizationSlug)}/${id}`

/** Every key of every app. */
export const inventoryHref = (organizationSlug: string) => `${organizationHref(organizationSlug)}/api-keys`

/** A key whose app isn't known here: it leads on to the key's own page. */
export const anyApiKeyHref = (organizationSlug: string, id: ApiKeyId) => `${inventoryHref(organizationSlug)}/${id}`

/** Where a page asks how a change has reached the gateways. */
export const receiptHref = (organizationSlug: string, seq: number) =>
  `${organizationHref(organizationSlug)}/receipts/${seq}`

/** Where a dialog asks what a change would stop. */
export const impactHref = (organizationSlug: string) => `${organizationHref(organizationSlug)}/impact`

/** Where the search asks what there is of that name. */
export const searchHref = (organizationSlug: string) => `${organizationHref(organizationSlug)}/search`

export const gatewaysHref = (organizationSlug: string) => `${organizationHref(organizationSlug)}/gateways`

/** Where the page of gateways asks how they are now. */
export const liveGatewaysHref = (organizationSlug: string) => `${gatewaysHref(organizationSlug)}/live`

/** One's own account, which belongs to no organization. */
export const ACCOUNT_HREF = '/account'

export const membersHref = (organizationSlug: string) => `${organizationHref(organizationSlug)}/members`

/** Every key that somebody answers for. */
export const keysOfMemberHref = (organizationSlug: string, id: MembershipId) =>
  `${inventoryHref(organizationSlug)}?owner=${id}`

export const webhooksHref = (organizationSlug: string) => `${organizationHref(organizationSlug)}/webhooks`

export const webhookHref = (organizationSlug: string, id: WebhookEndpointId) =>
  `${webhooksHref(organizationSlug)}/${id}`

/** One message to a webhook. */
export const webhookDeliveryHref = (organizationSlug: string, id: WebhookEndpointId, deliveryId: DeliveryId) =>
  `${webhookHref(organizationSlug, id)}/${deliveryId}`

/** What the organization holds its people and keys to. */
export const policiesHref = (organizationSlug: string) => `${organizationHref(organizationSlug)}/policies`

/** What is offered to whoever looks, and what they offered. */
export const offersHref = (organizationSlug: string) => `${organizationHref(organizationSlug)}/offers`

export const auditLogHref = (organizationSlug: string) => `${organizationHref(organizationSlug)}/audit-log`

/** How the organization’s members sign in. */
export const singleSignOnHref = (organizationSlug: string) => `${organizationHref(organizationSlug)}/sso`

const withQuery = (path: string, members: Readonly<Record<string, string | undefined>>) => {
  const query = new URLSearchParams(Object.entries(members).flatMap(([name, value]) => (value ? [[name, value]] : [])))
  return query.size > 0 ? `${path}?${query}` : path
}

/** Signing in, at an organization’s provider if one is named. */
export const signInHref = (asked: {
  readonly organization?: string | undefined
  readonly to?: string | undefined
  /** The code of what went wrong; the page has the words. */
  readonly problem?: string | undefined
}) => withQuery('/sign-in', { ...asked, to: asked.to === '/' ? undefined : asked.to })

/** Leads on to the provider itself. */
export const providerHref = (organization: string, to: string) =>
  withQuery('/sso/start', { organization, to: to === '/' ? undefined : to })

/** Where somebody connects their account with an organization’s provider. */
export const connectHref = (
  organization: string,
  outcome: { readonly problem?: string | undefined; readonly connected?: boolean } = {},
) =>
  withQuery('/single-sign-on', {
    organization,
    problem: outcome.problem,
    connected: outcome.connected ? 'yes' : undefined,
  })

/** What one was told of. */
export const notificationsHref = (organizationSlug: string) => `${organizationHref(organizationSlug)}/notifications`

/** Where the bell asks how many there are that were not read. */
export const unreadHref = (organizationSlug: string) => `${notificationsHref(organizationSlug)}/unread`

/** Where the bell asks for the latest. */
export const latestNotificationsHref = (organizationSlug: string) => `${notificationsHref(organizationSlug)}/latest`

/** Where is said what was read. */
export const readNotificationsHref = (organizationSlug: string) => `${notificationsHref(organizationSlug)}/read`

/** What an organization tells of, and what could not be delivered. */
export const notificationSettingsHref = (organizationSlug: string) =>
  `${organizationHref(organizationSlug)}/notification-settings`
