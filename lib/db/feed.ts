import { type LoggedApp, type LoggedChange, type PositionRun, restricts } from '@/lib/core/changes'
import type { AppId, OrganizationId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'
import { STATUS_LIST_BYTES, setStatusBits } from '@/lib/core/status-bits'
import type { StatusValue } from '@/lib/core/status-value'
import { Prisma } from '@/lib/db/generated/client'
import { lockKeyCount } from '@/lib/db/key-counts'
import { clientOf, type Tx } from '@/lib/db/tx'
import { lockWaking } from '@/lib/db/webhooks'

/** What stands in the head row: the last of everything that is counted without gaps. */
export interface Head {
  readonly seq: number
  readonly eventNumber: number
  readonly eventHash: Uint8Array<ArrayBuffer>
  readonly nextPosition: number
  readonly epoch: number
  readonly epochStatement: string
}

interface HeadRow {
  seq: bigint
  eventNumber: bigint
  eventHash: Uint8Array<ArrayBuffer>
  nextPosition: number
  epoch: number
  epochStatement: string
}
const headOf = ({ seq, eventNumber, ...rest }: HeadRow): Head => ({
  ...rest,
  seq: Number(seq),
  eventNumber: Number(eventNumber),
})

/**
 * Last in the lock order, taken just before commit: it makes the order of commits the order of `seq`, without gaps.
 * Taking it earlier would only make others wait longer; a second call in the same transaction is free.
 */
export const lockHead = (tx: Tx, organizationId: OrganizationId): Promise<Head> =>
  readHeadWith(tx, organizationId, Prisma.sql`for update`)

/** Waits for a commit that is under way, and keeps the next from starting: a renewal is seen by a commit, or answers with its seq. */
export const shareHead = (tx: Tx, organizationId: OrganizationId): Promise<Head> =>
  readHeadWith(tx, organizationId, Prisma.sql`for share`)

/** One statement: who had to wait for the lock reads the row as it is by then. */
async function readHeadWith(tx: Tx, organizationId: OrganizationId, lock: Prisma.Sql): Promise<Head> {
  const [row] = await clientOf(tx).$queryRaw<HeadRow[]>`
    select "seq", "event_number" as "eventNumber", "event_hash" as "eventHash", "next_position" as "nextPosition", "epoch",
      "epoch_statement" as "epochStatement"
    from "organization_head" where "organization_id" = ${organizationId} ${lock}`
  if (!row) throw new Error(`Organization ${organizationId} has no head`)
  return headOf(row)
}

export async function readHead(tx: Tx, organizationId: OrganizationId): Promise<Head> {
  return headOf(
    (await clientOf(tx).organizationHead.findUniqueOrThrow({
      where: { organizationId },
      omit: { organizationId: true },
    })) as HeadRow,
  )
}

/** The next position of the status lists, for a key of that app: given out in order, and never again. Takes the head row. */
export async function takePosition(tx: Tx, organizationId: OrganizationId, appId: AppId): Promise<number> {
  // The key will be counted after the head row was taken. Whoever orphans keys counts them before: both take the count first.
  await lockKeyCount(tx, organizationId, appId)
  // And webhooks will be told of it.
  await lockWaking(tx, organizationId)
  await lockHead(tx, organizationId)
  const { nextPosition } = await clientOf(tx).organizationHead.update({
    where: { organizationId },
    data: { nextPosition: { increment: 1 } },
    select: { nextPosition: true },
  })
  return nextPosition - 1
}

/** Numbers the changes, writes them, brings the status lists up to them, and notes who owes an acknowledgement. Under the head's lock. */
export async function appendChanges(
  tx: Tx,
  organizationId: OrganizationId,
  head: Head,
  changes: readonly LoggedChange[],
  at: Date,
): Promise<number> {
  if (changes.length === 0) return head.seq
  const client = clientOf(tx)
  const numbered = changes.map((change, index) => ({ seq: head.seq + index + 1, change }))
  for (const { change } of numbered) {
    if (change.kind === 'status')
      for (const { value, runs } of change.set) await setStatuses(tx, organizationId, runs, value)
  }
  await client.change.createMany({
    data: numbered.map(({ seq, change }) => ({
      organizationId,
      seq: BigInt(seq),
      kind: change.kind,
      body: JSON.parse(JSON.stringify(change)),
      at,
    })),
  })
  for (const { seq, change } of numbered) {
    if (!restricts(change)) continue
    // Its own statement after the head's lock, so that it sees every renewal that was answered with an older seq.
    await client.$executeRaw`
      insert into "acknowledgement" ("organization_id", "seq", "instance_id", "deadline")
      select "organization_id", ${seq}, "id", "lease_ends_at" from "gateway_instance"
      where "organization_id" = ${organizationId} and "lease_ends_at" > clock_timestamp()`
  }
  const seq = head.seq + changes.length
  await client.organizationHead.update({ where: { organizationId }, data: { seq: BigInt(seq) } })
  await wakeFeed(tx, organizationId, seq)
  return seq
}

/** Sent when the transaction commits. Payloads are bounded by Postgres, so it says which organization, and how far. */
export async function wakeFeed(tx: Tx, organizationId: OrganizationId, seq: number): Promise<void> {
  await clientOf(tx).$executeRaw`select pg_notify('aura_changes', ${JSON.stringify({ organizationId, seq })})`
}

async function setStatuses(
  tx: Tx,
  organizationId: OrganizationId,
  runs: readonly PositionRun[],
  value: StatusValue,
): Promise<void> {
  const client = clientOf(tx)
  const lists = new Map<number, Uint8Array<ArrayBuffer>>()
  for (const [first, count] of runs) {
    for (let position = first; position < first + count; position += 1) {
      const number = Math.floor(position / LIMITS.statusListPositions)
      let bits = lists.get(number)
      if (!bits) {
        const stored = await client.statusList.findUnique({
          where: { organizationId_number: { organizationId, number } },
        })
        bits = stored ? Uint8Array.from(stored.bits) : new Uint8Array(STATUS_LIST_BYTES)
        lists.set(number, bits)
      }
      setStatusBits(bits, position % LIMITS.statusListPositions, value)
    }
  }
  for (const [number, bits] of lists) {
    await client.statusList.upsert({
      where: { organizationId_number: { organizationId, number } },
      create: { organizationId, number, bits },
      update: { bits },
    })
  }
}

export interface NumberedLoggedChange {
  readonly seq: number
  readonly change: LoggedChange
}

/** What an app has since the feed's version 2, as rows of version 1 would have said it. */
const OF_VERSION_1 = { scopeRules: [], corsOrigins: [] } as const satisfies Partial<LoggedApp>

/** A row's body, also of a row that was written before apps had all that they have now, or when the log had sealed upstream secrets in it. */
function loggedChangeOf(body: unknown): LoggedChange {
  const change = body as LoggedChange
  if (change.kind !== 'app') return change
  const { sealedUpstreamSecret: _, ...app } = change.app as LoggedApp & { readonly sealedUpstreamSecret?: unknown }
  return { kind: change.kind, app: { ...OF_VERSION_1, ...app } }
}

/** The change log after `seq`, in order, at most `limit` rows. */
export async function listChanges(
  tx: Tx,
  organizationId: OrganizationId,
  after: number,
  limit: number,
): Promise<NumberedLoggedChange[]> {
  const rows = await clientOf(tx).change.findMany({
    where: { organizationId, seq: { gt: BigInt(after) } },
    orderBy: { seq: 'asc' },
    take: limit,
    select: { seq: true, body: true },
  })
  return rows.map(({ seq, body }) => ({ seq: Number(seq), change: loggedChangeOf(body) }))
}

/** Status lists by number; a list that is missing has nothing but valid positions. */
export async function listStatusLists(tx: Tx, organizationId: OrganizationId): Promise<Uint8Array[]> {
  const rows = await clientOf(tx).statusList.findMany({ where: { organizationId }, orderBy: { number: 'asc' } })
  const lists: Uint8Array[] = []
  for (const row of rows) {
    while (lists.length < row.number) lists.push(new Uint8Array(STATUS_LIST_BYTES))
    lists.push(row.bits)
  }
  return lists
}

/** A new epoch: positions up to `nextPosition` are spent, and the log goes on from where it stands. */
export async function beginEpoch(
  tx: Tx,
  organizationId: OrganizationId,
  epoch: number,
  epochStatement: string,
  nextPosition: number,
): Promise<void> {
  await clientOf(tx).organizationHead.update({
    where: { organizationId },
    data: { epoch, epochStatement, nextPosition },
  })
}

/** When a change was made; null for a number that the log does not have. */
export async function findChangeMoment(tx: Tx, organizationId: OrganizationId, seq: number): Promise<Date | null> {
  return (
    (
      await clientOf(tx).change.findUnique({
        where: { organizationId_seq: { organizationId, seq: BigInt(seq) } },
        select: { at: true },
      })
    )?.at ?? null
  )
}

/** Those of the changes that can stop a key that works: of these there is a receipt. */
export async function listRestricting(
  tx: Tx,
  organizationId: OrganizationId,
  seqs: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await clientOf(tx).change.findMany({
    where: { organizationId, seq: { in: seqs.map(BigInt) } },
    select: { seq: true, body: true },
  })
  return new Set(rows.filter(({ body }) => restricts(loggedChangeOf(body))).map(({ seq }) => Number(seq)))
}
