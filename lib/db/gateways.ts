import type { GatewayId, GatewayInstanceId, MembershipId, OrganizationId } from '@/lib/core/identifiers'
import { clientOf, type Tx } from '@/lib/db/tx'

export interface Gateway {
  readonly id: GatewayId
  readonly organizationId: OrganizationId
  readonly name: string
  readonly createdAt: Date
  readonly createdById: MembershipId | null
  readonly retiredAt: Date | null
}

export interface GatewayInstance {
  readonly id: GatewayInstanceId
  readonly gatewayId: GatewayId
  readonly version: string
  readonly createdAt: Date
  readonly renewedAt: Date | null
  readonly leaseEndsAt: Date | null
  readonly appliedSeq: bigint
  readonly clockOffset: number
}

const COLUMNS = {
  id: true,
  organizationId: true,
  name: true,
  createdAt: true,
  createdById: true,
  retiredAt: true,
} as const

export async function findGatewayByToken(tx: Tx, tokenHash: Uint8Array): Promise<Gateway | null> {
  return (await clientOf(tx).gateway.findUnique({
    where: { tokenHash: Uint8Array.from(tokenHash) },
    select: COLUMNS,
  })) as Gateway | null
}

/** Not against what only refers to it: a first renewal does, while it keeps the head row that a retirement waits for. */
export async function lockGateway(tx: Tx, organizationId: OrganizationId, id: GatewayId): Promise<Gateway | null> {
  const client = clientOf(tx)
  await client.$queryRaw`select 1 from "gateway" where "organization_id" = ${organizationId} and "id" = ${id} for no key update`
  return (await client.gateway.findUnique({
    where: { organizationId_id: { organizationId, id } },
    select: COLUMNS,
  })) as Gateway | null
}

export async function isGatewayNameTaken(tx: Tx, organizationId: OrganizationId, name: string): Promise<boolean> {
  return (await clientOf(tx).gateway.count({ where: { organizationId, name, retiredAt: null } })) > 0
}

export async function insertGateway(tx: Tx, gateway: Gateway, tokenHash: Uint8Array): Promise<void> {
  await clientOf(tx).gateway.create({ data: { ...gateway, tokenHash: Uint8Array.from(tokenHash) } })
}

export async function updateGateway(tx: Tx, { id, name, retiredAt }: Gateway): Promise<void> {
  await clientOf(tx).gateway.update({ where: { id }, data: { name, retiredAt } })
}

/** Live registrations first, the newest first, with their instances of the last days. */
export async function listGateways(
  tx: Tx,
  organizationId: OrganizationId,
  instancesSince: Date,
): Promise<(Gateway & { readonly instances: GatewayInstance[] })[]> {
  const rows = await clientOf(tx).gateway.findMany({
    where: { organizationId },
    orderBy: [{ retiredAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
    select: {
      ...COLUMNS,
      instances: {
        where: { OR: [{ renewedAt: { gte: instancesSince } }, { leaseEndsAt: { gte: instancesSince } }] },
        orderBy: { id: 'asc' },
      },
    },
  })
  return rows as unknown as (Gateway & { instances: GatewayInstance[] })[]
}

export async function findInstance(
  tx: Tx,
  organizationId: OrganizationId,
  id: GatewayInstanceId,
): Promise<GatewayInstance | null> {
  return (await clientOf(tx).gatewayInstance.findFirst({ where: { organizationId, id } })) as GatewayInstance | null
}

export async function countInstances(tx: Tx, gatewayId: GatewayId, renewedSince: Date): Promise<number> {
  return clientOf(tx).gatewayInstance.count({ where: { gatewayId, renewedAt: { gte: renewedSince } } })
}

export interface Renewal {
  readonly id: GatewayInstanceId
  readonly organizationId: OrganizationId
  readonly gatewayId: GatewayId
  readonly version: string
  readonly appliedSeq: number
  readonly clockOffsetMilliseconds: number
  readonly at: Date
  readonly leaseEndsAt: Date
}

/** False when an instance of that id is another gateway's, of whatever organization: ids are known to who made them, and may leak. */
export async function saveRenewal(tx: Tx, renewal: Renewal): Promise<boolean> {
  const { id, organizationId, gatewayId, version, appliedSeq, clockOffsetMilliseconds, at, leaseEndsAt } = renewal
  const saved = await clientOf(tx).$executeRaw`
    insert into "gateway_instance" ("id", "organization_id", "gateway_id", "version", "created_at", "renewed_at", "lease_ends_at", "applied_seq", "clock_offset_ms")
    values (${id}, ${organizationId}, ${gatewayId}, ${version}, ${at}, ${at}, ${leaseEndsAt}, ${appliedSeq}, ${clockOffsetMilliseconds})
    on conflict ("id") do update set "version" = excluded."version", "renewed_at" = excluded."renewed_at", "lease_ends_at" = excluded."lease_ends_at",
      "applied_seq" = excluded."applied_seq", "clock_offset_ms" = excluded."clock_offset_ms"
    where "gateway_instance"."organization_id" = excluded."organization_id" and "gateway_instance"."gateway_id" = excluded."gateway_id"`
  return saved > 0
}

/** After the head row: a commit either sees that the lease has ended, or is seen here with what it waits for. The instance before its receipts. */
export async function endLease(tx: Tx, organizationId: OrganizationId, id: GatewayInstanceId, at: Date): Promise<void> {
  const client = clientOf(tx)
  await client.gatewayInstance.updateMany({
    where: { organizationId, id, leaseEndsAt: { gt: at } },
    data: { leaseEndsAt: at },
  })
  // From this moment it refuses everything: that is what its open receipts were waiting for.
  await client.acknowledgement.updateMany({
    where: { organizationId, instanceId: id, acknowledgedAt: null, deadline: { gt: at } },
    data: { deadline: at },
  })
}

/** Everything up to `seq` is durably applied by the instance, as of Postgres's clock. The instance before its receipts, as everywhere. */
export async function saveAcknowledgement(
  tx: Tx,
  organizationId: OrganizationId,
  instanceId: GatewayInstanceId,
  seq: number,
): Promise<void> {
  const client = clientOf(tx)
  await client.$executeRaw`
    update "gateway_instance" set "applied_seq" = greatest("applied_seq", ${seq}) where "organization_id" = ${organizationId} and "id" = ${instanceId}`
  await client.$executeRaw`
    update "acknowledgement" set "acknowledged_at" = clock_timestamp()
    where "organization_id" = ${organizationId} and "instance_id" = ${instanceId} and "acknowledged_at" is null and "seq" <= ${seq}`
}

/** What each instance owed for one change, and what became of it. */
export async function listAcknowledgements(tx: Tx, organizationId: OrganizationId, seq: number) {
  return clientOf(tx).acknowledgement.findMany({
    where: { organizationId, seq: BigInt(seq) },
    select: {
      deadline: true,
      acknowledgedAt: true,
      instance: { select: { id: true, version: true, gateway: { select: { id: true, name: true } } } },
    },
  })
}

/** Who gives a name to a gateway waits for whoever is doing so now. Released at the end of the transaction. */
export async function lockGatewayNames(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await clientOf(tx)
    .$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`gateway names of ${organizationId}`}, 0))`
}

/** Registrations that have been retired: their streams are cut. */
export async function listRetiredGateways(tx: Tx, organizationId: OrganizationId): Promise<GatewayId[]> {
  const rows = await clientOf(tx).gateway.findMany({
    where: { organizationId, retiredAt: { not: null } },
    select: { id: true },
  })
  return rows.map((row) => row.id as GatewayId)
}
