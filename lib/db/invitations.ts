import type { DeliveryState } from '@/lib/core/delivery'
import type { InvitationId, MembershipId, OrganizationId } from '@/lib/core/identifiers'
import type { Role } from '@/lib/core/roles'
import { clientOf, type Tx } from '@/lib/db/tx'

/** What became of the mail of an invitation, and what was wrong the last time; null where none was made. */
export interface InvitationMail {
  readonly state: DeliveryState
  readonly error: string | null
}

/** Open as long as it is there: what was accepted or withdrawn is in the audit log alone. */
export interface Invitation {
  readonly id: InvitationId
  readonly organizationId: OrganizationId
  /** Lower case, as an account's. */
  readonly email: string
  readonly role: Role
  /** Whose right it stands on; null for an operator. */
  readonly senderId: MembershipId | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

const COLUMNS = {
  id: true,
  organizationId: true,
  email: true,
  role: true,
  senderId: true,
  createdAt: true,
  expiresAt: true,
} as const

/** Whoever invites waits for whoever is doing so now, so that what is counted and looked for stays so. Released at the end of the transaction. */
export async function lockInviting(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await clientOf(tx)
    .$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`invitations of ${organizationId}`}, 0))`
}

/** After memberships in the lock order, against whoever accepts, renews or withdraws it meanwhile. */
export async function lockInvitation(
  tx: Tx,
  organizationId: OrganizationId,
  id: InvitationId,
): Promise<Invitation | null> {
  const client = clientOf(tx)
  await client.$queryRaw`select 1 from "invitation" where "organization_id" = ${organizationId} and "id" = ${id} for update`
  return (await client.invitation.findFirst({ where: { organizationId, id }, select: COLUMNS })) as Invitation | null
}

/** By either of its links, each of which is good for one address and until its moment. Locks nothing. */
export async function findInvitationByToken(tx: Tx, tokenHash: Uint8Array, now: Date): Promise<Invitation | null> {
  return (await clientOf(tx).invitation.findFirst({
    where: {
      OR: [{ tokenHash: Uint8Array.from(tokenHash) }, { mailTokenHash: Uint8Array.from(tokenHash) }],
      expiresAt: { gt: now },
    },
    select: COLUMNS,
  })) as Invitation | null
}

export async function findInvitationByEmail(
  tx: Tx,
  organizationId: OrganizationId,
  email: string,
): Promise<Invitation | null> {
  return (await clientOf(tx).invitation.findFirst({
    where: { organizationId, email },
    select: COLUMNS,
  })) as Invitation | null
}

export async function countInvitations(tx: Tx, organizationId: OrganizationId): Promise<number> {
  return clientOf(tx).invitation.count({ where: { organizationId } })
}

/** The newest first, each with its mail. There are no more of them than LIMITS.openInvitations. */
export async function listInvitations(
  tx: Tx,
  organizationId: OrganizationId,
): Promise<(Invitation & { readonly mail: InvitationMail | null })[]> {
  const rows = await clientOf(tx).invitation.findMany({
    where: { organizationId },
    select: { ...COLUMNS, mailState: true, mailError: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return rows.map(({ mailState, mailError, ...invitation }) => ({
    ...(invitation as Invitation),
    mail: mailState && { state: mailState, error: mailError },
  }))
}

export async function insertInvitation(tx: Tx, invitation: Invitation, tokenHash: Uint8Array): Promise<void> {
  await clientOf(tx).invitation.create({ data: { ...invitation, tokenHash: Uint8Array.from(tokenHash) } })
}

/** With another link, by which those before are worth nothing. */
export async function updateInvitation(
  tx: Tx,
  { id, senderId, createdAt, expiresAt }: Invitation,
  tokenHash: Uint8Array,
): Promise<void> {
  await clientOf(tx).invitation.update({
    where: { id },
    data: {
      senderId,
      createdAt,
      expiresAt,
      tokenHash: Uint8Array.from(tokenHash),
      mailTokenHash: null,
      mailState: null,
      mailError: null,
    },
  })
}

/** The link that is being mailed. One that was mailed before is worth nothing; the one that was shown stays as good as it was. */
export async function setMailedLink(tx: Tx, { id }: Invitation, mailTokenHash: Uint8Array): Promise<void> {
  await clientOf(tx).invitation.update({ where: { id }, data: { mailTokenHash: Uint8Array.from(mailTokenHash) } })
}

/** What became of its mail so far. */
export async function setMailState(
  tx: Tx,
  { id }: Pick<Invitation, 'id'>,
  mailState: DeliveryState,
  mailError: string | null,
): Promise<void> {
  await clientOf(tx).invitation.update({ where: { id }, data: { mailState, mailError } })
}

export async function deleteInvitation(tx: Tx, { id }: Invitation): Promise<void> {
  await clientOf(tx).invitation.delete({ where: { id } })
}

/** Those that ended long ago. Returns how many went. */
export async function forgetOldInvitations(tx: Tx, before: Date): Promise<number> {
  return (await clientOf(tx).invitation.deleteMany({ where: { expiresAt: { lt: before } } })).count
}
