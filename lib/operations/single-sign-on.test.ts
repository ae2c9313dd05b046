import { beforeEach, describe, expect, test } from 'vitest'
import type { UserId } from '@/lib/core/identifiers'
import { UNSEEN } from '@/lib/core/impact'
import type { Role } from '@/lib/core/roles'
import { joinWithNewAccount } from '@/lib/operations/accept-invitation'
import { beginSingleSignOn } from '@/lib/operations/begin-single-sign-on'
import { changeMemberRole } from '@/lib/operations/change-member-role'
import { completeSingleSignOn, connectIdentity } from '@/lib/operations/complete-single-sign-on'
import { disconnectIdentity } from '@/lib/operations/disconnect-identity'
import { inviteMember } from '@/lib/operations/invite-member'
import { perform, performForAccount } from '@/lib/operations/perform'
import { removeIdentityProvider } from '@/lib/operations/remove-identity-provider'
import { removeMember } from '@/lib/operations/remove-member'
import { saveIdentityProvider } from '@/lib/operations/save-identity-provider'
import { startSession } from '@/lib/operations/start-session'
import { switchSingleSignOn } from '@/lib/operations/switch-single-sign-on'
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
import { viewAccount } from '@/lib/operations/view-account'
import { viewOrganization } from '@/lib/operations/view-organization'
import { viewConnection, viewProviderOf } from '@/lib/operations/view-provider-of'
import { viewSingleSignOn } from '@/lib/operations/view-single-sign-on'
import { withdrawInvitation } from '@/lib/operations/withdraw-invitation'

const { platform, sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const SECRET = 'the client secret of the portal'
const ISSUER = 'https://login.acme.test'

const settings = {
  name: 'Acme login',
  issuer: ISSUER,
  clientId: 'portal',
  clientSecret: SECRET,
  publicClient: false,
  domains: 'Acme.test, @acme.example',
  defaultRole: 'developer' as const,
  changedAt: null as string | null,
}
const view = async (who: Organization) => need(await as(who.owner)(viewSingleSignOn, {}))
const save = async (over: Partial<typeof settings> = {}, who = acme) =>
  as(who.owner)(saveIdentityProvider, {
    ...settings,
    changedAt: (await view(who)).provider?.changedAt ?? null,
    ...over,
  })
const turn = (enabled: boolean, required = false, who = acme) =>
  as(who.owner)(switchSingleSignOn, { enabled, required })

/** What a flow holds that was begun now. */
async function flowOf(who = acme) {
  const begun = need(
    await performForAccount(platform, beginSingleSignOn, ORIGIN, { organization: who.slug, purpose: 'sign_in' }),
  )
  const { client, organizationId, identityProviderId } = begun
  return { organizationId, identityProviderId, issuer: client.issuer, clientId: client.clientId }
}
let people = 0
const claims = (over = {}) => {
  people += 1
  const subject = `subject ${people}`
  return { issuer: ISSUER, subject, email: `p${people}@acme.test`, emailVerified: true, name: `P ${people}`, ...over }
}
type Said = ReturnType<typeof claims>
const signIn = async (said: Said, flow?: Awaited<ReturnType<typeof flowOf>>) =>
  performForAccount(platform, completeSingleSignOn, ORIGIN, { flow: flow ?? (await flowOf()), claims: said })
const opens = (sessionId: string, organizationSlug: string) =>
  perform(
    platform,
    viewOrganization,
    { kind: 'session', sessionId: sessionId as `ses_${string}`, organizationSlug },
    ORIGIN,
    {},
  )
const byPassword = async (userId: UserId) =>
  need(await performForAccount(platform, startSession, ORIGIN, { userId })).sessionId as `ses_${string}`
const connect = async (said: Said, sessionId: string) =>
  performForAccount(platform, connectIdentity, ORIGIN, {
    flow: await flowOf(),
    claims: said,
    sessionId: sessionId as `ses_${string}`,
  })
const memberOf = async (userId: string): Promise<Member> => {
  const [row] = await sql<{ id: Member['membershipId']; email: string }>(
    'select m.id, u.email from membership m join "user" u on u.id = m.user_id where m.user_id = $1 and m.organization_id = $2',
    [userId, acme.id],
  )
  if (!row) throw new Error('No such member')
  return {
    organizationId: acme.id,
    membershipId: row.id,
    userId: userId as UserId,
    email: row.email,
    role: 'developer',
  }
}
const eventsOf = async (type: string, organization = acme) =>
  (
    await sql<{ body: string }>('select body from event where type = $1 and organization_id = $2 order by number', [
      type,
      organization.id,
    ])
  ).map(({ body }) => JSON.parse(body))

beforeEach(async () => {
  if (!(await view(acme)).provider) need(await save())
  const { provider } = await view(acme)
  if (!provider?.enabled || provider.required) need(await turn(true))
})

describe('the settings', () => {
  test('are the Owner’s alone to see, save, switch and remove', async () => {
    for (const who of [acme.auraOwner, acme.administrator, acme.developer, acme.reader]) {
      expect(refusal(await as(who)(viewSingleSignOn, {}))).toBe('not_permitted')
      expect(refusal(await as(who)(saveIdentityProvider, settings))).toBe('not_permitted')
      expect(refusal(await as(who)(switchSingleSignOn, { enabled: false, required: false }))).toBe('not_permitted')
      expect(refusal(await as(who)(removeIdentityProvider, {}))).toBe('not_permitted')
    }
    expect((await view(zenith)).provider).toBeNull()
    expect(refusal(await turn(true, false, zenith))).toBe('identity_provider_not_found')
  })

  test('keep the client secret sealed, show it to nobody, and keep it for the client it was entered for', async () => {
    expect(await tablesThatHold(sql, [SECRET])).toEqual([])
    expect(JSON.stringify(await view(acme))).not.toContain(SECRET)
    need(await save({ clientSecret: '', name: 'Renamed' }))
    expect((await view(acme)).provider).toMatchObject({
      hasSecret: true,
      name: 'Renamed',
      domains: ['acme.test', 'acme.example'],
    })
    // It would be sent to whoever runs the other issuer.
    expect(refusal(await save({ clientSecret: '', issuer: 'https://evil.test' }))).toBe('client_secret_needed')
    expect(refusal(await save({ clientSecret: '', clientId: 'another' }))).toBe('client_secret_needed')
    const begun = need(
      await performForAccount(platform, beginSingleSignOn, ORIGIN, { organization: 'acme', purpose: 'sign_in' }),
    )
    expect(begun.client.clientSecret).toBe(SECRET)
  })

  test('are not written over when somebody changed them meanwhile, and are said to be wrong field by field', async () => {
    expect(refusal(await save({ changedAt: null }))).toBe('identity_provider_changed_meanwhile')
    const wrong = await save({ issuer: 'ftp://x', domains: 'acme', clientId: '', defaultRole: 'owner' as never })
    expect(wrong.ok ? {} : wrong.failure.fields).toMatchObject({
      issuer: expect.any(String),
      domains: '“acme” is no domain such as example.com.',
      clientId: 'Enter the client ID.',
      defaultRole: 'Choose a role.',
    })
    const secretInIssuer = await save({ issuer: 'https://user:pass@login.test?x=1' })
    expect(refusal(secretInIssuer)).toBe('invalid_input')
  })
})

describe('signing in', () => {
  test('somebody new gets an account without a password and the role for newcomers, and enters that organization alone', async () => {
    const said = claims({ name: 'Mara\u202e  Lind' })
    const { sessionId, userId } = need(await signIn(said))
    expect(await sql('select email, name, password_hash from "user" where id = $1', [userId])).toEqual([
      { email: said.email, name: 'Mara Lind', password_hash: null },
    ])
    expect(need(await opens(sessionId, 'acme'))).toMatchObject({ role: 'developer', organizations: [{ slug: 'acme' }] })
    expect(refusal(await opens(sessionId, 'zenith'))).toBe('organization_not_found')
    const { membershipId } = await memberOf(userId)
    for (const type of ['member.added', 'identity.connected', 'session.started'])
      expect((await eventsOf(type)).filter((event) => event.membershipId === membershipId)).toHaveLength(1)
    // And comes back as the same person, whatever their address has become.
    expect(need(await signIn({ ...said, email: 'moved@acme.test' })).userId).toBe(userId)
    expect(need(await signIn({ ...said, email: null as never, emailVerified: false })).userId).toBe(userId)
  })

  test('nobody new is let in without a verified address at one of the domains, and nothing is left of the attempt', async () => {
    const before = await sql('select count(*) from "user"')
    const outcomes = []
    for (const over of [
      { email: null as never },
      { email: 'not an address' },
      { emailVerified: false },
      { email: 'x@evil.test' },
      { email: 'x@sub.acme.test' },
      { email: 'x@acme.test.evil.test' },
      { subject: 'zero\u0000' },
      { subject: 'half \ud800' },
    ])
      outcomes.push(refusal(await signIn(claims(over))))
    expect(outcomes).toEqual([
      'sso_no_email',
      'sso_no_email',
      'sso_email_not_verified',
      'sso_domain_not_allowed',
      'sso_domain_not_allowed',
      'sso_domain_not_allowed',
      'invalid_input',
      'invalid_input',
    ])
    expect(await sql('select count(*) from "user"')).toEqual(before)
  })

  test('an account that has the address already is not handed over; its holder connects it, and then enters by it', async () => {
    const said = claims({ email: acme.developer.email })
    expect(refusal(await signIn(said))).toBe('sso_account_exists')
    // Nor one that belongs to another organization alone.
    need(await save({ domains: 'acme.test, zenith.test' }))
    expect(refusal(await signIn(claims({ email: zenith.owner.email })))).toBe('sso_account_exists')

    const session = await byPassword(acme.developer.userId)
    need(await connect(said, session))
    expect(need(await signIn(said)).userId).toBe(acme.developer.userId)
    expect(
      need(await performForAccount(platform, viewConnection, ORIGIN, { organization: 'acme', sessionId: session })),
    ).toMatchObject({ connected: true })
    // One subject is one member.
    expect(refusal(await connect(said, await byPassword(acme.reader.userId)))).toBe('sso_identity_taken')
    // A session that a provider vouched for connects nothing, and nobody connects in an organization that they are not in.
    const confined = need(await signIn(claims())).sessionId
    expect(refusal(await connect(claims(), confined))).toBe('not_signed_in')
    expect(refusal(await connect(claims(), await byPassword(zenith.reader.userId)))).toBe('sso_not_offered')
  })

  test('a member who was removed or suspended is told so, and stays out', async () => {
    const said = claims()
    const { userId, sessionId } = need(await signIn(said))
    const { membershipId } = await memberOf(userId)
    await sql(`update membership set state = 'suspended' where id = $1`, [membershipId])
    expect(refusal(await signIn(said))).toBe('sso_membership_ended')
    expect(refusal(await opens(sessionId, 'acme'))).toBe('organization_not_found')
    await sql(`update membership set state = 'active' where id = $1`, [membershipId])
  })

  test('a member who was removed comes back when invited again, with what that absence took; not by another organization’s, and not too late', async () => {
    const said = claims()
    const { userId } = need(await signIn(said))
    const member = await memberOf(userId)
    const { membershipId } = member
    const key = await makeKey(member, await makeApp(acme.owner))
    const departure = async () =>
      (await sql<{ departure_id: string | null }>('select departure_id from api_key where id = $1', [key.id]))[0]
        ?.departure_id
    const remove = async () => need(await as(acme.owner)(removeMember, { membershipId, impact: UNSEEN }))
    const invite = async (who = acme) =>
      need(await as(who.owner)(inviteMember, { email: said.email, role: 'developer' }))
    await remove()
    await invite(zenith)
    expect(refusal(await signIn(said))).toBe('sso_membership_ended')
    await invite()
    const { sessionId } = need(await signIn(said))
    expect(need(await opens(sessionId, 'acme')).role).toBe('developer')
    expect(await departure()).toBeNull()
    expect((await eventsOf('invitation.accepted')).at(-1)).toMatchObject({
      membershipId,
      after: { by: 'single_sign_on', restoredKeys: 1 },
    })
    await remove()
    expect(await departure()).not.toBeNull()
    await invite()
    await sql('update invitation set expires_at = now() where email = $1 and organization_id = $2', [
      said.email,
      acme.id,
    ])
    expect(refusal(await signIn(said))).toBe('sso_membership_ended')
    expect(await departure()).not.toBeNull()
  })

  test('the same person twice at the same moment is one account', async () => {
    const said = claims()
    const flow = await flowOf()
    const lock = {
      text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
      values: [`subject ${JSON.stringify([acme.id, said.issuer, said.subject])}`],
    }
    const [one, two] = await queuedBehind(databaseUrl, lock, [() => signIn(said, flow), () => signIn(said, flow)])
    expect(need(one).userId).toBe(need(two).userId)
  })

  test('an answer that began at another provider, or at this one before it was changed, opens nothing', async () => {
    const flow = await flowOf()
    need(await save({ clientId: 'another', clientSecret: 'x' }))
    expect(refusal(await signIn(claims(), flow))).toBe('sso_not_offered')
    need(await save())
    need(await save({ issuer: 'https://login.zenith.test' }, zenith))
    need(await turn(true, false, zenith))
    const foreign = await flowOf(zenith)
    expect(refusal(await signIn(claims(), { ...(await flowOf()), organizationId: foreign.organizationId }))).toBe(
      'sso_not_offered',
    )
    // A subject of one organization’s issuer is nobody in another, even under the same name.
    const said = claims()
    need(await signIn(said))
    expect(refusal(await signIn({ ...said, issuer: 'https://login.zenith.test' }, foreign))).toBe('sso_account_exists')
  })

  test('whether an organization is there is not told by its lack of a provider', async () => {
    for (const organization of ['nobody', 'Not A Slug!'])
      expect(refusal(await performForAccount(platform, viewProviderOf, ORIGIN, { organization }))).toMatch(
        /sso_not_offered|invalid_input/,
      )
    need(await turn(false))
    expect(refusal(await performForAccount(platform, viewProviderOf, ORIGIN, { organization: 'acme' }))).toBe(
      'sso_not_offered',
    )
  })
})

describe('somebody new who was invited', () => {
  const invite = async (email: string, role: Role, by: Member = acme.owner) =>
    new URL(need(await as(by)(inviteMember, { email, role })).url).searchParams.get('token') ?? ''
  const invitations = (email: string) =>
    sql<{ id: `inv_${string}`; slug: string }>(
      'select i.id, o.slug from invitation i join organization o on o.id = i.organization_id where i.email = $1 order by 2',
      [email],
    )
  const roleOf = async (userId: string) =>
    (await sql<{ role: Role }>('select role::text from membership where user_id = $1', [userId])).map(
      ({ role }) => role,
    )
  const setMember = (member: Member, role: Role, state = 'active') =>
    sql(`update membership set role = $2::"Role", state = $3::"MembershipState" where id = $1`, [
      member.membershipId,
      role,
      state,
    ])

  test('becomes what the invitation says, which is used up with it; another organization’s is another’s', async () => {
    const said = claims()
    const token = await invite(said.email, 'user_administrator')
    await invite(said.email, 'owner', zenith.owner)
    const { userId, sessionId } = need(await signIn(said))
    expect(await roleOf(userId)).toEqual(['user_administrator'])
    expect(need(await opens(sessionId, 'acme')).role).toBe('user_administrator')
    expect((await invitations(said.email)).map(({ slug }) => slug)).toEqual(['zenith'])
    const join = await performForAccount(platform, joinWithNewAccount, ORIGIN, {
      token,
      name: 'N',
      password: 'x'.repeat(12),
    })
    expect(refusal(join)).toBe('link_not_valid')
    expect((await eventsOf('invitation.accepted')).at(-1)).toMatchObject({
      userId,
      after: { role: 'user_administrator', email: said.email, by: 'single_sign_on' },
    })
    expect((await eventsOf('member.added')).some((event) => event.userId === userId)).toBe(false)
  })

  test.each<[string, (email: string) => Promise<unknown>]>([
    ['has expired', (email) => sql('update invitation set expires_at = clock_timestamp() where email = $1', [email])],
    [
      'was withdrawn',
      async (email) => as(acme.owner)(withdrawInvitation, { invitationId: (await invitations(email))[0]?.id as never }),
    ],
    ['was sent by who is demoted since', () => setMember(acme.auraOwner, 'developer')],
    ['was sent by who may invite to lower roles only now', () => setMember(acme.auraOwner, 'user_administrator')],
    ['was sent by who is suspended', () => setMember(acme.auraOwner, 'owner', 'suspended')],
    ['was sent by who was removed', () => setMember(acme.auraOwner, 'owner', 'removed')],
  ])('becomes what newcomers are when it %s, and it never stands up again', async (_, fall) => {
    await setMember(acme.auraOwner, 'owner')
    const said = claims()
    await invite(said.email, 'owner', acme.auraOwner)
    await fall(said.email)
    const { userId } = need(await signIn(said))
    await setMember(acme.auraOwner, 'aura_owner')
    expect(await roleOf(userId)).toEqual(['developer'])
    expect(await invitations(said.email)).toEqual([])
    expect((await eventsOf('invitation.withdrawn')).at(-1)).toMatchObject({ before: { email: said.email } })
    expect((await eventsOf('member.added')).at(-1)).toMatchObject({ userId, after: { role: 'developer' } })
  })

  test('is let in by it no further than anybody: not with an address that is not verified, or at another domain', async () => {
    const [unverified, elsewhere] = [claims({ emailVerified: false }), claims({ email: 'x@evil.test' })]
    for (const { email } of [unverified, elsewhere]) await invite(email, 'owner')
    expect(refusal(await signIn(unverified))).toBe('sso_email_not_verified')
    expect(refusal(await signIn(elsewhere))).toBe('sso_domain_not_allowed')
    for (const { email } of [unverified, elsewhere]) expect(await invitations(email)).toHaveLength(1)
  })

  test('gets no right that is taken away before, and keeps one that is taken away afterwards', async () => {
    const flow = await flowOf()
    const demote = async () => {
      await setMember(acme.administrator, 'reader')
      return { ok: true, value: null } as const
    }
    const administrator = {
      text: 'select 1 from membership where id = $1 for update',
      values: [acme.administrator.membershipId],
    }
    for (const first of ['demoted', 'signed in']) {
      const said = claims()
      await invite(said.email, 'reader', acme.administrator)
      const enter = () => signIn(said, flow)
      const works = first === 'demoted' ? ([demote, enter] as const) : ([enter, demote] as const)
      const outcomes = await queuedBehind(databaseUrl, administrator, works)
      await setMember(acme.administrator, 'user_administrator')
      expect(outcomes.map(refusal)).toEqual([undefined, undefined])
      const { userId } = await memberAt(said.email)
      expect(await roleOf(userId)).toEqual([first === 'demoted' ? 'developer' : 'reader'])
    }
  })

  test('comes in once, by the link or by the provider, whichever is first', async () => {
    const flow = await flowOf()
    for (const first of ['link', 'provider']) {
      const said = claims()
      const token = await invite(said.email, 'reader')
      const account = {
        text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
        values: [`account of ${said.email}`],
      }
      const join = () =>
        performForAccount(platform, joinWithNewAccount, ORIGIN, { token, name: 'N', password: 'x'.repeat(12) })
      const enter = () => signIn(said, flow)
      const outcomes = await queuedBehind(databaseUrl, account, first === 'link' ? [join, enter] : [enter, join])
      expect(outcomes.map(refusal)).toEqual([
        undefined,
        first === 'link' ? 'sso_account_exists' : 'invitation_needs_sign_in',
      ])
      const { userId } = await memberAt(said.email)
      expect(await roleOf(userId)).toEqual(['reader'])
      expect(await invitations(said.email)).toEqual([])
    }
  })

  test('at that very moment is asked to sign in again, and then gets it', async () => {
    const [said, flow] = [claims(), await flowOf()]
    const inviting = {
      text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
      values: [`invitations of ${acme.id}`],
    }
    const outcomes = await queuedBehind(databaseUrl, inviting, [
      () => as(acme.owner)(inviteMember, { email: said.email, role: 'reader' }),
      () => signIn(said, flow),
    ])
    expect(outcomes.map(refusal)).toEqual([undefined, 'sso_invited_meanwhile'])
    expect(await roleOf(need(await signIn(said, flow)).userId)).toEqual(['reader'])
    // Whoever is in by then is not invited any more.
    expect(refusal(await as(acme.owner)(inviteMember, { email: said.email, role: 'owner' }))).toBe('member_exists')
  })

  const memberAt = async (email: string) => {
    const [user] = await sql<{ id: string }>('select id from "user" where email = $1', [email])
    return memberOf(user?.id ?? '')
  }
})

describe('disconnecting', () => {
  const disconnect = async (sessionId: string | undefined, organization = 'acme') =>
    performForAccount(platform, disconnectIdentity, ORIGIN, { sessionId: sessionId as `ses_${string}`, organization })
  const hasPassword = (userId: string) => sql(`update "user" set password_hash = 'a hash' where id = $1`, [userId])
  const connections = async (sessionId: string) =>
    need(await performForAccount(platform, viewAccount, ORIGIN, { sessionId: sessionId as `ses_${string}` }))
      .connections
  /** A member who came by the provider and got a password since, with a session by each. */
  async function connected() {
    const said = claims()
    const { userId, sessionId } = need(await signIn(said))
    await hasPassword(userId)
    return { said, userId, bySingleSignOn: sessionId, byPassword: await byPassword(userId as UserId) }
  }

  test('ends one’s own connection and the sessions that came by it, and no others; the account shows how it stands', async () => {
    const [one, other] = [await connected(), await connected()]
    expect(await connections(one.byPassword)).toEqual([
      {
        organization: { name: 'acme', slug: 'acme' },
        provider: 'Acme login',
        host: 'login.acme.test',
        connectedAt: expect.any(String),
        current: false,
        byPassword: true,
        can: { connect: false, disconnect: true },
      },
    ])
    expect(await connections(one.bySingleSignOn)).toMatchObject([{ current: true, can: { disconnect: true } }])
    expect(need(await disconnect(one.byPassword))).toEqual({ endedSessions: 1, signedOut: false })
    expect(refusal(await opens(one.bySingleSignOn, 'acme'))).toBe('not_signed_in')
    for (const session of [one.byPassword, other.bySingleSignOn, other.byPassword])
      expect((await opens(session, 'acme')).ok).toBe(true)
    expect(await connections(one.byPassword)).toMatchObject([
      { connectedAt: null, can: { connect: true, disconnect: false } },
    ])
    expect((await eventsOf('identity.disconnected')).at(-1)).toMatchObject({
      userId: one.userId,
      before: { issuer: ISSUER, subject: one.said.subject },
      after: { endedSessions: 1 },
    })
    // The provider's word opens nothing from then on, until the holder connects anew.
    expect(refusal(await signIn(one.said))).toBe('sso_account_exists')
    need(await connect(one.said, one.byPassword))
    expect(need(await signIn(one.said)).userId).toBe(one.userId)
  })

  test('by a session that came by it ends that one too, and says so', async () => {
    const { bySingleSignOn } = await connected()
    expect(need(await disconnect(bySingleSignOn))).toEqual({ endedSessions: 1, signedOut: true })
    expect(refusal(await disconnect(bySingleSignOn))).toBe('not_signed_in')
  })

  test('is refused where there is nothing to end: not connected, not one’s organization, off, not signed in', async () => {
    const { byPassword: mine, said } = await connected()
    const before = await eventsOf('identity.disconnected')
    expect([
      refusal(await disconnect(await byPassword(acme.auraOwner.userId))),
      refusal(await disconnect(await byPassword(zenith.owner.userId))),
      refusal(await disconnect(mine, 'zenith')),
      refusal(await disconnect(mine, 'nobody')),
    ]).toEqual(Array(4).fill('sso_not_connected'))
    expect(refusal(await disconnect(undefined))).toBe('not_signed_in')
    need(await turn(false))
    expect([refusal(await disconnect(mine)), await connections(mine)]).toEqual(['sso_not_connected', []])
    need(await turn(true))
    expect(await eventsOf('identity.disconnected')).toEqual(before)
    expect((await signIn(said)).ok).toBe(true)
  })

  test('is refused to whom nothing else lets in, until there is a password or another connection', async () => {
    const said = claims()
    const { sessionId, userId } = need(await signIn(said))
    expect(await connections(sessionId)).toMatchObject([{ can: { disconnect: false } }])
    expect(refusal(await disconnect(sessionId))).toBe('sso_only_way_in')
    expect((await opens(sessionId, 'acme')).ok).toBe(true)
    // Another connection counts while it opens something.
    if (!(await view(zenith)).provider?.enabled) {
      if (!(await view(zenith)).provider) need(await save({}, zenith))
      need(await turn(true, false, zenith))
    }
    await sql(
      `insert into membership (id, organization_id, user_id, role, created_at) values ('mem_of_two', $1, $2, 'reader', now())`,
      [zenith.id, userId],
    )
    await sql(
      `insert into identity (id, organization_id, membership_id, issuer, subject, created_at) values ('idn_of_two', $1, 'mem_of_two', $2, 's', now())`,
      [zenith.id, (await view(zenith)).provider?.issuer],
    )
    for (const [state, disconnects] of [
      ['suspended', false],
      ['active', true],
    ] as const) {
      await sql(`update membership set state = $1::"MembershipState" where id = 'mem_of_two'`, [state])
      expect(await connections(sessionId)).toMatchObject([
        { organization: { slug: 'acme' }, can: { disconnect: disconnects } },
      ])
    }
    // A provider's session ends its own organization's alone; of two that are ended at once the second is the last.
    expect(refusal(await disconnect(sessionId, 'zenith'))).toBe('sso_not_connected')
    const both = await byPassword(userId as UserId)
    const account = { text: 'select 1 from "user" where id = $1 for update', values: [userId] }
    const outcomes = await queuedBehind(databaseUrl, account, [
      () => disconnect(both),
      () => disconnect(both, 'zenith'),
    ])
    expect(outcomes.map(refusal)).toEqual([undefined, 'sso_only_way_in'])
  })

  test('leaves no session to who is signing in by it at that moment', async () => {
    const { said, userId, byPassword: mine } = await connected()
    const { membershipId } = await memberOf(userId)
    const flow = await flowOf()
    const member = { text: 'select 1 from membership where id = $1 for update', values: [membershipId] }
    const [entered, ended] = await queuedBehind(databaseUrl, member, [() => signIn(said, flow), () => disconnect(mine)])
    expect(need(ended).endedSessions).toBe(2)
    expect(refusal(await opens(need(entered).sessionId, 'acme'))).toBe('not_signed_in')
    need(await connect(said, mine))
    const [again, late] = await queuedBehind(databaseUrl, member, [() => disconnect(mine), () => signIn(said, flow)])
    expect([refusal(again), refusal(late)]).toEqual([undefined, 'sso_account_exists'])
  })
})

describe('sessions of a provider end', () => {
  test.each([
    ['when it is switched off', () => turn(false)],
    ['when it has another issuer', () => save({ issuer: 'https://other.acme.test' })],
    ['when the portal is another client of it', () => save({ clientId: 'other', clientSecret: 'y' })],
    ['when it is removed', () => as(acme.owner)(removeIdentityProvider, {})],
  ])('%s, and no others', async (_, act) => {
    need(await save())
    const [mine, byPasswordToo] = [need(await signIn(claims())).sessionId, await byPassword(acme.reader.userId)]
    need<unknown>(await act())
    expect(refusal(await opens(mine, 'acme'))).toBe('not_signed_in')
    expect((await opens(byPasswordToo, 'acme')).ok).toBe(true)
  })

  test('also the one that is being made while it is switched off', async () => {
    need(await save())
    const [flow, said] = [await flowOf(), claims()]
    const provider = {
      text: 'select 1 from identity_provider where organization_id = $1 for update',
      values: [acme.id],
    }
    const [started, off] = await queuedBehind(databaseUrl, provider, [() => signIn(said, flow), () => turn(false)])
    need(off)
    expect(refusal(await opens(need(started).sessionId, 'acme'))).toBe('not_signed_in')
  })

  test('who is who is kept for when it is set up again', async () => {
    const said = claims()
    const { userId } = need(await signIn(said))
    need(await as(acme.owner)(removeIdentityProvider, {}))
    need(await save())
    need(await turn(true))
    expect(need(await signIn(said)).userId).toBe(userId)
  })
})

describe('where single sign-on is required', () => {
  const hasPassword = (member: Member, has: boolean) =>
    sql('update "user" set password_hash = $1 where id = $2', [has ? 'a hash' : null, member.userId])

  test('it can’t be without being on, nor without an Owner who has a password', async () => {
    expect(refusal(await turn(false, true))).toBe('sso_required_needs_enabled')
    expect(refusal(await turn(true, true))).toBe('sso_owner_needs_password')
    await hasPassword(acme.owner, true)
    need(await turn(true, true))
    expect(refusal(await turn(true, true))).toBe('sso_unchanged')
    expect((await opens(await byPassword(acme.owner.userId), 'acme')).ok).toBe(true)
    expect(refusal(await opens(await byPassword(acme.reader.userId), 'acme'))).toBe('single_sign_on_required')
    // The way in for who has only a password as yet.
    const session = await byPassword(acme.reader.userId)
    const said = claims({ email: 'reader@acme.test' })
    need(await connect(said, session))
    expect((await opens(need(await signIn(said)).sessionId, 'acme')).ok).toBe(true)
    expect(refusal(await opens(session, 'acme'))).toBe('single_sign_on_required')
    expect((await eventsOf('identity_provider.switched')).at(-1)).toMatchObject({ after: { required: true } })
  })

  test('the last Owner with a password is neither removed nor demoted, and of two who go at once one stays', async () => {
    await hasPassword(acme.owner, true)
    await sql(`update membership set role = 'owner' where id = any($1)`, [
      [acme.auraOwner.membershipId, acme.otherDeveloper.membershipId],
    ])
    await hasPassword(acme.auraOwner, false)
    await hasPassword(acme.otherDeveloper, true)
    need(await turn(true, true))
    const removing = (by: Member, whom: Member) => () =>
      as(by)(removeMember, { membershipId: whom.membershipId, impact: UNSEEN })
    const owners = {
      text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
      values: [`owners of ${acme.id}`],
    }
    const operator = acme.operator
    const outcomes = await queuedBehind(databaseUrl, owners, [
      () => as(operator)(removeMember, { membershipId: acme.otherDeveloper.membershipId, impact: UNSEEN }),
      () => as(operator)(removeMember, { membershipId: acme.owner.membershipId, impact: UNSEEN }),
    ])
    expect(outcomes.map(refusal).sort()).not.toEqual([undefined, undefined])
    expect(outcomes.map(refusal)).toContain('last_owner_with_password')
    expect(refusal(await removing(acme.auraOwner, acme.owner)())).toBe('last_owner_with_password')
    expect(
      refusal(
        await as(acme.auraOwner)(changeMemberRole, { membershipId: acme.owner.membershipId, role: 'aura_owner' }),
      ),
    ).toBe('last_owner_with_password')
    // One without a password may go: nobody is locked out by it.
    expect(
      refusal(
        await as(acme.owner)(changeMemberRole, { membershipId: acme.auraOwner.membershipId, role: 'aura_owner' }),
      ),
    ).toBe(undefined)
  })
})
