import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { UNSEEN } from '@/lib/core/impact'
import { newIdAt } from '@/lib/crypto/identifiers'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createApp } from '@/lib/operations/create-app'
import { deleteApp } from '@/lib/operations/delete-app'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { performForGateway } from '@/lib/operations/perform'
import { registerGateway } from '@/lib/operations/register-gateway'
import { removeMember } from '@/lib/operations/remove-member'
import { renewLease } from '@/lib/operations/renew-lease'
import { retireGateway } from '@/lib/operations/retire-gateway'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { switchProvider } from '@/lib/operations/switch-provider'
import { hire as hireWith } from '@/lib/operations/testing/hire'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import {
  type Member,
  need,
  newKey,
  ORIGIN,
  type Organization,
  openTwoOrganizations,
  refusal,
} from '@/lib/operations/testing/two-organizations'

const { platform, sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const agreed = true as const

const hire = (organization: Organization, role?: Member['role']) => hireWith({ platform, sql }, organization, role)

const memberRow = (member: Member) => ({
  text: 'select 1 from membership where id = $1 for update',
  values: [member.membershipId],
})
const appRow = (app: { id: string }) => ({ text: 'select 1 from app where id = $1 for update', values: [app.id] })
const keyRow = (key: { id: string }) => ({ text: 'select 1 from api_key where id = $1 for update', values: [key.id] })
const headRow = { text: 'select 1 from organization_head where organization_id = $1 for update', values: [acme.id] }

const keysOf = (app: { id: string }) =>
  sql<{
    id: string
    departure_id: string | null
    app_deleted_at: Date | null
    revoked_at: Date | null
    position: number
  }>('select * from api_key where app_id = $1 order by id', [app.id])

/** What the data plane is told of a position: the last word in the log. */
async function lastWordOf(position: number): Promise<number | undefined> {
  const rows = await sql<{ body: { set: { value: number; runs: [number, number][] }[] } }>(
    `select body from change where organization_id = $1 and kind = 'status' order by seq desc`,
    [acme.id],
  )
  for (const { body } of rows) {
    const told = body.set.find(({ runs }) =>
      runs.some(([first, count]) => position >= first && position < first + count),
    )
    if (told) return told.value
  }
  return undefined
}

describe('creating a key and removing its owner', () => {
  test('in this order orphans the key', async () => {
    const [leaver, app] = [await hire(acme), await makeApp(acme.owner)]
    const [created, removed] = await queuedBehind(databaseUrl, memberRow(leaver), [
      () => as(leaver)(createApiKey, newKey(app)),
      () => as(acme.owner)(removeMember, { membershipId: leaver.membershipId, impact: UNSEEN }),
    ])
    expect([refusal(created), need(removed).orphanedKeys]).toEqual([undefined, 1])
    const [key] = await keysOf(app)
    expect(key?.departure_id).not.toBeNull()
    expect(await lastWordOf(key?.position ?? -1)).toBe(3)
  })

  test('in the other order makes no key', async () => {
    const [leaver, app] = [await hire(acme), await makeApp(acme.owner)]
    const [removed, created] = await queuedBehind(databaseUrl, memberRow(leaver), [
      () => as(acme.owner)(removeMember, { membershipId: leaver.membershipId, impact: UNSEEN }),
      () => as(leaver)(createApiKey, newKey(app)),
    ])
    expect([removed.ok, refusal(created)]).toEqual([true, 'organization_not_found'])
    expect(await keysOf(app)).toEqual([])
  })
})

describe('creating a key and deleting its app', () => {
  test('in this order orphans the key', async () => {
    const app = await makeApp(acme.developer)
    const [created, deleted] = await queuedBehind(databaseUrl, appRow(app), [
      () => as(acme.otherDeveloper)(createApiKey, newKey(app)),
      () => as(acme.developer)(deleteApp, { appId: app.id, confirmation: app.name, impact: UNSEEN }),
    ])
    expect([refusal(created), need(deleted).orphanedKeys]).toEqual([undefined, 1])
    const [key] = await keysOf(app)
    expect(key?.app_deleted_at).not.toBeNull()
    expect(await lastWordOf(key?.position ?? -1)).toBe(3)
  })

  test('in the other order makes no key', async () => {
    const app = await makeApp(acme.developer)
    const [deleted, created] = await queuedBehind(databaseUrl, appRow(app), [
      () => as(acme.developer)(deleteApp, { appId: app.id, confirmation: app.name, impact: UNSEEN }),
      () => as(acme.otherDeveloper)(createApiKey, newKey(app)),
    ])
    expect([deleted.ok, refusal(created)]).toEqual([true, 'app_deleted'])
    expect(await keysOf(app)).toEqual([])
  })
})

test('creating a key and switching its app’s provider off come one after the other: once it is off, no key is made', async () => {
  const app = await makeApp(acme.developer)
  const off = () => as(acme.developer)(switchProvider, { appId: app.id, enabled: false, impact: UNSEEN })
  const create = () => as(acme.otherDeveloper)(createApiKey, newKey(app))
  const [switched, late] = await queuedBehind(databaseUrl, appRow(app), [off, create])
  expect([switched.ok, refusal(late)]).toEqual([true, 'provider_off'])
  need(await as(acme.developer)(switchProvider, { appId: app.id, enabled: true }))
  const [early, after] = await queuedBehind(databaseUrl, appRow(app), [create, off])
  expect([early.ok, after.ok]).toEqual([true, true])
  expect(await keysOf(app)).toHaveLength(1)
})

describe('revoking a key and deleting its app', () => {
  test.each(['revoke', 'delete'] as const)(
    'leave it revoked when %s comes first, for the portal and for the data plane',
    async (first) => {
      const app = await makeApp(acme.developer)
      const key = await makeKey(acme.developer, app)
      const revoke = () => as(acme.owner)(revokeApiKey, { apiKeyId: key.id, agreed })
      const remove = () => as(acme.owner)(deleteApp, { appId: app.id, confirmation: app.name, impact: UNSEEN })
      const outcomes = await queuedBehind(
        databaseUrl,
        keyRow(key),
        first === 'revoke' ? [revoke, remove] : [remove, revoke],
      )
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, true])
      const [stored] = await keysOf(app)
      expect(stored?.revoked_at).not.toBeNull()
      expect(await lastWordOf(stored?.position ?? -1)).toBe(1)
    },
  )

  test('by someone who may revoke only what lives: after the deletion it is refused, and stays orphaned', async () => {
    const app = await makeApp(acme.developer)
    const key = await makeKey(acme.otherDeveloper, app)
    const [deleted, revoked] = await queuedBehind(databaseUrl, keyRow(key), [
      () => as(acme.developer)(deleteApp, { appId: app.id, confirmation: app.name, impact: UNSEEN }),
      () => as(acme.otherDeveloper)(revokeApiKey, { apiKeyId: key.id, agreed }),
    ])
    expect([deleted.ok, refusal(revoked)]).toEqual([true, 'orphaned_key_needs_owner'])
  })
})

test('one key revoked by two at once is revoked once', async () => {
  const key = await makeKey(acme.developer, await makeApp(acme.developer))
  const outcomes = await queuedBehind(databaseUrl, keyRow(key), [
    () => as(acme.owner)(revokeApiKey, { apiKeyId: key.id, agreed }),
    () => as(acme.developer)(revokeApiKey, { apiKeyId: key.id, agreed }),
  ])
  expect(outcomes.map(refusal)).toEqual([undefined, 'api_key_already_revoked'])
})

test('disabling against revoking never brings a revoked key back', async () => {
  const key = await makeKey(acme.developer, await makeApp(acme.developer))
  const outcomes = await queuedBehind(databaseUrl, keyRow(key), [
    () => as(acme.owner)(revokeApiKey, { apiKeyId: key.id, agreed }),
    () => as(acme.developer)(disableApiKey, { apiKeyId: key.id }),
  ])
  expect(outcomes.map(refusal)).toEqual([undefined, 'api_key_not_active'])
})

test('an app takes one address name once, also when two ask together, and in each organization', async () => {
  const wanted = {
    service: 'cloud_function',
    name: 'Same Name',
    environment: 'production',
    upstream: 'http://a.test',
  } as const
  const create = () => as(acme.developer)(createApp, wanted)
  const foreign = () => as(zenith.developer)(createApp, wanted)
  const lock = { text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [`app names of ${acme.id}`] }
  const outcomes = await queuedBehind(databaseUrl, lock, [create, create])
  expect(outcomes.map(refusal)).toEqual([undefined, 'app_name_taken'])
  expect((await foreign()).ok).toBe(true)
})

test('of two Owners who remove each other, one stays', async () => {
  const other = await hire(acme, 'owner')
  const outcomes = await queuedBehind(databaseUrl, memberRow(acme.owner), [
    () => as(other)(removeMember, { membershipId: acme.owner.membershipId, impact: UNSEEN }),
    () => as(acme.owner)(removeMember, { membershipId: other.membershipId, impact: UNSEEN }),
  ])
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  const owners = await sql(
    `select id from membership where organization_id = $1 and role = 'owner' and state = 'active'`,
    [acme.id],
  )
  expect(owners).toHaveLength(1)
  await sql(`update membership set state = 'active' where id = $1`, [acme.owner.membershipId])
})

describe('without a deadlock', () => {
  test('a member is removed while an app of theirs, full of their keys, is deleted', async () => {
    const leaver = await hire(acme)
    const app = await makeApp(leaver)
    const keys = [await makeKey(leaver, app), await makeKey(leaver, app)]
    const last = keys.at(-1) as (typeof keys)[number]
    // Who removes holds the first key and waits for the last; who deletes holds the app and waits for the first.
    const [removed, deleted] = await queuedBehind(databaseUrl, keyRow(last), [
      () => as(acme.owner)(removeMember, { membershipId: leaver.membershipId, impact: UNSEEN }),
      () => as(acme.auraOwner)(deleteApp, { appId: app.id, confirmation: app.name, impact: UNSEEN }),
    ])
    expect([refusal(removed), refusal(deleted)]).toEqual([undefined, undefined])
    for (const key of await keysOf(app))
      expect([key.departure_id === null, key.app_deleted_at === null]).toEqual([false, false])
  })

  test('a gateway is retired while a new process of it takes its first lease', async () => {
    const { id, token } = need(await as(acme.owner)(registerGateway, { name: 'to be retired' }))
    const renewal = {
      instance: newIdAt(new Date())('gatewayInstance'),
      software: 'x',
      sentAt: Date.now(),
      appliedSeq: 0,
      epoch: 1,
    }
    const [retired, renewed] = await queuedBehind(databaseUrl, headRow, [
      () => as(acme.owner)(retireGateway, { gatewayId: id }),
      () => performForGateway(platform, renewLease, token, ORIGIN, renewal),
    ])
    expect([refusal(retired), renewed.ok]).toEqual([undefined, true])
    const again = need(await as(acme.owner)(registerGateway, { name: 'to be retired' }))
    const [first, second] = await queuedBehind(databaseUrl, headRow, [
      () =>
        performForGateway(platform, renewLease, again.token, ORIGIN, {
          ...renewal,
          instance: newIdAt(new Date())('gatewayInstance'),
        }),
      () => as(acme.owner)(retireGateway, { gatewayId: again.id }),
    ])
    expect([first.ok, refusal(second)]).toEqual([true, undefined])
  })
})

test('eight writers at once number the changes of two organizations in the order of their commits: a reader who asks for what is new misses none', async () => {
  const organizations = [acme, zenith]
  const apps = new Map(
    await Promise.all(
      organizations.map(async (organization) => [organization.id, await makeApp(organization.developer)] as const),
    ),
  )
  const from = new Map(
    (await sql<{ organization_id: string; seq: string }>('select organization_id, seq from organization_head')).map(
      (row) => [row.organization_id, Number(row.seq)],
    ),
  )

  let writing = true
  /** Reads as a portal does that knows nothing but the last `seq` it saw. */
  async function follow(organization: Organization): Promise<number[]> {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    const seen: number[] = []
    let last = from.get(organization.id) ?? 0
    for (let lastRound = false; ; ) {
      const { rows } = await client.query<{ seq: string }>(
        'select seq from change where organization_id = $1 and seq > $2 order by seq',
        [organization.id, last],
      )
      for (const row of rows) seen.push(Number(row.seq))
      last = seen.at(-1) ?? last
      if (lastRound) break
      lastRound = !writing
      await delay(1)
    }
    await client.end()
    return seen
  }

  async function write(organization: Organization, by: Member): Promise<void> {
    const app = apps.get(organization.id) as { id: string }
    for (let round = 0; round < 5; round += 1) {
      const key = await makeKey(by, app)
      need(await as(by)(disableApiKey, { apiKeyId: key.id }))
      need(await as(by)(revokeApiKey, { apiKeyId: key.id, agreed }))
    }
  }

  const followers = organizations.map(follow)
  const parts = ['owner', 'auraOwner', 'developer', 'otherDeveloper'] as const
  await Promise.all(
    organizations.flatMap((organization) => parts.map((part) => write(organization, organization[part]))),
  )
  writing = false
  for (const [index, seen] of (await Promise.all(followers)).entries()) {
    const first = (from.get(organizations[index]?.id ?? '') ?? 0) + 1
    expect(seen).toEqual(Array.from({ length: 4 * 5 * 3 }, (_, at) => first + at))
  }
  const events = await sql<{ organization_id: string; count: number; last: number }>(
    'select organization_id, count(*)::int as count, max(number)::int as last from event group by 1',
  )
  for (const { count, last } of events) expect(count).toBe(last)
  const positions = await sql<{ position: number }>(
    'select position from api_key where organization_id = $1 order by position',
    [acme.id],
  )
  expect(positions.map(({ position }) => position)).toEqual(positions.map((_, at) => at))
})
