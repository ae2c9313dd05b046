import { describe, expect, test } from 'vitest'
import { UNSEEN } from '@/lib/core/impact'
import type { Role } from '@/lib/core/roles'
import { joinWithNewAccount, joinWithOwnAccount } from '@/lib/operations/accept-invitation'
import { addMember } from '@/lib/operations/add-member'
import { inviteMember } from '@/lib/operations/invite-member'
import { listInvitations } from '@/lib/operations/list-invitations'
import { performForAccount } from '@/lib/operations/perform'
import { removeMember } from '@/lib/operations/remove-member'
import { renewInvitation } from '@/lib/operations/renew-invitation'
import { startSession } from '@/lib/operations/start-session'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import { tablesThatHold } from '@/lib/operations/testing/stored-text'
import {
  type Member,
  need,
  ORIGIN,
  type Organization,
  openTwoOrganizations,
  refusal,
} from '@/lib/operations/testing/two-organizations'
import { viewInvitation } from '@/lib/operations/view-invitation'
import { withdrawInvitation } from '@/lib/operations/withdraw-invitation'

const { platform, sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()

let guests = 0
const someone = () => {
  guests += 1
  return `guest${guests}@elsewhere.test`
}
const tokenOf = ({ url }: { url: string }) => new URL(url).searchParams.get('token') ?? ''
const invite = async (by: Member, email: string, role: Role = 'developer') =>
  tokenOf(need(await as(by)(inviteMember, { email, role })))
const joinAnew = (token: string) =>
  performForAccount(platform, joinWithNewAccount, ORIGIN, { token, name: 'Gwen', password: 'a long umbrella' })
const sessionOf = async ({ userId }: Pick<Member, 'userId'>) =>
  need(await performForAccount(platform, startSession, ORIGIN, { userId })).sessionId
const joinAs = async (member: Pick<Member, 'userId'>, token: string) =>
  performForAccount(platform, joinWithOwnAccount, ORIGIN, { token, sessionId: await sessionOf(member) })
const openIn = async (organization: Organization) => need(await as(organization.owner)(listInvitations, {})).invitations
const invitationTo = async (organization: Organization, email: string) => {
  const found = (await openIn(organization)).find((invitation) => invitation.email === email)
  if (!found) throw new Error(`No invitation to ${email}`)
  return found
}
const membersNamed = (email: string) =>
  sql<{ slug: string; role: Role; state: string }>(
    `select o.slug, m.role::text, m.state::text from membership m join "user" u on u.id = m.user_id
     join organization o on o.id = m.organization_id where u.email = $1 order by 1`,
    [email],
  )
const setMember = (member: Member, role: Role, state = 'active') =>
  sql(`update membership set role = $2::"Role", state = $3::"MembershipState" where id = $1`, [
    member.membershipId,
    role,
    state,
  ])

describe('who may invite whom', () => {
  const invites = (by: Member, role: Role) => as(by)(inviteMember, { email: someone(), role })

  test('an Owner to any role, a User Administrator to none above Developer, others to none', async () => {
    expect(refusal(await invites(acme.owner, 'owner'))).toBeUndefined()
    for (const role of ['developer', 'reader'] as const)
      expect(refusal(await invites(acme.administrator, role))).toBeUndefined()
    for (const role of ['owner', 'aura_owner', 'user_administrator'] as const)
      expect(refusal(await invites(acme.administrator, role))).toBe('not_permitted')
    for (const by of [acme.auraOwner, acme.developer, acme.reader])
      expect([refusal(await invites(by, 'reader')), refusal(await as(by)(listInvitations, {}))]).toEqual([
        'not_permitted',
        'not_permitted',
      ])
  })

  test('a User Administrator neither sends again nor withdraws what an Owner sent for a higher role', async () => {
    const email = someone()
    await invite(acme.owner, email, 'owner')
    const { id: invitationId } = await invitationTo(acme, email)
    for (const operation of [renewInvitation, withdrawInvitation])
      expect(refusal(await as(acme.administrator)(operation, { invitationId }))).toBe('not_permitted')
    const seen = need(await as(acme.administrator)(listInvitations, {})).invitations
    expect(seen.find(({ id }) => id === invitationId)?.can.manage).toBe(false)
  })

  test('a User Administrator brings nobody back whom they could not have removed', async () => {
    const { auraOwner: gone, administrator } = acme
    const token = await invite(administrator, someone())
    const email = (await openIn(acme))[0]?.email ?? ''
    await setMember(gone, 'owner', 'removed')
    const again = (by: Member) => as(by)(inviteMember, { email: gone.email, role: 'developer' })
    expect(await again(administrator)).toMatchObject({ failure: { code: 'not_permitted', field: 'email' } })
    need(await again(acme.owner))
    const { id: invitationId } = await invitationTo(acme, gone.email)
    expect(refusal(await as(administrator)(renewInvitation, { invitationId }))).toBe('not_permitted')
    need(await as(acme.owner)(withdrawInvitation, { invitationId }))
    // Nor by an invitation that was sent before there was anybody to be brought back.
    await sql('update invitation set email = $1 where email = $2', [gone.email, email])
    expect(refusal(await joinAs(gone, token))).toBe('link_not_valid')
    await sql('delete from invitation where email = $1', [gone.email])
    await setMember(gone, 'aura_owner')
  })

  test('another organization’s invitations are not found, and its members are nobody’s business', async () => {
    const email = someone()
    await invite(acme.owner, email)
    const { id: invitationId } = await invitationTo(acme, email)
    for (const operation of [renewInvitation, withdrawInvitation])
      expect(refusal(await as(zenith.owner)(operation, { invitationId }))).toBe('invitation_not_found')
    expect((await openIn(zenith)).map((invitation) => invitation.email)).not.toContain(email)
    expect(refusal(await as(zenith.owner)(inviteMember, { email, role: 'reader' }))).toBeUndefined()
  })

  test('one invitation for an address, and none for a member; a suspended one is to be reactivated', async () => {
    const email = someone()
    await invite(acme.owner, email)
    const again = (address: string) => as(acme.owner)(inviteMember, { email: address, role: 'reader' })
    expect(refusal(await again(email.toUpperCase()))).toBe('invitation_open')
    expect(refusal(await again(acme.reader.email))).toBe('member_exists')
    await setMember(acme.reader, 'reader', 'suspended')
    expect(refusal(await again(acme.reader.email))).toBe('member_suspended')
    await setMember(acme.reader, 'reader')
  })

  test('at most 200 are open at once', async () => {
    await sql(
      `insert into invitation (id, organization_id, email, role, token_hash, created_at, expires_at)
       select 'inv_many' || n, $1, 'many' || n || '@elsewhere.test', 'reader', sha256(n::text::bytea), now(), now() + interval '1 day'
       from generate_series(1, 200) n`,
      [zenith.id],
    )
    expect(refusal(await as(zenith.owner)(inviteMember, { email: someone(), role: 'reader' }))).toBe('invitation_limit')
    await sql(`delete from invitation where id like 'inv_many%'`)
  })
})

describe('an invitation', () => {
  test('makes a member with an account, once; its link is stored nowhere, and what it did is in the log', async () => {
    const email = someone()
    const token = await invite(acme.administrator, email)
    expect(await tablesThatHold(sql, [token])).toEqual([])
    const shown = { organization: 'acme', email, role: 'developer', sender: 'administrator of acme', hasAccount: false }
    for (const _ of [1, 2])
      expect(need(await performForAccount(platform, viewInvitation, ORIGIN, { token }))).toEqual(shown)
    expect(need(await joinAnew(token)).organizationSlug).toBe('acme')
    expect(await membersNamed(email)).toEqual([{ slug: 'acme', role: 'developer', state: 'active' }])
    expect([refusal(await joinAnew(token)), refusal(await joinAs(acme.reader, token))]).toEqual([
      'link_not_valid',
      'link_not_valid',
    ])
    expect(await sql(`select type, actor_kind from event where body like $1 order by number`, [`%${email}%`])).toEqual([
      { type: 'invitation.sent', actor_kind: 'member' },
      { type: 'invitation.accepted', actor_kind: 'member' },
    ])
  })

  test('is for seven days; sent again it has another link, and the one before is worth nothing', async () => {
    const email = someone()
    const first = await invite(acme.owner, email)
    const { id: invitationId, sentAt, expiresAt } = await invitationTo(acme, email)
    expect(Date.parse(expiresAt) - Date.parse(sentAt)).toBe(7 * 86_400_000)
    await sql(`update invitation set expires_at = clock_timestamp() where id = $1`, [invitationId])
    expect((await invitationTo(acme, email)).state).toBe('expired')
    expect(refusal(await joinAnew(first))).toBe('link_not_valid')
    const second = tokenOf(need(await as(acme.administrator)(renewInvitation, { invitationId })))
    expect(refusal(await joinAnew(first))).toBe('link_not_valid')
    expect((await joinAnew(second)).ok).toBe(true)
  })

  test('leads nowhere once it was withdrawn, and the address can be invited anew', async () => {
    const email = someone()
    const token = await invite(acme.owner, email)
    const { id: invitationId } = await invitationTo(acme, email)
    need(await as(acme.administrator)(withdrawInvitation, { invitationId }))
    expect(refusal(await joinAnew(token))).toBe('link_not_valid')
    expect(refusal(await as(acme.owner)(withdrawInvitation, { invitationId }))).toBe('invitation_not_found')
    expect((await joinAnew(await invite(acme.owner, email, 'reader'))).ok).toBe(true)
  })

  test.each([
    ['is demoted', 'developer', 'active'],
    ['is suspended', 'owner', 'suspended'],
    ['is removed', 'owner', 'removed'],
    ['may invite to lower roles only', 'user_administrator', 'active'],
  ] as const)('dies when its sender %s, and says so to who can send it again', async (_, role, state) => {
    const email = someone()
    const token = await invite(await ownerForNow(), email, 'owner')
    await setMember(acme.otherDeveloper, role, state)
    expect(refusal(await performForAccount(platform, viewInvitation, ORIGIN, { token }))).toBe('link_not_valid')
    expect(refusal(await joinAnew(token))).toBe('link_not_valid')
    const dead = await invitationTo(acme, email)
    expect(dead.state).toBe('void')
    const renewed = tokenOf(need(await as(acme.owner)(renewInvitation, { invitationId: dead.id })))
    await setMember(acme.otherDeveloper, 'developer')
    expect((await performForAccount(platform, viewInvitation, ORIGIN, { token: renewed })).ok).toBe(true)
  })
  /** Someone who is an Owner for as long as it takes to invite. */
  async function ownerForNow(): Promise<Member> {
    await setMember(acme.otherDeveloper, 'owner')
    return acme.otherDeveloper
  }

  test('is for one address: another account is told so, its own joins, a member is told that they are one', async () => {
    const token = await invite(acme.owner, zenith.developer.email, 'reader')
    expect(await joinAs(zenith.reader, token)).toEqual({
      ok: false,
      failure: {
        code: 'invitation_for_another',
        params: { email: zenith.developer.email, own: zenith.reader.email },
      },
    })
    expect(refusal(await joinAnew(token))).toBe('invitation_needs_sign_in')
    expect(need(await performForAccount(platform, viewInvitation, ORIGIN, { token })).hasAccount).toBe(true)
    await sql(
      `insert into membership (id, organization_id, user_id, role, created_at) values ('mem_meanwhile', $1, $2, 'reader', now())`,
      [acme.id, zenith.developer.userId],
    )
    expect(refusal(await joinAs(zenith.developer, token))).toBe('already_member')
    await sql(`delete from membership where id = 'mem_meanwhile'`)
    expect(need(await joinAs(zenith.developer, token)).organizationSlug).toBe('acme')
    expect(await membersNamed(zenith.developer.email)).toEqual([
      { slug: 'acme', role: 'reader', state: 'active' },
      { slug: 'zenith', role: 'developer', state: 'active' },
    ])
  })

  test('brings somebody who was removed back as the member that they were, with the keys that left with them; in a role that can’t hold keys without', async () => {
    const { otherDeveloper: leaver, owner } = zenith
    const app = await makeApp(owner)
    const key = await makeKey(leaver, app)
    const remove = () => as(owner)(removeMember, { membershipId: leaver.membershipId, impact: UNSEEN })
    const statusOfKey = async () =>
      (await sql('select departure_id is null as works from api_key where id = $1', [key.id]))[0]?.works
    for (const [role, works] of [
      ['reader', false],
      ['developer', true],
    ] as const) {
      need(await remove())
      expect(await statusOfKey()).toBe(false)
      need(await joinAs(leaver, await invite(owner, leaver.email, role)))
      expect(
        await sql('select id, role::text, state::text from membership where user_id = $1', [leaver.userId]),
      ).toEqual([{ id: leaver.membershipId, role, state: 'active' }])
      expect(await statusOfKey()).toBe(works)
    }
    const told = await sql<{ body: { set: { value: number }[] } }>(
      `select body from change where organization_id = $1 and kind = 'status' order by seq desc limit 1`,
      [zenith.id],
    )
    expect(told[0]?.body.set.map(({ value }) => value)).toEqual([0])
  })
})

describe('at the same time', () => {
  const invitationRow = (email: string) => ({
    text: 'select 1 from invitation where email = $1 for update',
    values: [email],
  })

  test('two who follow one link make one member', async () => {
    const email = someone()
    const token = await invite(acme.owner, email)
    const outcomes = await queuedBehind(databaseUrl, invitationRow(email), [
      () => joinAnew(token),
      () => joinAnew(token),
    ])
    expect(outcomes.map(refusal)).toEqual([undefined, 'invitation_needs_sign_in'])
    expect(await membersNamed(email)).toHaveLength(1)
  })

  test('an address that is registered by another organization’s invitation meanwhile keeps one account, and signs in to the second', async () => {
    const email = someone()
    const [one, other] = [await invite(acme.owner, email), await invite(zenith.owner, email)]
    const account = { text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`account of ${email}`] }
    const outcomes = await queuedBehind(databaseUrl, account, [() => joinAnew(one), () => joinAnew(other)])
    expect(outcomes.map(refusal)).toEqual([undefined, 'invitation_needs_sign_in'])
    const [user] = await sql<{ id: Member['userId'] }>('select id from "user" where email = $1', [email])
    if (!user) throw new Error('There is no account')
    need(await joinAs({ userId: user.id }, other))
    expect((await membersNamed(email)).map(({ slug }) => slug)).toEqual(['acme', 'zenith'])
  })

  test('nobody comes in on a right that is taken away before, and whoever came in before stays', async () => {
    const email = someone()
    const token = await invite(acme.administrator, email)
    const demote = async () => {
      await setMember(acme.administrator, 'reader')
      return { ok: true, value: null } as const
    }
    const administrator = {
      text: 'select 1 from membership where id = $1 for update',
      values: [acme.administrator.membershipId],
    }
    expect((await queuedBehind(databaseUrl, administrator, [demote, () => joinAnew(token)])).map(refusal)).toEqual([
      undefined,
      'link_not_valid',
    ])
    expect(await membersNamed(email)).toEqual([])
    await setMember(acme.administrator, 'user_administrator')
    expect((await queuedBehind(databaseUrl, administrator, [() => joinAnew(token), demote])).map(refusal)).toEqual([
      undefined,
      undefined,
    ])
    expect(await membersNamed(email)).toHaveLength(1)
    await setMember(acme.administrator, 'user_administrator')
  })

  test('an invitation that is withdrawn while it is followed has one outcome', async () => {
    const email = someone()
    const token = await invite(acme.owner, email)
    const { id: invitationId } = await invitationTo(acme, email)
    const withdraw = () => as(acme.owner)(withdrawInvitation, { invitationId })
    const outcomes = await queuedBehind(databaseUrl, invitationRow(email), [withdraw, () => joinAnew(token)])
    expect(outcomes.map(refusal)).toEqual([undefined, 'link_not_valid'])
    expect(await membersNamed(email)).toEqual([])
  })

  test('two invitations of one address at the same moment are one', async () => {
    const email = someone()
    const inviting = {
      text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`,
      values: [`invitations of ${acme.id}`],
    }
    const work = () => as(acme.owner)(inviteMember, { email, role: 'reader' })
    expect((await queuedBehind(databaseUrl, inviting, [work, work])).map(refusal)).toEqual([
      undefined,
      'invitation_open',
    ])
  })

  test('someone who is added by an operator while they accept is told that they are a member', async () => {
    const token = await invite(acme.owner, zenith.reader.email, 'reader')
    const account = {
      text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`,
      values: [`account of ${zenith.reader.email}`],
    }
    const outcomes = await queuedBehind(databaseUrl, account, [
      () =>
        as(acme.operator)(addMember, {
          email: zenith.reader.email,
          name: 'n',
          role: 'reader',
          password: 'not used at all',
        }),
      () => joinAs(zenith.reader, token),
    ])
    expect(outcomes.map(refusal)).toEqual([undefined, 'already_member'])
  })
})
