import type { AttemptOutcome, WebhookAttemptView, WebhookDeliveryView, WebhookView } from '@/lib/contract/webhooks'
import type { OrganizationId } from '@/lib/core/identifiers'
import type { WebhookEndpoint } from '@/lib/core/webhook'
import { TYPE_OF_HAPPENING } from '@/lib/core/webhook-messages'
import type { WebhookType } from '@/lib/core/webhook-types'
import { namesOfMembers } from '@/lib/db/names-of-members'
import type { Tx } from '@/lib/db/tx'
import { readWebhookStanding, type WebhookAttempt, type WebhookDelivery } from '@/lib/db/webhook-deliveries'

const moment = (at: Date | null) => at?.toISOString() ?? null

/** Webhooks with how it stands with them, in the order given. */
export async function webhookViews(
  tx: Tx,
  organizationId: OrganizationId,
  endpoints: readonly WebhookEndpoint[],
): Promise<WebhookView[]> {
  const standing = await readWebhookStanding(
    tx,
    organizationId,
    endpoints.map(({ id }) => id),
  )
  const names = await namesOfMembers(
    tx,
    organizationId,
    endpoints.flatMap(({ createdById }) => createdById ?? []),
  )
  return endpoints.map((endpoint) => {
    const { id, url, description, types, createdAt, createdById, changedAt, disabledAt, disabledCause } = endpoint
    const { waiting = 0, failed = 0, last = null } = standing.get(id) ?? {}
    return {
      id,
      url,
      description,
      types,
      createdAt: createdAt.toISOString(),
      createdBy: (createdById && names.get(createdById)) || null,
      changedAt: changedAt.toISOString(),
      disabled: disabledAt && disabledCause ? { at: disabledAt.toISOString(), cause: disabledCause } : null,
      waiting,
      failed,
      last: last && webhookAttemptView(last),
    }
  })
}

export async function webhookView(
  tx: Tx,
  organizationId: OrganizationId,
  endpoint: WebhookEndpoint,
): Promise<WebhookView> {
  const [view] = await webhookViews(tx, organizationId, [endpoint])
  return view as WebhookView
}

export function webhookAttemptView({ at, milliseconds, answer, text }: WebhookAttempt): WebhookAttemptView {
  const outcome: AttemptOutcome =
    answer.kind === 'answered' ? { ...answer, milliseconds, text } : { ...answer, milliseconds }
  return { at: at.toISOString(), outcome }
}

/** A message as the log shows it. What waits for a disabled webhook is tried when that is enabled. */
export function webhookDeliveryView(
  { id, state, attempts, nextAttemptAt, settledAt, happening, last }: WebhookDelivery,
  endpoint: Pick<WebhookEndpoint, 'disabledAt'>,
): WebhookDeliveryView {
  const waits = state === 'pending'
  const held = waits && endpoint.disabledAt !== null
  return {
    id,
    type: TYPE_OF_HAPPENING[happening.kind] as WebhookType,
    at: happening.at.toISOString(),
    // Only of an endpoint that is deleted, which nobody sees, are messages dropped.
    state: held ? 'held' : state === 'dropped' ? 'failed' : state,
    attempts,
    nextAttemptAt: waits && !held ? nextAttemptAt.toISOString() : null,
    settledAt: moment(settledAt),
    last: last && webhookAttemptView(last),
  }
}
