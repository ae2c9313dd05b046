import type { MembershipId, OrganizationId } from '@/lib/core/identifiers'
import type { MembershipState } from '@/lib/core/membership'
import type { Role } from '@/lib/core/roles'
import type { Secret, SecretAccess, SecretShare } from '@/lib/core/secret'
import { clientOf, type Tx } from '@/lib/db/tx'

/** A share counts while its member is active. */
export const LIVE_SHARES = {
  where: { membership: { state: 'active' } },
  select: { membershipId: true, access: true },
} as const

/** Who may read and who may manage, of a secret's live shares. */
export function sharesOf(shares: readonly { readonly membershipId: string; readonly access: SecretAccess }[]): {
  readonly readers: readonly MembershipId[]
  readonly managers: readonly MembershipId[]
} {
  const having = (wanted: SecretAccess) =>
    shares.filter(({ access }) => access === wanted).map(({ membershipId }) => membershipId as MembershipId)
  return { readers: having('read'), managers: having('manage') }
}

/** A member that a secret is shared with, or could be. */
export interface SharingMember {
  readonly id: MembershipId
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly state: MembershipState
}

/** Whom a secret is shared with, by name. */
export async function listSecretShares(
  tx: Tx,
  { organizationId, id }: Pick<Secret, 'organizationId' | 'id'>,
): Promise<{ member: SharingMember; access: SecretAccess; createdAt: Date }[]> {
  const rows = await clientOf(tx).secretShare.findMany({
    where: { organizationId, secretId: id, membership: { state: 'active' } },
    orderBy: [{ membership: { user: { name: 'asc' } } }, { membershipId: 'asc' }],
    select: {
      access: true,
      createdAt: true,
      membership: { select: { id: true, role: true, state: true, user: { select: { name: true, email: true } } } },
    },
  })
  return rows.map(({ membership: { user, ...member }, access, createdAt }) => ({
    member: { ...member, ...user, id: member.id as MembershipId },
    access,
    createdAt,
  }))
}

/** Active members, by name: at most so many. */
export async function listSharingMembers(
  tx: Tx,
  organizationId: OrganizationId,
  roles: readonly Role[],
  limit: number,
): Promise<SharingMember[]> {
  const rows = await clientOf(tx).membership.findMany({
    where: { organizationId, state: 'active', role: { in: [...roles] } },
    orderBy: [{ user: { name: 'asc' } }, { id: 'asc' }],
    take: limit,
    select: { id: true, role: true, state: true, user: { select: { name: true, email: true } } },
  })
  return rows.map(({ user, ...member }) => ({ ...member, ...user, id: member.id as MembershipId }))
}

export async function findSecretShare(
  tx: Tx,
  { organizationId, id }: Pick<Secret, 'organizationId' | 'id'>,
  membershipId: MembershipId,
): Promise<SecretShare | null> {
  return (await clientOf(tx).secretShare.findFirst({
    where: { organizationId, secretId: id, membershipId },
  })) as SecretShare | null
}

/** Of a member who is removed: none is left to come back to. Returns how many ended. */
export async function endSharesWith(
  tx: Tx,
  organizationId: OrganizationId,
  membershipId: MembershipId,
): Promise<number> {
  return (await clientOf(tx).secretShare.deleteMany({ where: { organizationId, membershipId } })).count
}

export async function saveSecretShare(tx: Tx, share: SecretShare): Promise<void> {
  const { secretId, membershipId, access, createdAt, createdById } = share
  await clientOf(tx).secretShare.upsert({
    where: { secretId_membershipId: { secretId, membershipId } },
    create: { ...share },
    update: { access, createdAt, createdById },
  })
}

export async function deleteSecretShare(
  tx: Tx,
  { organizationId, secretId, membershipId }: Pick<SecretShare, 'organizationId' | 'secretId' | 'membershipId'>,
): Promise<void> {
  await clientOf(tx).secretShare.deleteMany({ where: { organizationId, secretId, membershipId } })
}
