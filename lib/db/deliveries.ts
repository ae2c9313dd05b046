import type { afterAttempt } from '@/lib/core/delivery'
import type { DeliveryChannel, ToldHappening } from '@/lib/core/happenings'
import type { DeliveryId, HappeningId, MembershipId, OrganizationId, WebhookEndpointId } from '@/lib/core/identifiers'
import type { MembershipState } from '@/lib/core/membership'
import type { Role } from '@/lib/core/roles'
import { type StoredHappening, toldHappeningOf } from '@/lib/db/stored-happening'
import { clientOf, type Tx } from '@/lib/db/tx'
import { wakeWebhooks } from '@/lib/db/webhooks'

export interface NewDelivery {
  readonly id: DeliveryId
  readonly channel: DeliveryChannel
  readonly membershipId: MembershipId | null
  readonly webhookEndpointId?: WebhookEndpointId
}

/** The task that sends one delivery; lib/jobs has it. Webhooks have one of their own, which sends what there is for one of them. */
const TASK = 'deliver'

/** Deliveries that are to begin at once, each with its job. */
export async function insertDeliveries(
  tx: Tx,
  { organizationId, happeningId, now }: { organizationId: OrganizationId; happeningId: HappeningId; now: Date },
  deliveries: readonly NewDelivery[],
): Promise<void> {
  if (deliveries.length === 0) return
  await clientOf(tx).delivery.createMany({
    data: deliveries.map((delivery) => ({
      ...delivery,
      organizationId,
      happeningId,
      createdAt: now,
      nextAttemptAt: now,
    })),
  })
  await wakeSender(
    tx,
    deliveries.flatMap(({ id, channel }) => (channel === 'webhook' ? [] : id)),
    now,
  )
  await wakeWebhooks(
    tx,
    organizationId,
    deliveries.flatMap(({ webhookEndpointId }) => webhookEndpointId ?? []),
    now,
  )
}

/** Behind everything else that the worker does: a server that keeps silent holds up messages, and neither endings nor expiries. */
const PRIORITY = 10

/** A job for each, in this transaction. By its key, a delivery that has a job already keeps that one, at the new moment. */
async function wakeSender(tx: Tx, ids: readonly DeliveryId[], at: Date): Promise<void> {
  await clientOf(tx).$executeRaw`
    select count(*) from unnest(${[...ids]}::text[]) as d("id")
    cross join lateral graphile_worker.add_job(${TASK}, json_build_object('deliveryId', d."id"), run_at := ${at}, job_key := d."id", priority := ${PRIORITY})`
}

/** A mail with all that is needed to write it. Webhooks have their own: see lib/db/webhook-deliveries.ts. */
export interface DeliveryToSend {
  readonly id: DeliveryId
  readonly attempts: number
  readonly happening: ToldHappening
  readonly organization: { readonly id: OrganizationId; readonly name: string; readonly slug: string }
  /** Null only in a row that no version of ours has written: a CHECK holds it. */
  readonly member: {
    readonly id: MembershipId
    readonly role: Role
    readonly state: MembershipState
    readonly name: string
    readonly email: string
    readonly timeZone: string | null
  } | null
}

/**
 * Takes a delivery for one attempt: nobody else takes it before `until`. Null when there is nothing to do: it is settled, not due, or
 * somebody else's just now. A second job for the same delivery, left by a worker that was killed, ends here.
 */
export async function takeDelivery(tx: Tx, id: DeliveryId, now: Date, until: Date): Promise<DeliveryToSend | null> {
  const client = clientOf(tx)
  const [taken] = await client.$queryRaw<{ id: string }[]>`
    update "delivery" set "attempts" = "attempts" + 1, "next_attempt_at" = ${until}
    where "id" = ${id} and "channel" = 'email' and "state" = 'pending' and "next_attempt_at" <= ${now} returning "id"`
  if (!taken) return null
  const row = await client.delivery.findUniqueOrThrow({
    where: { id },
    include: {
      happening: true,
      organization: { select: { id: true, name: true, slug: true } },
      membership: { include: { user: { select: { name: true, email: true, timeZone: true } } } },
    },
  })
  const { attempts, happening, organization, membership } = row
  return {
    id,
    attempts,
    happening: toldHappeningOf(happening),
    organization: { ...organization, id: organization.id as OrganizationId },
    member: membership && {
      id: membership.id as MembershipId,
      role: membership.role,
      state: membership.state,
      ...membership.user,
    },
  }
}

/** One that is under way or waiting, locked, so that what came of an attempt is written down once. */
export async function lockPendingDelivery(tx: Tx, id: DeliveryId): Promise<DeliveryRow | null> {
  const client = clientOf(tx)
  await client.$queryRaw`select 1 from "delivery" where "id" = ${id} for update`
  const row = await client.delivery.findUnique({ where: { id }, include: WITH_MESSAGE })
  return row?.state === 'pending' ? deliveryRowOf(row) : null
}

/** Settled, or waiting for its next attempt, which has its job then. */
export async function saveAttempt(
  tx: Tx,
  id: DeliveryId,
  { state, error, nextAttemptAt }: ReturnType<typeof afterAttempt>,
  now: Date,
): Promise<void> {
  await clientOf(tx).delivery.update({
    where: { id },
    data: { state, error, ...(nextAttemptAt ? { nextAttemptAt } : { settledAt: now }) },
  })
  if (nextAttemptAt) await wakeSender(tx, [id], nextAttemptAt)
}

/** Gives a job to those that should long have begun: whoever had them was killed. Returns how many. */
export async function wakeOverdue(tx: Tx, before: Date, now: Date, limit: number): Promise<number> {
  const overdue = await clientOf(tx).delivery.findMany({
    where: { channel: 'email', state: 'pending', nextAttemptAt: { lt: before } },
    orderBy: [{ nextAttemptAt: 'asc' }, { id: 'asc' }],
    take: limit,
    select: { id: true },
  })
  if (overdue.length > 0)
    await wakeSender(
      tx,
      overdue.map(({ id }) => id as DeliveryId),
      now,
    )
  return overdue.length
}

export interface DeliveryRow {
  readonly id: DeliveryId
  readonly organizationId: OrganizationId
  readonly channel: DeliveryChannel
  readonly attempts: number
  readonly error: string | null
  readonly settledAt: Date | null
  readonly happening: ToldHappening
  /** Whom it is for, by name; null for what is not for a member. */
  readonly member: string | null
}

const WITH_MESSAGE = { happening: true, membership: { select: { user: { select: { name: true } } } } } as const

interface StoredDelivery {
  readonly id: string
  readonly organizationId: string
  readonly channel: string
  readonly attempts: number
  readonly error: string | null
  readonly settledAt: Date | null
  readonly happening: StoredHappening
  readonly membership: { readonly user: { readonly name: string } } | null
}

const deliveryRowOf = ({ happening, membership, ...row }: StoredDelivery): DeliveryRow =>
  ({ ...row, happening: toldHappeningOf(happening), member: membership?.user.name ?? null }) as DeliveryRow

/** Those that have failed, the newest first; older ones than one that is known. */
export async function listFailedDeliveries(
  tx: Tx,
  organizationId: OrganizationId,
  before: DeliveryId | null,
  limit: number,
): Promise<DeliveryRow[]> {
  const rows = await clientOf(tx).delivery.findMany({
    where: { organizationId, channel: 'email', state: 'failed', ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: 'desc' },
    take: limit,
    include: WITH_MESSAGE,
  })
  return rows.map((row) => deliveryRowOf(row))
}

/** Those whose last attempt failed and that will be tried again. */
export async function countWaitingDeliveries(tx: Tx, organizationId: OrganizationId): Promise<number> {
  return clientOf(tx).delivery.count({
    where: { organizationId, channel: 'email', state: 'pending', error: { not: null } },
  })
}

/** Begins failed ones anew, as many attempts as the first time: these, or the oldest of the organization. Returns which. */
export async function beginAnew(
  tx: Tx,
  organizationId: OrganizationId,
  which: readonly DeliveryId[] | { readonly most: number },
  now: Date,
): Promise<DeliveryId[]> {
  const client = clientOf(tx)
  const failed = { organizationId, channel: 'email', state: 'failed' } as const
  const wanted =
    'most' in which
      ? (
          await client.delivery.findMany({
            where: failed,
            orderBy: { id: 'asc' },
            take: which.most,
            select: { id: true },
          })
        ).map(({ id }) => id)
      : [...which]
  const begun = await client.delivery.updateManyAndReturn({
    where: { ...failed, id: { in: wanted } },
    data: { state: 'pending', attempts: 0, nextAttemptAt: now, settledAt: null },
    select: { id: true },
  })
  const ids = begun.map((row) => row.id as DeliveryId)
  if (ids.length > 0) await wakeSender(tx, ids, now)
  return ids
}
