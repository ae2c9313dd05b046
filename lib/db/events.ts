import type { Actor } from '@/lib/core/actor'
import type { DomainEvent, Origin } from '@/lib/core/events'
import type { ApiKeyId, EventId, OrganizationId, SecretId } from '@/lib/core/identifiers'
import type { Head } from '@/lib/db/feed'
import { clientOf, type Tx } from '@/lib/db/tx'

export interface EventRow {
  readonly number: number
  readonly body: string
  readonly previousHash: Uint8Array
  readonly hash: Uint8Array
}

/**
 * Adds an event to the organization's chain: hash = SHA-256(previous hash, body), body being the exact text that is stored.
 * Under the head's lock, so that the chain has no fork and no gap. Returns the head as it is then, for the next one.
 */
export async function appendEvent(
  tx: Tx,
  organizationId: OrganizationId,
  head: Head,
  written: {
    readonly id: EventId
    readonly event: DomainEvent
    readonly actor: Actor
    readonly origin: Origin
    readonly at: Date
    readonly seq: number | null
  },
): Promise<Head> {
  const client = clientOf(tx)
  const { id, event, actor, origin, at, seq } = written
  const number = head.eventNumber + 1
  const membershipId = actor.kind === 'member' ? actor.membershipId : null
  const by =
    actor.kind === 'member'
      ? { kind: actor.kind, id: actor.membershipId, role: actor.role }
      : actor.kind === 'gateway'
        ? { kind: actor.kind, id: actor.gatewayId }
        : { kind: actor.kind }
  const body = JSON.stringify({
    organizationId,
    number,
    id,
    at: at.toISOString(),
    by,
    origin,
    ...(seq === null ? {} : { seq }),
    ...event,
  })
  const [row] = await client.$queryRaw<[{ hash: Uint8Array<ArrayBuffer> }]>`
    insert into "event" ("organization_id", "number", "id", "type", "at", "actor_kind", "membership_id", "app_id", "api_key_id", "secret_id", "body", "previous_hash", "hash")
    values (${organizationId}, ${number}, ${id}, ${event.type}, ${at}, ${actor.kind}, ${membershipId}, ${event.appId ?? null}, ${event.apiKeyId ?? null}, ${event.secretId ?? null},
      ${body}, ${head.eventHash}, sha256(${head.eventHash} || convert_to(${body}, 'UTF8'))) returning "hash"`
  await client.organizationHead.update({
    where: { organizationId },
    data: { eventNumber: BigInt(number), eventHash: row.hash },
  })
  return { ...head, eventNumber: number, eventHash: row.hash }
}

const rowOf = (row: { number: bigint; body: string; previousHash: Uint8Array; hash: Uint8Array }): EventRow => ({
  ...row,
  number: Number(row.number),
})
const COLUMNS = { number: true, body: true, previousHash: true, hash: true } as const

/** The newest first. */
export async function listEvents(
  tx: Tx,
  organizationId: OrganizationId,
  before: number | null,
  limit: number,
): Promise<EventRow[]> {
  const rows = await clientOf(tx).event.findMany({
    where: { organizationId, ...(before === null ? {} : { number: { lt: BigInt(before) } }) },
    orderBy: { number: 'desc' },
    take: limit,
    select: COLUMNS,
  })
  return rows.map(rowOf)
}

/** A key's timeline, the oldest first. */
export async function listEventsOfKey(tx: Tx, organizationId: OrganizationId, apiKeyId: ApiKeyId): Promise<EventRow[]> {
  const rows = await clientOf(tx).event.findMany({
    where: { organizationId, apiKeyId },
    orderBy: { number: 'asc' },
    take: 500,
    select: COLUMNS,
  })
  return rows.map(rowOf)
}

/** What happened to a secret, the newest first: it may have been read any number of times. */
export async function listEventsOfSecret(
  tx: Tx,
  organizationId: OrganizationId,
  secretId: SecretId,
  limit: number,
): Promise<EventRow[]> {
  const rows = await clientOf(tx).event.findMany({
    where: { organizationId, secretId },
    orderBy: { number: 'desc' },
    take: limit,
    select: COLUMNS,
  })
  return rows.map(rowOf)
}

/** Names of the keys, apps, secrets and gateways that events speak of, by id. */
export async function namesOfSubjects(
  tx: Tx,
  organizationId: OrganizationId,
  events: readonly Pick<DomainEvent, 'apiKeyId' | 'appId' | 'secretId' | 'gatewayId'>[],
): Promise<Map<string, string>> {
  const client = clientOf(tx)
  const ids = (member: 'apiKeyId' | 'appId' | 'secretId' | 'gatewayId') => [
    ...new Set(events.flatMap((event) => event[member] ?? [])),
  ]
  const query = (member: Parameters<typeof ids>[0]) => ({
    where: { organizationId, id: { in: ids(member) as string[] } },
    select: { id: true, name: true },
  })
  const found = [
    ...(await client.apiKey.findMany(query('apiKeyId'))),
    ...(await client.app.findMany(query('appId'))),
    ...(await client.secret.findMany(query('secretId'))),
    ...(await client.gateway.findMany(query('gatewayId'))),
  ]
  return new Map(found.map(({ id, name }) => [id, name]))
}

/** Whether rows that follow each other, the newest first, are links of one chain whose hashes hold. Computed by Postgres, from what is stored. */
export async function isChainIntact(
  tx: Tx,
  organizationId: OrganizationId,
  from: number,
  through: number,
): Promise<boolean> {
  const [row] = await clientOf(tx).$queryRaw<[{ intact: boolean | null }]>`
    select bool_and("hash" = sha256("previous_hash" || convert_to("body", 'UTF8')) and ("before" is null or "before" = "previous_hash")) as intact
    from (select *, lag("hash") over (order by "number") as "before" from "event"
          where "organization_id" = ${organizationId} and "number" between ${from} and ${through}) as chain`
  return row.intact ?? true
}
