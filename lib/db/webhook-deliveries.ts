import type { ToldHappening } from '@/lib/core/happenings'
import type { DeliveryId, HappeningId, OrganizationId, WebhookEndpointId } from '@/lib/core/identifiers'
import type { Answer, Unanswered } from '@/lib/core/webhook-answer'
import type { WebhookLogFilter } from '@/lib/core/webhook-log'
import { Prisma } from '@/lib/db/generated/client'
import { clientOf, type Tx } from '@/lib/db/tx'
import { wakeWebhooks } from '@/lib/db/webhooks'

export interface WebhookAttempt {
  readonly at: Date
  readonly milliseconds: number
  readonly answer: Answer
  /** The beginning of what was answered. */
  readonly text: string
}

export interface WebhookDelivery {
  readonly id: DeliveryId
  readonly endpointId: WebhookEndpointId
  readonly state: 'pending' | 'sent' | 'failed' | 'dropped'
  /** Those that have begun since it was made, or since somebody asked to send it again. */
  readonly attempts: number
  readonly nextAttemptAt: Date
  readonly settledAt: Date | null
  readonly happening: ToldHappening
  readonly last: WebhookAttempt | null
}

const DELIVERY = {
  include: {
    happening: { select: { id: true, kind: true, at: true, facts: true } },
    webhookAttempts: { orderBy: { id: 'desc' }, take: 1 },
  },
} as const

type DeliveryRow = Prisma.DeliveryGetPayload<typeof DELIVERY>
type AttemptRow = Pick<DeliveryRow['webhookAttempts'][number], 'at' | 'milliseconds' | 'status' | 'reason' | 'text'>

const attemptOf = ({ at, milliseconds, status, reason, text }: AttemptRow): WebhookAttempt => ({
  at,
  milliseconds,
  answer: status === null ? { kind: 'unanswered', reason: reason as Unanswered } : { kind: 'answered', status },
  text,
})

function deliveryOf(row: DeliveryRow): WebhookDelivery {
  const { id, webhookEndpointId, state, attempts, nextAttemptAt, settledAt, happening, webhookAttempts } = row
  const [last] = webhookAttempts
  return {
    id: id as DeliveryId,
    endpointId: webhookEndpointId as WebhookEndpointId,
    state,
    attempts,
    nextAttemptAt,
    settledAt,
    happening: { ...happening, id: happening.id as HappeningId } as unknown as ToldHappening,
    last: last ? attemptOf(last) : null,
  }
}

/** The newest first, those before one. */
export async function listWebhookDeliveries(
  tx: Tx,
  organizationId: OrganizationId,
  webhookEndpointId: WebhookEndpointId,
  wanted: { readonly state: WebhookLogFilter | null; readonly after: DeliveryId | null; readonly limit: number },
): Promise<WebhookDelivery[]> {
  const rows = await clientOf(tx).delivery.findMany({
    where: {
      organizationId,
      webhookEndpointId,
      ...(wanted.state ? { state: wanted.state } : {}),
      ...(wanted.after ? { id: { lt: wanted.after } } : {}),
    },
    orderBy: { id: 'desc' },
    take: wanted.limit,
    ...DELIVERY,
  })
  return rows.map(deliveryOf)
}

/** Null for what another endpoint, or another organization, was sent. */
export async function findWebhookDelivery(
  tx: Tx,
  organizationId: OrganizationId,
  webhookEndpointId: WebhookEndpointId,
  id: DeliveryId,
): Promise<WebhookDelivery | null> {
  const row = await clientOf(tx).delivery.findFirst({ where: { organizationId, webhookEndpointId, id }, ...DELIVERY })
  return row && deliveryOf(row)
}

/** The newest first. */
export async function listWebhookAttempts(
  tx: Tx,
  organizationId: OrganizationId,
  deliveryId: DeliveryId,
  limit: number,
): Promise<WebhookAttempt[]> {
  const rows = await clientOf(tx).webhookAttempt.findMany({
    where: { organizationId, deliveryId },
    orderBy: { id: 'desc' },
    take: limit,
  })
  return rows.map(attemptOf)
}

export async function insertWebhookAttempt(
  tx: Tx,
  of: {
    readonly organizationId: OrganizationId
    readonly endpointId: WebhookEndpointId
    readonly deliveryId: DeliveryId
  },
  { at, milliseconds, answer, text }: WebhookAttempt,
): Promise<void> {
  await clientOf(tx).webhookAttempt.create({
    data: {
      ...of,
      at,
      milliseconds,
      status: answer.kind === 'answered' ? answer.status : null,
      reason: answer.kind === 'unanswered' ? answer.reason : null,
      text,
    },
  })
}

/** Beyond it "1,000+" would be said of a thousand; nobody reads the difference. */
const COUNTED = 1_000

export interface WebhookStanding {
  readonly waiting: number
  readonly failed: number
  readonly last: WebhookAttempt | null
}

/** How it stands with each of these: what waits, what has failed (counted to 1,000), and the newest attempt. */
export async function readWebhookStanding(
  tx: Tx,
  organizationId: OrganizationId,
  endpoints: readonly WebhookEndpointId[],
): Promise<ReadonlyMap<WebhookEndpointId, WebhookStanding>> {
  const counted = (state: 'pending' | 'failed') => Prisma.sql`(select count(*)::int from (
    select 1 from "delivery" d where d."organization_id" = ${organizationId} and d."webhook_endpoint_id" = e."id"
      and d."state" = ${state}::"DeliveryState" limit ${COUNTED}) as "some")`
  const rows = await clientOf(tx).$queryRaw<
    (AttemptRow & { id: WebhookEndpointId; waiting: number; failed: number; attempted: boolean })[]
  >`
    select e."id" as "id", ${counted('pending')} as "waiting", ${counted('failed')} as "failed", a."id" is not null as "attempted",
      a."at", a."milliseconds", a."status", a."reason", a."text"
    from unnest(${[...endpoints]}::text[]) as e("id")
    left join lateral (select * from "webhook_attempt" w where w."organization_id" = ${organizationId} and w."endpoint_id" = e."id"
      order by w."id" desc limit 1) a on true`
  return new Map(
    rows.map(({ id, waiting, failed, attempted, ...attempt }) => [
      id,
      { waiting, failed, last: attempted ? attemptOf(attempt) : null },
    ]),
  )
}

/** Sends messages again, from the beginning and under the same id; one that waits for its next attempt, now. What was dropped stays so. */
export async function resendDeliveries(
  tx: Tx,
  organizationId: OrganizationId,
  endpointId: WebhookEndpointId,
  wanted: { readonly deliveryId: DeliveryId } | { readonly failedAtMost: number },
  now: Date,
): Promise<DeliveryId[]> {
  const which =
    'deliveryId' in wanted
      ? Prisma.sql`"id" = ${wanted.deliveryId} and "state" <> 'dropped'`
      : Prisma.sql`"id" in (select "id" from "delivery" where "organization_id" = ${organizationId} and "webhook_endpoint_id" = ${endpointId}
          and "state" = 'failed' order by "id" limit ${wanted.failedAtMost})`
  const rows = await clientOf(tx).$queryRaw<{ id: DeliveryId }[]>`
    update "delivery" set "state" = 'pending', "attempts" = 0, "next_attempt_at" = ${now}, "settled_at" = null, "error" = null
    where "organization_id" = ${organizationId} and "webhook_endpoint_id" = ${endpointId} and ${which} returning "id"`
  await wakeWebhooks(tx, organizationId, rows.length > 0 ? [endpointId] : [], now)
  return rows.map(({ id }) => id)
}

/** What waited while the endpoint was disabled is sent now. */
export async function releaseDeliveries(
  tx: Tx,
  organizationId: OrganizationId,
  endpointId: WebhookEndpointId,
  now: Date,
): Promise<void> {
  await clientOf(tx).delivery.updateMany({
    where: { organizationId, webhookEndpointId: endpointId, state: 'pending' },
    data: { attempts: 0, nextAttemptAt: now },
  })
  await wakeWebhooks(tx, organizationId, [endpointId], now)
}

/** Nobody is there any more to whom what waits could go. */
export async function dropDeliveries(
  tx: Tx,
  organizationId: OrganizationId,
  webhookEndpointId: WebhookEndpointId,
  now: Date,
): Promise<void> {
  await clientOf(tx).delivery.updateMany({
    where: { organizationId, webhookEndpointId, state: 'pending' },
    data: { state: 'dropped', settledAt: now },
  })
}

/** The next message for an endpoint that is due, locked; or the moment at which one will be. Null for neither. */
export async function lockNextDelivery(
  tx: Tx,
  organizationId: OrganizationId,
  webhookEndpointId: WebhookEndpointId,
  now: Date,
): Promise<WebhookDelivery | Date | null> {
  const client = clientOf(tx)
  const [next] = await client.$queryRaw<{ id: DeliveryId; at: Date }[]>`
    select "id", "next_attempt_at" as "at" from "delivery"
    where "organization_id" = ${organizationId} and "webhook_endpoint_id" = ${webhookEndpointId} and "state" = 'pending'
    order by "next_attempt_at" <= ${now} desc, case when "next_attempt_at" <= ${now} then "id" end, "next_attempt_at" limit 1 for no key update`
  if (!next || next.at > now) return next?.at ?? null
  return findWebhookDelivery(tx, organizationId, webhookEndpointId, next.id)
}

export async function lockWebhookDelivery(
  tx: Tx,
  organizationId: OrganizationId,
  webhookEndpointId: WebhookEndpointId,
  id: DeliveryId,
): Promise<WebhookDelivery | null> {
  await clientOf(tx)
    .$queryRaw`select 1 from "delivery" where "organization_id" = ${organizationId} and "id" = ${id} for no key update`
  return findWebhookDelivery(tx, organizationId, webhookEndpointId, id)
}

export async function updateWebhookDelivery(
  tx: Tx,
  {
    id,
    state,
    attempts,
    nextAttemptAt,
    settledAt,
  }: Pick<WebhookDelivery, 'id' | 'state' | 'attempts' | 'nextAttemptAt' | 'settledAt'>,
  error: string | null,
): Promise<void> {
  await clientOf(tx).delivery.update({
    where: { id },
    data: { state, attempts, nextAttemptAt, settledAt, error },
  })
}

/** Messages to webhooks that are older than their log is long, with their attempts. Returns how many. */
export async function forgetWebhookDeliveries(tx: Tx, before: Date): Promise<number> {
  const { count } = await clientOf(tx).delivery.deleteMany({
    where: { webhookEndpointId: { not: null }, createdAt: { lt: before } },
  })
  return count
}
