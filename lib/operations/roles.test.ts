import { beforeAll, describe, expect, test } from 'vitest'
import type { MembershipId } from '@/lib/core/identifiers'
import { UNSEEN } from '@/lib/core/impact'
import type { Result } from '@/lib/core/result'
import { newIdAt } from '@/lib/crypto/identifiers'
import { joinWithNewAccount } from '@/lib/operations/accept-invitation'
import { assignAppOwner } from '@/lib/operations/assign-app-owner'
import { createApp } from '@/lib/operations/create-app'
import { createSecret } from '@/lib/operations/create-secret'
import { endSession } from '@/lib/operations/end-session'
import { inviteMember } from '@/lib/operations/invite-member'
import { listApiKeys } from '@/lib/operations/list-api-keys'
import { listApps } from '@/lib/operations/list-apps'
import { listEvents } from '@/lib/operations/list-events'
import { listGateways } from '@/lib/operations/list-gateways'
import { listSecrets } from '@/lib/operations/list-secrets'
import { offerApiKeys } from '@/lib/operations/offer-api-keys'
import { offerApp } from '@/lib/operations/offer-app'
import { type Principal, perform, performForAccount } from '@/lib/operations/perform'
import { registerGateway } from '@/lib/operations/register-gateway'
import { removeMember } from '@/lib/operations/remove-member'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { shareSecret } from '@/lib/operations/share-secret'
import { startSession } from '@/lib/operations/start-session'
import { answersOf } from '@/lib/operations/testing/role-matrix/ask-everybody'
import { neverNamed } from '@/lib/operations/testing/role-matrix/named-in'
import { operationsOfPeople } from '@/lib/operations/testing/role-matrix/operations-of-people'
import { attemptsToRaiseOneself, removalThatOrphans } from '@/lib/operations/testing/role-matrix/raising-oneself'
import { roleMatrix } from '@/lib/operations/testing/role-matrix/role-matrix'
import { PARTS, type Row } from '@/lib/operations/testing/role-matrix/row'
import { thingsOf } from '@/lib/operations/testing/role-matrix/things'
import { need, ORIGIN, openTwoOrganizations, principalOf, refusal } from '@/lib/operations/testing/two-organizations'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { viewApp } from '@/lib/operations/view-app'
import { viewHome } from '@/lib/operations/view-home'
import { viewOrganization } from '@/lib/operations/view-organization'

const bed = await openTwoOrganizations()
const { platform, sql, acme, zenith, as, makeApp, makeKey } = bed
const things = thingsOf(bed)
const ROWS = [...roleMatrix(bed, things), removalThatOrphans(things)]
const ATTEMPTS = attemptsToRaiseOneself(bed, things)

/** An id as any other, of something that never was. */
const never = newIdAt(new Date())

/** Owners, as far as their role goes: one is suspended, the other removed. */
const away = [await things.memberOf(acme, 'owner', 'suspended'), await things.removedOwnerOf(acme)]

/** Who may enter at all is asked before the operation is: once for each is enough. */
const strangersAsked = new Set<Row['operation']>()

/** What has happened in both organizations. That somebody was refused a secret is remembered, and changes nothing. */
const changesSoFar = () =>
  sql(`select organization_id, count(*) from event where type <> 'secret.reveal_denied' group by 1 order by 1`)

/** Nothing of one organization is there for another's Owner: the answer is that to ids of what never was. */
async function expectNotFound({ operation, passesOver }: Row, asked: object) {
  const named = neverNamed(asked)
  if (!named) return
  const foreign = await as(zenith.owner)(operation, asked)
  if (!passesOver) expect(refusal(foreign)).toMatch(/_not_found$/)
  expect(await as(zenith.owner)(operation, named)).toEqual(foreign)
}

let made = 0
const appInput = () => {
  made += 1
  const [service, name, environment] = ['cloud_function', `app ${made}`, 'production']
  return { service, name, environment, upstream: 'http://a.test', scopes: [] }
}

describe('a role', () => {
  test.each(ROWS.map((row) => [row.what, row.who, row] as const))('may %s: %s', async (_, who, row) => {
    const { input, operation } = row
    const isFirst = !strangersAsked.has(operation)
    strangersAsked.add(operation)
    let unchanged: unknown
    const strangers = async (asked: object) => {
      for (const member of isFirst ? away : [])
        expect(refusal(await as(member)(operation, asked))).toBe('organization_not_found')
      await expectNotFound(row, asked)
      expect(await changesSoFar()).toEqual(unchanged)
    }
    const answers = await answersOf(
      {
        ...row,
        input: async (organization) => {
          const made = await input(organization)
          unchanged = await changesSoFar()
          return made
        },
      },
      acme,
      async (part, asked) => refusal(await as(acme[part])(operation, asked)),
      strangers,
    )
    expect(answers).toBe(who)
  })

  test('has a row for every operation of people', async () => {
    const asked = new Set(ROWS.map(({ operation }) => operation))
    const missing = [...(await operationsOfPeople())].filter(([, operation]) => !asked.has(operation))
    expect(missing.map(([name]) => name)).toEqual([])
  })

  test('removes nobody’s self: not even an Owner their own', async () => {
    for (const part of ['owner', 'administrator'] as const) {
      expect(
        refusal(await as(acme[part])(removeMember, { membershipId: acme[part].membershipId, impact: UNSEEN })),
      ).toBe('not_permitted')
    }
  })

  test('leaves the last Owner where they are', async () => {
    await sql(`update membership set state = 'suspended' where organization_id = $1 and role = 'owner' and id <> $2`, [
      acme.id,
      acme.owner.membershipId,
    ])
    expect(
      refusal(await as(acme.operator)(removeMember, { membershipId: acme.owner.membershipId, impact: UNSEEN })),
    ).toBe('last_owner')
  })

  test('is asked of the page as of the operation: what a viewer is offered is what they may do', async () => {
    const app = await makeApp(acme.developer)
    const key = await makeKey(acme.developer, app)
    for (const part of PARTS) {
      const view = need(await as(acme[part])(viewApp, { slug: app.slug }))
      const shown = need(await as(acme[part])(viewApiKey, { apiKeyId: key.id })).key
      const manages = ['owner', 'auraOwner', 'developer'].includes(part)
      expect(view.can).toEqual({
        manage: manages,
        createUserKey: manages || part === 'otherDeveloper',
        createServerKey: manages,
        assignOwner: part === 'owner' || part === 'auraOwner',
      })
      expect(view.upstream === null).toBe(!manages)
      const { enable, offer, withdrawOffer, ...others } = shown.can
      expect([enable, offer, withdrawOffer]).toEqual([false, false, false])
      for (const [what, offered] of Object.entries(others)) expect(offered, what).toBe(manages)
    }
  })
})

describe('a User Administrator', () => {
  test.each(ATTEMPTS.map((attempt) => [attempt.what, attempt] as const))('does not get %s', async (_, attempt) => {
    const { operation, input, refusal: code, by } = attempt
    const asked = await input(acme)
    const before = await changesSoFar()
    expect(refusal(await as(acme[by])(operation, asked))).toBe(code)
    expect(await changesSoFar()).toEqual(before)
  })

  test('gets nobody in by an invitation to a higher role, sent while they had the right to it', async () => {
    const sender = await things.memberOf(acme, 'owner')
    const { url } = need(await as(sender)(inviteMember, { email: things.someone(), role: 'owner' }))
    await sql(`update membership set role = 'user_administrator' where id = $1`, [sender.membershipId])
    const join = { token: new URL(url).searchParams.get('token'), name: 'Gwen', password: 'a long umbrella' }
    expect(refusal(await performForAccount(platform, joinWithNewAccount, ORIGIN, join))).toBe('link_not_valid')
  })
})

describe('of another organization', () => {
  /** One’s own thing, and with it a member of elsewhere. */
  const MIXED: readonly (readonly [string, (membershipId: MembershipId) => Promise<Result<unknown>>])[] = [
    [
      'a member that a secret is shared with',
      async (membershipId) => as(acme.owner)(shareSecret, { ...(await ownSecret()), membershipId, access: 'read' }),
    ],
    [
      'a member whom a key is offered to',
      async (toMembershipId) =>
        as(acme.owner)(offerApiKeys, { apiKeyIds: [await things.leftKeyOf(acme)], toMembershipId }),
    ],
    [
      'a member whom an app is offered to',
      async (toMembershipId) => as(acme.owner)(offerApp, { appId: (await things.appOf(acme)).id, toMembershipId }),
    ],
    [
      'a member whom an app is given to',
      async (toMembershipId) =>
        as(acme.owner)(assignAppOwner, { appId: (await things.disownedAppOf(acme)).id, toMembershipId }),
    ],
    [
      'a member whom a leaver’s key is handed over to',
      async (toMembershipId) => {
        const { membershipId, digest, apiKeyId } = await things.leaverOf(acme)
        const choice = { apiKeyId, choice: 'hand_over' as const, toMembershipId, countdownHours: 0 }
        return as(acme.owner)(removeMember, { membershipId, impact: { digest, rest: 'orphan', choices: [choice] } })
      },
    ],
  ]
  const ownSecret = async () => ({ secretId: (await things.secretOf(acme)).id })

  test.each(MIXED)('%s is not found, in the same words as one who never was', async (_, ask) => {
    const foreign = await ask(zenith.developer.membershipId)
    expect(refusal(foreign)).toBe('member_not_found')
    expect(await ask(never('membership'))).toEqual(foreign)
  })

  test('nothing shows in any list', async () => {
    const app = await makeApp(zenith.owner)
    const key = await makeKey(zenith.owner, app)
    const secret = need(await as(zenith.owner)(createSecret, { name: 'ZENITH_ONLY', value: key.key.reveal() }))
    const gateway = need(await as(zenith.owner)(registerGateway, { name: 'zenith only' }))
    const seen = JSON.stringify([
      need(await as(acme.owner)(listApps, { service: 'cloud_function' })),
      need(await as(acme.owner)(listApiKeys, { within: { service: 'cloud_function' } })),
      need(await as(acme.owner)(listSecrets, {})),
      need(await as(acme.owner)(listGateways, {})),
      need(await as(acme.owner)(listEvents, {})),
      need(await as(acme.owner)(viewHome, {})),
      need(await as(acme.owner)(viewOrganization, {})),
    ])
    for (const id of [app.id, key.id, secret.id, gateway.id, zenith.id, 'zenith']) expect(seen).not.toContain(id)
  })
})

describe('a session', () => {
  let sessionId: `ses_${string}`
  const look = (over: Partial<Extract<Principal, { kind: 'session' }>> = {}) =>
    perform(platform, viewOrganization, { kind: 'session', sessionId, organizationSlug: 'acme', ...over }, ORIGIN, {})

  beforeAll(async () => {
    sessionId = need(
      await performForAccount(platform, startSession, ORIGIN, { userId: acme.otherDeveloper.userId }),
    ).sessionId
  })

  test('opens the organizations of its person and no other, whether there is another or not', async () => {
    expect((await look()).ok).toBe(true)
    const foreign = await look({ organizationSlug: 'zenith' })
    expect(refusal(foreign)).toBe('organization_not_found')
    for (const organizationSlug of ['never-was', '../acme', 'a\u0000', '', 'x'.repeat(100)])
      expect(await look({ organizationSlug })).toEqual(foreign)
  })

  test('that is nobody’s is not signed in, and learns nothing of what was wrong with its input', async () => {
    expect(refusal(await look({ sessionId: undefined }))).toBe('not_signed_in')
    expect(refusal(await look({ sessionId: never('session') }))).toBe('not_signed_in')
    const principal = { kind: 'session', sessionId: undefined, organizationSlug: 'acme' } as const
    expect(refusal(await perform(platform, revokeApiKey, principal, ORIGIN, { nonsense: 1 }))).toBe('not_signed_in')
  })

  test.each(['suspended', 'removed'])(
    'of a member who was %s closes the organization at once, and nothing else',
    async (state) => {
      await sql('update membership set state = $2::"MembershipState" where id = $1', [
        acme.otherDeveloper.membershipId,
        state,
      ])
      expect(refusal(await look())).toBe('organization_not_found')
      expect(
        refusal(
          await perform(
            platform,
            createApp,
            { kind: 'session', sessionId, organizationSlug: 'acme' },
            ORIGIN,
            appInput(),
          ),
        ),
      ).toBe('organization_not_found')
      expect(refusal(await perform(platform, createApp, principalOf(acme.otherDeveloper), ORIGIN, appInput()))).toBe(
        'organization_not_found',
      )
      await sql(`update membership set state = 'active' where id = $1`, [acme.otherDeveloper.membershipId])
      expect((await look()).ok).toBe(true)
    },
  )

  test('acts with the role that its member has now', async () => {
    const create = () =>
      perform(platform, createApp, { kind: 'session', sessionId, organizationSlug: 'acme' }, ORIGIN, appInput())
    expect((await create()).ok).toBe(true)
    await sql(`update membership set role = 'reader' where id = $1`, [acme.otherDeveloper.membershipId])
    expect(refusal(await create())).toBe('not_permitted')
    await sql(`update membership set role = 'developer' where id = $1`, [acme.otherDeveloper.membershipId])
  })

  test('is over at its moment, and once it was ended', async () => {
    await sql(`update session set expires_at = clock_timestamp() where id = $1`, [sessionId])
    expect(refusal(await look())).toBe('not_signed_in')
    sessionId = need(
      await performForAccount(platform, startSession, ORIGIN, { userId: acme.otherDeveloper.userId }),
    ).sessionId
    expect((await look()).ok).toBe(true)
    need(await performForAccount(platform, endSession, ORIGIN, { sessionId }))
    expect(refusal(await look())).toBe('not_signed_in')
  })
})
