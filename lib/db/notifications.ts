import type { ChannelChoices, HappeningKind, ToldHappening } from '@/lib/core/happenings'
import type { HappeningId, MembershipId, OrganizationId } from '@/lib/core/identifiers'
import { choicesOf } from '@/lib/db/channel-choices'
import { toldHappeningOf } from '@/lib/db/stored-happening'
import { clientOf, type Tx } from '@/lib/db/tx'

interface Own {
  readonly organizationId: OrganizationId
  readonly membershipId: MembershipId
}

/** What a member has not read, counted to one past `most`, and the newest of all that they were told of. */
export async function countUnread(
  tx: Tx,
  { organizationId, membershipId }: Own,
  most: number,
): Promise<{ readonly unread: number; readonly newest: HappeningId | null }> {
  const [row] = await clientOf(tx).$queryRaw<{ unread: number; newest: HappeningId | null }[]>`
    select (select count(*)::int from (select 1 from "notification" n where n."organization_id" = ${organizationId}
        and n."membership_id" = ${membershipId} and n."read_at" is null limit ${most + 1}) as "some") as "unread",
      (select max(n."happening_id") from "notification" n where n."organization_id" = ${organizationId}
        and n."membership_id" = ${membershipId}) as "newest"`
  return row ?? { unread: 0, newest: null }
}

export interface NotificationRow {
  readonly happening: ToldHappening
  readonly readAt: Date | null
}

/** The newest first: ids of happenings are in the order of time. */
export async function listNotifications(
  tx: Tx,
  { organizationId, membershipId }: Own,
  before: HappeningId | null,
  limit: number,
): Promise<NotificationRow[]> {
  const rows = await clientOf(tx).notification.findMany({
    where: { organizationId, membershipId, ...(before ? { happeningId: { lt: before } } : {}) },
    orderBy: { happeningId: 'desc' },
    take: limit,
    select: { readAt: true, happening: true },
  })
  return rows.map(({ readAt, happening }) => ({ readAt, happening: toldHappeningOf(happening) }))
}

/** One, or everything up to one: what has come meanwhile was not seen. */
export async function markRead(
  tx: Tx,
  { organizationId, membershipId }: Own,
  which: { readonly one: HappeningId } | { readonly upTo: HappeningId },
  at: Date,
): Promise<void> {
  await clientOf(tx).notification.updateMany({
    where: {
      organizationId,
      membershipId,
      readAt: null,
      happeningId: 'one' in which ? which.one : { lte: which.upTo },
    },
    data: { readAt: at },
  })
}

/** Which mails a member did without. */
export async function readOwnChoices(tx: Tx, { organizationId, membershipId }: Own): Promise<ChannelChoices> {
  return choicesOf(await clientOf(tx).membershipChannel.findMany({ where: { organizationId, membershipId } }))
}

/** Who chooses waits for whoever is choosing for the same member or organization: choices are kept all at once, those of the later one. */
export async function lockChoices(tx: Tx, of: MembershipId | OrganizationId): Promise<void> {
  await clientOf(tx).$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`choices of ${of}`}, 0))`
}

export async function saveOwnMails(
  tx: Tx,
  { organizationId, membershipId }: Own,
  mails: readonly { readonly kind: HappeningKind; readonly enabled: boolean }[],
): Promise<void> {
  const client = clientOf(tx)
  const where = { organizationId, membershipId, channel: 'email' }
  await client.membershipChannel.deleteMany({ where })
  await client.membershipChannel.createMany({ data: mails.map((each) => ({ ...where, ...each })) })
}

export async function saveOrganizationChoices(
  tx: Tx,
  organizationId: OrganizationId,
  chosen: readonly { readonly kind: HappeningKind; readonly channel: string; readonly enabled: boolean }[],
): Promise<void> {
  const client = clientOf(tx)
  await client.organizationChannel.deleteMany({ where: { organizationId } })
  await client.organizationChannel.createMany({ data: chosen.map((each) => ({ organizationId, ...each })) })
}

/** What happened so long ago goes, with who was told and what became of the messages. Returns how many happenings. */
export async function forgetOldHappenings(tx: Tx, before: Date): Promise<number> {
  return (await clientOf(tx).happening.deleteMany({ where: { at: { lt: before } } })).count
}
