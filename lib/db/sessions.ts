import type {
  IdentityProviderId,
  LinkId,
  MembershipId,
  OrganizationId,
  SessionId,
  UserId,
} from '@/lib/core/identifiers'
import type { Role } from '@/lib/core/roles'
import { clientOf, type Tx } from '@/lib/db/tx'

export interface Session {
  readonly id: SessionId
  readonly userId: UserId
  /** The one organization that it opens, and whose provider vouched for the person; null: every one of theirs, by password. */
  readonly organizationId: OrganizationId | null
  readonly identityProviderId: IdentityProviderId | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly address: string | null
  readonly agent: string | null
}

export async function insertSession(tx: Tx, session: Session): Promise<void> {
  await clientOf(tx).session.create({ data: { ...session, lastSeenAt: session.createdAt } })
}

/** The person behind a session that is neither ended nor expired by Postgres's clock: what every request asks. */
export async function findLiveSession(tx: Tx, id: SessionId) {
  const [row] = await clientOf(tx).$queryRaw<
    {
      userId: UserId
      name: string
      email: string
      timeZone: string | null
      /** The one organization that the session opens; null for every one of theirs. */
      confinedTo: OrganizationId | null
      lastSeenAt: Date
    }[]
  >`
    select u."id" as "userId", u."name", u."email", u."time_zone" as "timeZone", s."organization_id" as "confinedTo", s."last_seen_at" as "lastSeenAt"
    from "session" s join "user" u on u."id" = s."user_id"
    where s."id" = ${id} and s."ended_at" is null and s."expires_at" > clock_timestamp()`
  return row ?? null
}

/** Who a live session is in an organization. */
export interface PersonWithin {
  readonly userId: UserId
  /** Postgres's clock, as `readClock` reads it. */
  readonly now: Date
  /** The one organization that the session opens; null for every one of theirs. */
  readonly confinedTo: OrganizationId | null
  /** Null where the organization is not there, and where they are not active in it. */
  readonly membership: {
    readonly id: MembershipId
    readonly organizationId: OrganizationId
    readonly role: Role
    /** Whether the organization wants its people to come by single sign-on. */
    readonly singleSignOnRequired: boolean
  } | null
}

/** Null when the session is not live. One statement, since every page and every change of it asks. */
export async function findPersonWithin(tx: Tx, id: SessionId, organizationSlug: string): Promise<PersonWithin | null> {
  const [row] = await clientOf(tx).$queryRaw<PersonWithin[]>`
    select s."user_id" as "userId", s."organization_id" as "confinedTo", date_trunc('milliseconds', clock_timestamp()) as "now",
      case when m."id" is not null then jsonb_build_object('id', m."id", 'organizationId', m."organization_id", 'role', m."role",
        'singleSignOnRequired', coalesce(p."required", false)) end as "membership"
    from "session" s
    left join "organization" o on o."slug" = ${organizationSlug}
    left join "membership" m on m."organization_id" = o."id" and m."user_id" = s."user_id" and m."state" = 'active'
    left join "identity_provider" p on p."organization_id" = m."organization_id"
    where s."id" = ${id} and s."ended_at" is null and s."expires_at" > clock_timestamp()`
  return row ?? null
}

/** That somebody came with it. */
export async function noteSeen(tx: Tx, id: SessionId, at: Date): Promise<void> {
  await clientOf(tx).session.updateMany({ where: { id, lastSeenAt: { lt: at } }, data: { lastSeenAt: at } })
}

export interface LiveSession extends Session {
  readonly lastSeenAt: Date
  /** Of the organization that it opens alone. */
  readonly organization: string | null
}

/** Sessions of a person that go on, the newest first: all of them, or those that open one organization alone. */
export async function listLiveSessions(
  tx: Tx,
  userId: UserId,
  confinedTo: OrganizationId | null,
  now: Date,
): Promise<LiveSession[]> {
  const rows = await clientOf(tx).session.findMany({
    where: { userId, endedAt: null, expiresAt: { gt: now }, ...(confinedTo ? { organizationId: confinedTo } : {}) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    include: { organization: { select: { name: true } } },
  })
  return rows.map(({ organization, ...session }) => ({
    ...(session as Session & { lastSeenAt: Date }),
    organization: organization?.name ?? null,
  }))
}

/** Whose it was, and which organization it opened; null when it had ended before. */
export async function endSession(
  tx: Tx,
  id: SessionId,
  at: Date,
): Promise<{ readonly userId: UserId; readonly organizationId: OrganizationId | null } | null> {
  const [ended] = await clientOf(tx).session.updateManyAndReturn({
    where: { id, endedAt: null },
    data: { endedAt: at },
    select: { userId: true, organizationId: true },
  })
  return (ended as { userId: UserId; organizationId: OrganizationId | null } | undefined) ?? null
}

/** Every session that a provider vouched for, or one person's of them. Returns how many they were. */
export async function endSessionsOfProvider(
  tx: Tx,
  organizationId: OrganizationId,
  identityProviderId: IdentityProviderId,
  at: Date,
  userId?: UserId,
): Promise<number> {
  const whose = userId ? { userId } : {}
  const ended = await clientOf(tx).session.updateMany({
    where: { organizationId, identityProviderId, ...whose, endedAt: null, expiresAt: { gt: at } },
    data: { endedAt: at },
  })
  return ended.count
}

/** All of them, or all but the one that asks. */
export async function endSessionsOfUser(tx: Tx, userId: UserId, at: Date, but?: SessionId): Promise<void> {
  await clientOf(tx).session.updateMany({
    where: { userId, endedAt: null, ...(but ? { id: { not: but } } : {}) },
    data: { endedAt: at },
  })
}

export type LinkPurpose = 'setup' | 'password_reset'

export interface Link {
  readonly id: LinkId
  readonly purpose: LinkPurpose
  readonly userId: UserId | null
  readonly expiresAt: Date
}

export async function insertLink(tx: Tx, link: Link, tokenHash: Uint8Array, at: Date): Promise<void> {
  await clientOf(tx).link.create({ data: { ...link, tokenHash: Uint8Array.from(tokenHash), createdAt: at } })
}

/** A link that can still be used, locked so that two who follow it at once are one. */
export async function lockLink(tx: Tx, tokenHash: Uint8Array): Promise<Link | null> {
  const [row] = await clientOf(tx).$queryRaw<Link[]>`
    select "id", "purpose", "user_id" as "userId", "expires_at" as "expiresAt" from "link"
    where "token_hash" = ${Uint8Array.from(tokenHash)} and "consumed_at" is null and "expires_at" > clock_timestamp() for update`
  return row ?? null
}

export async function consumeLink(tx: Tx, id: LinkId, at: Date): Promise<void> {
  await clientOf(tx).link.update({ where: { id }, data: { consumedAt: at } })
}

/** A newer link of the same kind puts the older ones out of use. */
export async function consumeOpenLinks(tx: Tx, purpose: LinkPurpose, userId: UserId | null, at: Date): Promise<void> {
  await clientOf(tx).link.updateMany({ where: { purpose, userId, consumedAt: null }, data: { consumedAt: at } })
}

/** What no one can use any more is forgotten after a while. Returns how many rows went. */
export async function forgetOldSessionsAndLinks(tx: Tx, before: Date): Promise<number> {
  const client = clientOf(tx)
  const sessions = await client.session.deleteMany({
    where: { OR: [{ expiresAt: { lt: before } }, { endedAt: { lt: before } }] },
  })
  const links = await client.link.deleteMany({
    where: { OR: [{ expiresAt: { lt: before } }, { consumedAt: { lt: before } }] },
  })
  return sessions.count + links.count
}

export async function forgetOldLimits(tx: Tx, before: Date): Promise<number> {
  return (await clientOf(tx).rateLimit.deleteMany({ where: { expire: { lt: before } } })).count
}
