/**
 * The table of rights, asked as a browser asks: through the server actions of a built portal, by people who have signed in. What a page or a route
 * reads has no action, and is asked of the operations alone (lib/operations/roles.test.ts), by everybody. Whether an action goes by its operation
 * is seen by the two between whom the line runs; the long run asks everybody here too.
 */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type BuiltAction, builtActions } from '@/e2e/processes/built-actions'
import { OWNER, openInstallation, type PortalProcess } from '@/e2e/processes/installation'
import { clientWith, openForm, type SignedInClient, signIn } from '@/e2e/processes/signed-in-client'
import type { FailureCode } from '@/lib/core/failures'
import { UNSEEN } from '@/lib/core/impact'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { changeMemberRole } from '@/lib/operations/change-member-role'
import { inviteMember } from '@/lib/operations/invite-member'
import { removeMember } from '@/lib/operations/remove-member'
import { suspendMember } from '@/lib/operations/suspend-member'
import { switchSingleSignOn } from '@/lib/operations/switch-single-sign-on'
import { answersOf, atTheLine, expectedOf } from '@/lib/operations/testing/role-matrix/ask-everybody'
import { neverNamed } from '@/lib/operations/testing/role-matrix/named-in'
import { operationsOfPeople } from '@/lib/operations/testing/role-matrix/operations-of-people'
import { attemptsToRaiseOneself, removalThatOrphans } from '@/lib/operations/testing/role-matrix/raising-oneself'
import { roleMatrix } from '@/lib/operations/testing/role-matrix/role-matrix'
import { PARTS, type Row } from '@/lib/operations/testing/role-matrix/row'
import { thingsOf } from '@/lib/operations/testing/role-matrix/things'
import { type Member, need, openTwoOrganizations, type Part } from '@/lib/operations/testing/two-organizations'
import type { OutcomeOf } from '@/lib/server/run-action'

declare module 'vitest' {
  export interface ProvidedContext {
    asksEverybody: boolean
  }
}

/** Actions that do more than run one operation, and the one that decides who may. */
const DECIDED_BY: Readonly<Record<string, string>> = {
  configureAction: 'prepareIdentityProvider',
  pingWebhookAction: 'preparePing',
}
/** They begin a flow with a provider, and have questions of their own below. */
const FLOWS = ['testAction', 'connectAction']

const database = await createTestDatabase()
const installation = await openInstallation(database.databaseUrl)
const pool = new pg.Pool({ connectionString: database.databaseUrl, max: 4 })
pool.on('error', () => undefined)
const sql = async <R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> =>
  (await pool.query<R>(text, [...values])).rows
const bed = await openTwoOrganizations({ platform: installation.platform, sql, databaseUrl: database.databaseUrl })
const { acme, zenith, as } = bed
const things = thingsOf(bed)
const operations = await operationsOfPeople()

const actions = new Map<Row['operation'], BuiltAction[]>()
for (const action of builtActions().filter(({ takesOrganization }) => takesOrganization)) {
  const operation = operations.get(action.operation ?? DECIDED_BY[action.name] ?? '')
  if (operation) actions.set(operation, [...(actions.get(operation) ?? []), action])
}
const asked = <R extends Pick<Row, 'what' | 'operation'>>(rows: readonly R[]) =>
  rows.flatMap((row) =>
    (actions.get(row.operation) ?? []).map((action) => [action.name, row.what, action, row] as const),
  )
const ROWS = asked([...roleMatrix(bed, things), removalThatOrphans(things)])
const ATTEMPTS = asked(attemptsToRaiseOneself(bed, things))

type Stranger = 'suspended' | 'removed' | 'signedOut' | 'elsewhere'
let portal: PortalProcess
const people = new Map<Part | Stranger, SignedInClient>()

beforeAll(async () => {
  const suspended = await things.memberOf(acme, 'owner')
  const removed = await things.memberOf(acme, 'owner')
  // One password for all, hashed once.
  await sql('update "user" set password_hash = (select password_hash from "user" where email = $1)', [OWNER.email])
  portal = await installation.startPortal()
  const enter = async (who: Part | Stranger, { email }: Pick<Member, 'email'>) => {
    people.set(who, await signIn(portal.url, installation.publicUrl, { email, password: OWNER.password }))
  }
  for (const part of PARTS) await enter(part, acme[part])
  await enter('suspended', suspended)
  await enter('removed', removed)
  await enter('elsewhere', zenith.owner)
  people.set('signedOut', clientWith(portal.url, installation.publicUrl, ''))
  for (const [operation, { membershipId }] of [
    [suspendMember, suspended],
    [removeMember, removed],
  ] as const)
    need(await as(acme.owner)(operation, { membershipId, impact: UNSEEN }))
})

afterAll(async () => {
  await portal?.stop()
  await pool.end()
  await installation.close()
  await database.drop()
})

/** How an action refuses; undefined when it did what was asked, or went on to ask a provider that is not there. */
async function ask(
  who: Part | Stranger,
  action: BuiltAction,
  input: object,
  organizationSlug = acme.slug,
): Promise<FailureCode | undefined> {
  const sent = action.onEach ? severally(input) : input
  const client = people.get(who)
  const answer = await client?.act<unknown>(action.pageIn(organizationSlug), action.name, organizationSlug, sent)
  if (!answer) throw new Error(`${action.name} has not answered`)
  const outcome = answer.ok && action.onEach ? (answer.value as OutcomeOf<unknown, unknown>[])[0]?.outcome : answer
  return !outcome || outcome.ok || outcome.code.startsWith('openid_') ? undefined : outcome.code
}

const severally = ({ apiKeyId, ...rest }: { readonly apiKeyId?: string }) => ({ ...rest, apiKeyIds: [apiKeyId] })

/** What has happened in both organizations. That somebody was refused a secret is remembered, and changes nothing. */
const changesSoFar = () =>
  sql(
    `select organization_id, count(*) from event where type <> 'secret.reveal_denied' and organization_id = any($1) group by 1 order by 1`,
    [[acme.id, zenith.id]],
  )

const strangersAsked = new Set<string>()

/** Who is not in the organization, or not any more, gets nothing of it by its name. */
async function expectClosed(action: BuiltAction, input: object) {
  for (const who of ['suspended', 'removed', 'elsewhere'] as const)
    expect([who, await ask(who, action, input)]).toEqual([who, 'organization_not_found'])
  expect(await ask('signedOut', action, input)).toBe('not_signed_in')
}

describe('by its server action', () => {
  test.each(ROWS)('%s: %s', async (name, _, action, row) => {
    const isFirst = !strangersAsked.has(name)
    strangersAsked.add(name)
    const whom = inject('asksEverybody') ? PARTS : atTheLine(row)
    let unchanged: unknown
    const answers = await answersOf(
      {
        ...row,
        input: async (organization) => {
          const input = await row.input(organization)
          unchanged = await changesSoFar()
          return input
        },
      },
      acme,
      (part, input) => ask(part, action, input),
      async (input) => {
        if (isFirst) await expectClosed(action, input)
        if (neverNamed(input) && !row.passesOver)
          expect(await ask('elsewhere', action, input, zenith.slug)).toMatch(/_not_found$/)
        expect(await changesSoFar()).toEqual(unchanged)
      },
      whom,
    )
    expect(answers).toBe(expectedOf(row, whom))
  })

  test('every action of the built portal that takes an organization is asked', () => {
    const names = new Set([...ROWS.map(([name]) => name), ...FLOWS])
    const missing = builtActions().filter(({ name, takesOrganization }) => takesOrganization && !names.has(name))
    expect(missing.map(({ name }) => name)).toEqual([])
  })

  test.each(ATTEMPTS)('%s: a User Administrator does not get %s', async (_name, _what, action, attempt) => {
    const input = await attempt.input(acme)
    const before = await changesSoFar()
    expect(await ask(attempt.by, action, input)).toBe(attempt.refusal)
    expect(await changesSoFar()).toEqual(before)
  })
})

test('the form of an invitation lets in, unless its sender lost the right to it while it was filled in', async () => {
  for (const keepsRight of [true, false]) {
    const sender = await things.memberOf(acme, 'owner')
    const email = things.someone()
    const { url } = need(await as(sender)(inviteMember, { email, role: 'owner' }))
    const { pathname, search } = new URL(url)
    const send = await openForm(portal.url, installation.publicUrl, `${pathname}${search}`)
    const demotion = { membershipId: sender.membershipId, role: 'user_administrator', impact: UNSEEN } as const
    if (!keepsRight) need(await as(acme.owner)(changeMemberRole, demotion))
    const before = await changesSoFar()
    const answer = await send({ name: 'Gwen', password: 'a long umbrella' })
    const accounts = await sql('select id from "user" where email = $1', [email])
    expect([answer.status, accounts.length]).toEqual(keepsRight ? [303, 1] : [200, 0])
    if (!keepsRight) expect(await changesSoFar()).toEqual(before)
  }
})

describe('a flow with the identity provider', () => {
  const flow = (name: string) => builtActions().find((action) => action.name === name) as BuiltAction
  const begin = async (who: Part | Stranger, name: string) => (await ask(who, flow(name), {})) ?? 'begun'

  beforeAll(async () => {
    const { enabled } = await things.providerOf(acme)
    if (!enabled) need(await as(acme.owner)(switchSingleSignOn, { enabled: true, required: false }))
  })

  test('is tried out by an Owner, and connected by every member', async () => {
    const tried = []
    for (const part of PARTS) {
      tried.push(await begin(part, 'testAction'))
      expect(await begin(part, 'connectAction')).toBe('begun')
    }
    expect(tried).toEqual(['begun', ...Array(PARTS.length - 1).fill('not_permitted')])
  })

  test('is begun by nobody else', async () => {
    for (const name of FLOWS) {
      for (const who of ['suspended', 'removed', 'elsewhere'] as const)
        expect([who, await begin(who, name)]).toEqual([who, 'sso_not_offered'])
      expect(await begin('signedOut', name)).toBe('not_signed_in')
    }
  })
})
