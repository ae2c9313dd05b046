import type { Actor } from '@/lib/core/actor'
import type { DomainEvent, Origin } from '@/lib/core/events'
import type { ApiKeyId, EventId, OrganizationId, SecretId } from '@/lib/core/identifiers'
import { hostOf } from '@/lib/core/webhook'
import type { Head } from '@/lib/db/feed'
import { clientOf, type Tx } from '@/lib/db/tx'

export interface EventRow {
  readonly number: number
  readonly body: string
  readonly previousHash: Uint8Array
  readonly hash: Uint8Array
}

interface WrittenEvent {
  readonly id: EventId
  readonly event: DomainEvent
  readonly actor: Actor
  readonly origin: Origin
  readonly at: Date
  readonly seq: number | null
}

/** Links of the chain that are written in one statement. */
const LINKS_AT_ONCE = 250

/**
 * Adds events to the organization's chain: hash = SHA-256(previous hash, body), body being the exact text that is stored. Under the head's
 * lock, so that the chain has no fork and no gap. A leaver's 10,000 keys may be revoked at once, so one statement writes many links.
 */
export async function appendEvents(
  tx: Tx,
  organizationId: OrganizationId,
  head: Head,
  written: readonly WrittenEvent[],
): Promise<void> {
  const client = clientOf(tx)
  let { eventNumber, eventHash } = head
  for (let from = 0; from < written.length; from += LINKS_AT_ONCE) {
    const links = written
      .slice(from, from + LINKS_AT_ONCE)
      .map((each, index) => linkOf(organizationId, eventNumber + index + 1, each))
    const [last] = await client.$queryRaw<[{ hash: Uint8Array<ArrayBuffer> }]>`
      with recursive link as (
        select * from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as l("number" bigint, "id" text, "type" text, "at" timestamptz,
          "actorKind" text, "membershipId" text, "appId" text, "apiKeyId" text, "secretId" text, "body" text)
      ), chained as (
        select l.*, ${eventHash}::bytea as "before", sha256(${eventHash}::bytea || convert_to(l."body", 'UTF8')) as "hash" from link l
          where l."number" = ${eventNumber + 1}
        union all
        select l.*, c."hash", sha256(c."hash" || convert_to(l."body", 'UTF8')) from chained c join link l on l."number" = c."number" + 1
      ), stored as (
        insert into "event" ("organization_id", "number", "id", "type", "at", "actor_kind", "membership_id", "app_id", "api_key_id", "secret_id", "body", "previous_hash", "hash")
        select ${organizationId}, "number", "id", "type", "at", "actorKind", "membershipId", "appId", "apiKeyId", "secretId", "body", "before", "hash" from chained
      )
      select "hash" from chained order by "number" desc limit 1`
    eventNumber += links.length
    eventHash = last.hash
  }
  await client.organizationHead.update({
    where: { organizationId },
    data: { eventNumber: BigInt(eventNumber), eventHash },
  })
}

/** An event as its row has it. */
function linkOf(organizationId: OrganizationId, number: number, { id, event, actor, origin, at, seq }: WrittenEvent) {
  const by =
    actor.kind === 'member'
      ? { kind: actor.kind, id: actor.membershipId, role: actor.role }
      : actor.kind === 'gateway'
        ? { kind: actor.kind, id: actor.gatewayId }
        : { kind: actor.kind }
  return {
    number,
    id,
    type: event.type,
    at: at.toISOString(),
    actorKind: actor.kind,
    membershipId: actor.kind === 'member' ? actor.membershipId : null,
    appId: event.appId ?? null,
    apiKeyId: event.apiKeyId ?? null,
    secretId: event.secretId ?? null,
    body: JSON.stringify({
      organizationId,
      number,
      id,
      at: at.toISOString(),
      by,
      origin,
      ...(seq === null ? {} : { seq }),
      ...event,
    }),
  }
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

/** Names of the keys, apps, secrets and gateways that events speak of, and the hosts of webhooks, by id. */
export async function namesOfSubjects(
  tx: Tx,
  organizationId: OrganizationId,
  events: readonly Pick<DomainEvent, 'apiKeyId' | 'appId' | 'secretId' | 'gatewayId' | 'webhookEndpointId'>[],
): Promise<Map<string, string>> {
  const client = clientOf(tx)
  const ids = (member: 'apiKeyId' | 'appId' | 'secretId' | 'gatewayId' | 'webhookEndpointId') => [
    ...new Set(events.flatMap((event) => event[member] ?? [])),
  ]
  const those = (member: Parameters<typeof ids>[0]) => ({ organizationId, id: { in: ids(member) as string[] } })
  const query = (member: Parameters<typeof ids>[0]) => ({
    where: those(member),
    select: { id: true, name: true },
  })
  const found = [
    ...(await client.apiKey.findMany(query('apiKeyId'))),
    ...(await client.app.findMany(query('appId'))),
    ...(await client.secret.findMany(query('secretId'))),
    ...(await client.gateway.findMany(query('gatewayId'))),
  ]
  const webhooks = await client.webhookEndpoint.findMany({
    where: those('webhookEndpointId'),
    select: { id: true, url: true },
  })
  return new Map([
    ...found.map(({ id, name }) => [id, name] as const),
    ...webhooks.map(({ id, url }) => [id, hostOf(url)] as const),
  ])
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
