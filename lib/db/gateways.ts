import type { GatewayId, GatewayInstanceId, MembershipId, OrganizationId } from '@/lib/core/identifiers'
import { Prisma } from '@/lib/db/generated/client'
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

/** Who holds a token that came with an acknowledgement, and whose the instance is of which it speaks. */
export interface Acknowledging {
  readonly organizationId: OrganizationId
  readonly gatewayId: GatewayId
  readonly isRetired: boolean
  readonly headSeq: number
  readonly headEpoch: number
  /** Null when the organization knows no such instance. */
  readonly gatewayOfInstance: GatewayId | null
}

/** By the place in what was asked; none for a token that nobody holds. */
export async function findAcknowledging(
  tx: Tx,
  asked: readonly { readonly tokenHash: Uint8Array; readonly instance: GatewayInstanceId | null }[],
): Promise<ReadonlyMap<number, Acknowledging>> {
  const hashes = asked.map(({ tokenHash }) => Buffer.from(tokenHash).toString('hex'))
  const instances = asked.map(({ instance }) => instance ?? '')
  const rows = await clientOf(tx).$queryRaw<
    (Omit<Acknowledging, 'headSeq'> & { readonly place: bigint; readonly headSeq: bigint })[]
  >`
    select a."place", g."organization_id" as "organizationId", g."id" as "gatewayId", g."retired_at" is not null as "isRetired",
      h."seq" as "headSeq", h."epoch" as "headEpoch", i."gateway_id" as "gatewayOfInstance"
    from unnest(${hashes}::text[], ${instances}::text[]) with ordinality a("hash", "instance", "place")
    join "gateway" g on g."token_hash" = decode(a."hash", 'hex')
    join "organization_head" h on h."organization_id" = g."organization_id"
    left join "gateway_instance" i on i."organization_id" = g."organization_id" and i."id" = a."instance"`
  return new Map(rows.map(({ place, headSeq, ...row }) => [Number(place) - 1, { ...row, headSeq: Number(headSeq) }]))
}

/**
 * Everything up to a `seq` is durably applied by each of these instances, as of Postgres's clock. The instances before their receipts, as
 * everywhere, and by id: portals that store many at once wait for each other, and not in a circle.
 */
export async function saveAcknowledgements(
  tx: Tx,
  said: readonly {
    readonly organizationId: OrganizationId
    readonly instance: GatewayInstanceId
    readonly seq: number
  }[],
): Promise<void> {
  if (said.length === 0) return
  const client = clientOf(tx)
  const newest = new Map<GatewayInstanceId, (typeof said)[number]>()
  for (const each of said) if (each.seq >= (newest.get(each.instance)?.seq ?? 0)) newest.set(each.instance, each)
  const all = [...newest.values()]
  const asked = Prisma.sql`unnest(${all.map(({ organizationId }) => organizationId)}::text[], ${all.map(({ instance }) => instance)}::text[],
    ${all.map(({ seq }) => BigInt(seq))}::bigint[]) a("organization_id", "instance", "seq")`
  await client.$queryRaw`
    select 1 from "gateway_instance" where "id" = any(${all.map(({ instance }) => instance)}::text[]) order by "id" for no key update`
  await client.$executeRaw`
    update "gateway_instance" i set "applied_seq" = greatest(i."applied_seq", a."seq") from ${asked}
    where i."organization_id" = a."organization_id" and i."id" = a."instance"`
  await client.$executeRaw`
    update "acknowledgement" w set "acknowledged_at" = clock_timestamp() from ${asked}
    where w."organization_id" = a."organization_id" and w."instance_id" = a."instance" and w."acknowledged_at" is null and w."seq" <= a."seq"`
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
