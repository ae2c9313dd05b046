import { type ListedMemberView, ListMembersInput, type MemberRights, type MembersView } from '@/lib/contract/members'
import { isMemberActor } from '@/lib/core/actor'
import { graceEndsAt, isWithinGrace, type Membership } from '@/lib/core/membership'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { ROLES } from '@/lib/core/roles'
import { KEY_SHAPED } from '@/lib/core/token-form'
import { countInvitations } from '@/lib/db/invitations'
import { type Absence, countKeysOfMembers, listAbsences, listMembers as readMembers } from '@/lib/db/member-listing'
import { getPolicy } from '@/lib/db/organizations'
import { readMemberCursor, writeMemberCursor } from '@/lib/operations/member-cursor'
import { type People, read } from '@/lib/operations/operation'

const PAGE_ROWS = 50
/** Beyond it a row says "1,000+". */
const COUNTED_KEYS = 1_001

/** Who is in the organization, by name, and what the viewer may do with each. */
export const listMembers = read({
  input: ListMembersInput,
  async run({ tx, actor, now }, { text: wanted, role, state, cursor }) {
    if (!may(actor, 'member.list', {})) return fail('not_permitted')
    const { organizationId } = actor
    // A key that was pasted here by mistake is not looked for.
    const text = KEY_SHAPED.test(wanted) ? '' : wanted.trim()
    const { rows, next } = await readMembers(tx, organizationId, {
      text,
      role: role ?? null,
      states: state ? [state] : ['active', 'suspended'],
      after: readMemberCursor(cursor),
      limit: PAGE_ROWS,
    })
    const ids = rows.map(({ id }) => id)
    const keys = await countKeysOfMembers(tx, organizationId, ids, now, COUNTED_KEYS)
    const absences = await listAbsences(tx, organizationId, ids, now)
    const { graceDays } = await getPolicy(tx, organizationId)
    const invites = ROLES.filter((role) => may(actor, 'member.invite', { role }))
    const view: MembersView = {
      members: rows.map((member) => ({
        id: member.id,
        name: member.name,
        email: member.email,
        role: member.role,
        state: member.state,
        isOwn: isMemberActor(actor) && actor.membershipId === member.id,
        joinedAt: member.createdAt.toISOString(),
        lastSignInAt: member.lastSignInAt?.toISOString() ?? null,
        keys: keys.get(member.id) ?? { active: 0, orphaned: 0 },
        returning: returningOf(absences.get(member.id), graceDays, now),
        can: rightsOver(actor, member),
      })),
      nextCursor: next && writeMemberCursor(next),
      can: {
        invite: invites,
        inventory: may(actor, 'api_key.inventory', {}),
      },
      invitations: invites.length > 0 ? await countInvitations(tx, organizationId) : null,
      now: now.toISOString(),
    }
    return ok(view)
  },
})

/** Nothing comes back once the grace period is over, or where nothing was taken. */
function returningOf(absence: Absence | undefined, graceDays: number, now: Date): ListedMemberView['returning'] {
  if (!absence || absence.keys === 0 || !isWithinGrace(absence, graceDays, now)) return null
  return { keys: absence.keys, until: graceEndsAt(absence, graceDays).toISOString() }
}

/** Whether it can be done is said when it is done: the last Owner is found out under a lock. */
function rightsOver(actor: People, target: Membership): MemberRights {
  const governs = may(actor, 'member.govern', { target })
  const { state } = target
  return {
    roles:
      state === 'removed'
        ? []
        : ROLES.filter((role) => role !== target.role && may(actor, 'member.change_role', { target, role })),
    suspend: governs && state === 'active',
    reactivate: governs && state === 'suspended',
    remove: governs && state !== 'removed',
  }
}
