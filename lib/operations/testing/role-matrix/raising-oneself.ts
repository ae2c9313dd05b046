import type { FailureCode } from '@/lib/core/failures'
import { UNSEEN } from '@/lib/core/impact'
import type { Role } from '@/lib/core/roles'
import { acceptOffer } from '@/lib/operations/accept-offer'
import { changeMemberRole } from '@/lib/operations/change-member-role'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createSecret } from '@/lib/operations/create-secret'
import { inviteMember } from '@/lib/operations/invite-member'
import { offerApiKeys } from '@/lib/operations/offer-api-keys'
import { reactivateMember } from '@/lib/operations/reactivate-member'
import { removeMember } from '@/lib/operations/remove-member'
import { renewInvitation } from '@/lib/operations/renew-invitation'
import { suspendMember } from '@/lib/operations/suspend-member'
import { type Row, row } from '@/lib/operations/testing/role-matrix/row'
import type { Bed, Things } from '@/lib/operations/testing/role-matrix/things'
import { newKey, type Part } from '@/lib/operations/testing/two-organizations'

const ABOVE = ['owner', 'aura_owner', 'user_administrator'] as const

/** What a User Administrator who wants more may try, and how each of it is refused. */
export type Attempt = Pick<Row, 'what' | 'operation' | 'input'> & {
  readonly refusal: FailureCode
  /** Who is asked: mostly they themselves. */
  readonly by: Part
}

export function attemptsToRaiseOneself(
  { sql }: Bed,
  { memberOf, commonApp, appOf, leftKeyOf, offeredKeyOf, invitationOf, leaverOf, someone }: Things,
): readonly Attempt[] {
  const attempt = (
    what: string,
    refusal: FailureCode,
    operation: Row['operation'],
    input: Row['input'],
    by: Part = 'administrator',
  ): Attempt => ({ what, refusal, operation, input, by })
  const own = (address: (email: string) => string, role: Role, refusal: FailureCode) =>
    attempt(
      `an invitation of their own address, written “${address('me@acme.test')}”, as ${role}`,
      refusal,
      inviteMember,
      ({ administrator }) => ({ email: address(administrator.email), role }),
    )
  const spelled = [(email: string) => email, (email: string) => email.toUpperCase(), (email: string) => ` ${email} `]
  return [
    ...[...ABOVE, 'developer' as const, 'reader' as const].map((role) =>
      attempt(`the role of ${role} for themselves`, 'own_role', changeMemberRole, ({ administrator }) => ({
        membershipId: administrator.membershipId,
        role,
        impact: UNSEEN,
      })),
    ),
    ...spelled.flatMap((address) => [
      own(address, 'owner', 'not_permitted'),
      own(address, 'developer', 'member_exists'),
    ]),
    ...ABOVE.flatMap((role) => [
      attempt(`an invitation of somebody as ${role}`, 'not_permitted', inviteMember, () => ({
        email: someone(),
        role,
      })),
      attempt(`sending somebody’s invitation as ${role} again`, 'not_permitted', renewInvitation, (org) =>
        invitationOf(org, role),
      ),
      attempt(`the role of ${role} for a Developer`, 'not_permitted', changeMemberRole, async (org) => ({
        membershipId: (await memberOf(org, 'developer')).membershipId,
        role,
        impact: UNSEEN,
      })),
      attempt(`taking the role of ${role} from its member`, 'not_permitted', changeMemberRole, async (org) => ({
        membershipId: (await memberOf(org, role)).membershipId,
        role: 'reader',
        impact: UNSEEN,
      })),
      attempt(`removing a member who is ${role}`, 'not_permitted', removeMember, async (org) => ({
        membershipId: (await memberOf(org, role)).membershipId,
        impact: UNSEEN,
      })),
      attempt(`suspending a member who is ${role}`, 'not_permitted', suspendMember, async (org) => ({
        membershipId: (await memberOf(org, role)).membershipId,
        impact: UNSEEN,
      })),
      attempt(`reactivating a suspended ${role}`, 'not_permitted', reactivateMember, async (org) => ({
        membershipId: (await memberOf(org, role, 'suspended')).membershipId,
      })),
    ]),
    attempt('a user key', 'not_permitted', createApiKey, async (org) => newKey(await commonApp(org))),
    attempt('a server key of an app that once was theirs', 'not_permitted', createApiKey, async (org) => {
      const app = await appOf(org)
      await sql('update app set owner_id = $2 where id = $1', [app.id, org.administrator.membershipId])
      return newKey(app, { type: 'server' })
    }),
    attempt('a secret', 'not_permitted', createSecret, () => ({ name: 'MINE', value: 'v' })),
    attempt('accepting a key that was offered to them in another role', 'not_permitted', acceptOffer, async (org) => {
      const become = (role: Role) =>
        sql('update membership set role = $2::"Role" where id = $1', [org.administrator.membershipId, role])
      await become('developer')
      const offer = await offeredKeyOf(org, 'administrator')
      await become('user_administrator')
      return { ...offer, name: 'mine', expiration: '30d' }
    }),
    attempt(
      'a key by being offered one',
      'offer_receiver_not_possible',
      offerApiKeys,
      async (org) => ({ apiKeyIds: [await leftKeyOf(org)], toMembershipId: org.administrator.membershipId }),
      'owner',
    ),
    attempt('revoking a leaver’s key by the way', 'not_permitted', removeMember, async (org) => {
      const { membershipId, digest, apiKeyId } = await leaverOf(org)
      return { membershipId, impact: { digest, rest: 'orphan', choices: [{ apiKeyId, choice: 'revoke' }] } }
    }),
    attempt('revoking all that a leaver leaves', 'not_permitted', removeMember, async (org) => {
      const { membershipId, digest } = await leaverOf(org)
      return { membershipId, impact: { digest, rest: 'revoke', choices: [] } }
    }),
    ...(['developer', 'administrator'] as const).map((heir) =>
      attempt(`handing a leaver’s key over to the ${heir}`, 'not_permitted', removeMember, async (org) => {
        const { membershipId, digest, apiKeyId } = await leaverOf(org)
        const choice = {
          apiKeyId,
          choice: 'hand_over',
          toMembershipId: org[heir].membershipId,
          countdownHours: 24,
        }
        return { membershipId, impact: { digest, rest: 'orphan', choices: [choice] } }
      }),
    ),
  ]
}

/** What is left to them: a removal that leaves the keys orphaned. */
export const removalThatOrphans = ({ leaverOf }: Things) =>
  row('remove a member and orphan their keys', 'yes no yes no no no', removeMember, async (org) => {
    const { membershipId, digest, apiKeyId } = await leaverOf(org)
    return { membershipId, impact: { digest, rest: 'orphan', choices: [{ apiKeyId, choice: 'orphan' }] } }
  })
