import type { DeliveryChannel } from '@/lib/core/happenings'
import type { DeliveryId, HappeningId, MembershipId, OrganizationId, WebhookEndpointId } from '@/lib/core/identifiers'
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

/** A job for each, in this transaction. By its key, a delivery that has a job already keeps that one, at the new moment. */
async function wakeSender(tx: Tx, ids: readonly DeliveryId[], at: Date): Promise<void> {
  await clientOf(tx).$executeRaw`
    select count(*) from unnest(${[...ids]}::text[]) as d("id")
    cross join lateral graphile_worker.add_job(${TASK}, json_build_object('deliveryId', d."id"), run_at := ${at}, job_key := d."id")`
}
