import type { OrganizationId, WebhookEndpointId } from '@/lib/core/identifiers'
import type { WebhookEndpoint, WebhookSecret } from '@/lib/core/webhook'
import type { WebhookType } from '@/lib/core/webhook-types'
import { clientOf, type Tx } from '@/lib/db/tx'

/** Those that are not deleted, the oldest first. */
export async function listWebhooks(tx: Tx, organizationId: OrganizationId): Promise<WebhookEndpoint[]> {
  return (await clientOf(tx).webhookEndpoint.findMany({
    where: { organizationId, deletedAt: null },
    orderBy: { id: 'asc' },
  })) as WebhookEndpoint[]
}

/** Who is told of a happening: endpoints that are enabled and want its type, by id. */
export async function listEndpointsToldOf(
  tx: Tx,
  organizationId: OrganizationId,
  type: WebhookType,
): Promise<WebhookEndpointId[]> {
  const rows = await clientOf(tx).webhookEndpoint.findMany({
    where: { organizationId, deletedAt: null, disabledAt: null, types: { has: type } },
    orderBy: { id: 'asc' },
    select: { id: true },
  })
  return rows.map(({ id }) => id as WebhookEndpointId)
}

export async function countWebhooks(tx: Tx, organizationId: OrganizationId): Promise<number> {
  return clientOf(tx).webhookEndpoint.count({ where: { organizationId, deletedAt: null } })
}

/** Who adds one waits for whoever is doing so now, so that they are counted right. Released at the end of the transaction. */
export async function lockWebhookNumber(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await clientOf(tx).$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`webhooks of ${organizationId}`}, 0))`
}

export async function findWebhook(
  tx: Tx,
  organizationId: OrganizationId,
  id: WebhookEndpointId,
): Promise<WebhookEndpoint | null> {
  return (await clientOf(tx).webhookEndpoint.findFirst({
    where: { organizationId, id, deletedAt: null },
  })) as WebhookEndpoint | null
}

/** Not against what only refers to it: what happens meanwhile is told to it all the same. */
export async function lockWebhook(
  tx: Tx,
  organizationId: OrganizationId,
  id: WebhookEndpointId,
): Promise<WebhookEndpoint | null> {
  await clientOf(tx)
    .$queryRaw`select 1 from "webhook_endpoint" where "organization_id" = ${organizationId} and "id" = ${id} for no key update`
  return findWebhook(tx, organizationId, id)
}

export async function insertWebhook(tx: Tx, { types, ...endpoint }: WebhookEndpoint): Promise<void> {
  await clientOf(tx).webhookEndpoint.create({ data: { ...endpoint, types: [...types] } })
}

export async function updateWebhook(
  tx: Tx,
  { id, url, description, types, changedAt, disabledAt, disabledCause, deletedAt }: WebhookEndpoint,
): Promise<void> {
  await clientOf(tx).webhookEndpoint.update({
    where: { id },
    data: { url, description, types: [...types], changedAt, disabledAt, disabledCause, deletedAt },
  })
}

const SECRET_COLUMNS = {
  id: true,
  organizationId: true,
  endpointId: true,
  sealed: true,
  createdAt: true,
  endsAt: true,
} as const

export async function listWebhookSecrets(
  tx: Tx,
  organizationId: OrganizationId,
  endpointId: WebhookEndpointId,
): Promise<WebhookSecret[]> {
  return (await clientOf(tx).webhookSecret.findMany({
    where: { organizationId, endpointId },
    orderBy: { id: 'asc' },
    select: SECRET_COLUMNS,
  })) as WebhookSecret[]
}

export async function insertWebhookSecret(tx: Tx, secret: WebhookSecret): Promise<void> {
  await clientOf(tx).webhookSecret.create({ data: secret })
}

export async function endWebhookSecret(tx: Tx, { id, endsAt }: WebhookSecret): Promise<void> {
  await clientOf(tx).webhookSecret.update({ where: { id }, data: { endsAt } })
}

export async function eraseWebhookSecrets(tx: Tx, secrets: readonly WebhookSecret[]): Promise<void> {
  if (secrets.length === 0) return
  await clientOf(tx).webhookSecret.deleteMany({ where: { id: { in: secrets.map(({ id }) => id) } } })
}

/** What signs no more is of no use to anybody. Returns how many. */
export async function eraseEndedWebhookSecrets(tx: Tx, before: Date): Promise<number> {
  return (await clientOf(tx).webhookSecret.deleteMany({ where: { endsAt: { lte: before } } })).count
}

/** The task that sends to one webhook whatever is due; lib/jobs has it. */
const TASK = 'deliver_to_webhook'

/**
 * Jobs have a key for each webhook, so who wakes one holds it until the end of the transaction. Within an organization that is one at a time,
 * held before the head row is: whoever makes a key has the head row first, and wakes afterwards.
 */
export async function lockWaking(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await clientOf(tx).$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`waking of ${organizationId}`}, 0))`
}

/** A job for each, in this transaction. By its key there is one at most that waits for this moment, or for a later one. */
export async function wakeWebhooks(
  tx: Tx,
  organizationId: OrganizationId,
  endpoints: readonly WebhookEndpointId[],
  at: Date,
  when: 'now' | 'later' = 'now',
): Promise<void> {
  if (endpoints.length === 0) return
  await lockWaking(tx, organizationId)
  await clientOf(tx).$executeRaw`
    select count(*) from unnest(${[...endpoints]}::text[]) as e("id")
    cross join lateral graphile_worker.add_job(${TASK}, json_build_object('organizationId', ${organizationId}::text, 'webhookEndpointId', e."id"),
      run_at := ${at}, job_key := 'webhook ' || e."id" || ' ' || ${when}::text)`
}

/** While a message is under way to it: until when at most. Null when none is. */
export async function markSending(tx: Tx, { id }: Pick<WebhookEndpoint, 'id'>, until: Date | null): Promise<void> {
  await clientOf(tx).webhookEndpoint.update({ where: { id }, data: { sendingUntil: until } })
}

/** Webhooks for which something is due, though nothing is under way to them: their worker was killed, or its wake-up was lost. */
export async function listWebhooksDue(
  tx: Tx,
  now: Date,
  limit: number,
): Promise<{ readonly id: WebhookEndpointId; readonly organizationId: OrganizationId }[]> {
  return clientOf(tx).$queryRaw`
    select e."id", e."organization_id" as "organizationId" from "webhook_endpoint" e
    where e."disabled_at" is null and e."deleted_at" is null and (e."sending_until" is null or e."sending_until" <= ${now})
      and exists (select 1 from "delivery" d where d."webhook_endpoint_id" = e."id" and d."state" = 'pending' and d."next_attempt_at" <= ${now})
    order by e."organization_id", e."id" limit ${limit}`
}
