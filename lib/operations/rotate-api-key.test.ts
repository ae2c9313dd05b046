import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterEach, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { UNSEEN } from '@/lib/core/impact'
import { newIdAt } from '@/lib/crypto/identifiers'
import { addMember } from '@/lib/operations/add-member'
import { changeApiKeyLimits } from '@/lib/operations/change-api-key-limits'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createSecret } from '@/lib/operations/create-secret'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { endReplacedKey } from '@/lib/operations/end-replaced-key'
import { noteApiKey } from '@/lib/operations/note-api-key'
import { perform, performForAccount } from '@/lib/operations/perform'
import { publishKeys } from '@/lib/operations/publish-keys'
import { removeMember } from '@/lib/operations/remove-member'
import { renameApiKey } from '@/lib/operations/rename-api-key'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { rotateApiKey } from '@/lib/operations/rotate-api-key'
import { switchProvider } from '@/lib/operations/switch-provider'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import { storedFormsOf, tablesThatHold } from '@/lib/operations/testing/stored-text'
import {
  type Member,
  need,
  newKey,
  ORIGIN,
  openTwoOrganizations,
  refusal,
} from '@/lib/operations/testing/two-organizations'
import { updateSecret } from '@/lib/operations/update-secret'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { viewKeyLineage } from '@/lib/operations/view-key-lineage'

const { platform, sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const agreed = true as const

type Wanted = Partial<z.input<typeof rotateApiKey.input>>
const rotation = (key: { id: `key_${string}` }, wanted: Wanted = {}) => ({
  apiKeyId: key.id,
  ending: '24h' as const,
  expiration: '90d' as const,
  ...wanted,
})
const rotate = (by: Member, key: { id: `key_${string}` }, wanted: Wanted = {}) =>
  as(by)(rotateApiKey, rotation(key, wanted))
const view = async (key: { id: `key_${string}` }, by: Member = acme.owner) =>
  need(await as(by)(viewApiKey, { apiKeyId: key.id }))

interface KeyRow {
  id: string
  name: string
  position: number
  ends_at: Date | null
  revoked_at: Date | null
  departure_id: string | null
  successor_id: string | null
  created_at: Date
  created_by_id: string
  owner_id: string
  subject: string
}
const rowsOf = (app: { id: string }) =>
  sql<KeyRow>('select * from api_key where app_id = $1 order by position', [app.id])
/** Changes of the log after a `seq`, in order. */
const changesSince = async (seq: number) =>
  (
    await sql<{ body: unknown }>('select body from change where organization_id = $1 and seq > $2 order by seq', [
      acme.id,
      seq,
    ])
  ).map(({ body }) => body)
const headSeq = async () =>
  Number(
    (await sql<{ seq: string }>('select seq from organization_head where organization_id = $1', [acme.id]))[0]?.seq,
  )
const keyRow = (key: { id: string }) => ({ text: 'select 1 from api_key where id = $1 for update', values: [key.id] })

describe('rotating', () => {
  test('makes a key that is the old one’s equal, and leaves the old one working until its ending', async () => {
    const app = await makeApp(acme.developer)
    const limits = { rate: { requestsPerMinute: 60, burst: 5 }, addresses: ['10.0.0.0/8'] }
    const old = await makeKey(acme.developer, app, { type: 'server', scopes: ['read', 'invoke'], limits })
    need(await as(acme.developer)(noteApiKey, { apiKeyId: old.id, note: 'the nightly build' }))
    const before = await headSeq()
    const made = need(await rotate(acme.developer, old))
    const { keys } = need(await performForAccount(platform, publishKeys, ORIGIN, { slug: 'acme' }))
    const { payload } = await jwtVerify(made.key.reveal(), createLocalJWKSet({ keys }), { audience: app.id })
    expect(payload).toMatchObject({ jti: made.id, scope: 'read invoke' })
    const [first, second] = await rowsOf(app)
    expect(first).toMatchObject({ successor_id: made.id, revoked_at: null })
    expect(second?.subject).toBe(first?.subject)
    expect((first?.ends_at?.getTime() ?? 0) - (second?.created_at.getTime() ?? 0)).toBeGreaterThan(86_399_000 - 1_000)
    const [oldView, newView] = [await view(old), await view(made)]
    expect(newView.key).toMatchObject({
      ...{
        status: 'active',
        name: old.name,
        note: 'the nightly build',
        type: 'server',
        scopes: ['read', 'invoke'],
        limits,
      },
      rotatedFrom: { id: old.id, status: 'active' },
      rotatedTo: null,
    })
    expect(oldView.key).toMatchObject({ status: 'active', endsAt: made.replaced.endsAt, rotatedTo: { id: made.id } })
    expect([oldView.key.can.rotate, newView.key.can.rotate]).toEqual([false, true])
    expect([oldView.events.at(-1)?.type, newView.events.map(({ type }) => type)]).toEqual([
      'api_key.rotated',
      ['api_key.created'],
    ])
    // No gateway takes the new key for an unlimited one, and the receipt is that of the ending.
    const endsAt = Date.parse(made.replaced.endsAt) / 1000
    expect(await changesSince(before)).toEqual([
      { kind: 'key_limits', set: [{ position: second?.position, limits }] },
      { kind: 'issued', below: (second?.position ?? 0) + 1 },
      { kind: 'key_endings', set: [{ position: first?.position, endsAt }] },
    ])
    expect(made.seq).toBe(before + 3)
    expect(oldView.events.at(-1)?.seq).toBe(made.seq)
    expect(await tablesThatHold(sql, storedFormsOf(made.key.reveal()))).toEqual([])
  })

  test('at once revokes the old key in the same transaction, with its receipt', async () => {
    const old = await makeKey(acme.developer, await makeApp(acme.developer))
    const before = await headSeq()
    const made = need(await rotate(acme.developer, old, { ending: 'now' }))
    expect(made.replaced).toMatchObject({ revoked: true, endsByExpiry: false })
    const { key } = await view(old)
    expect(key).toMatchObject({ status: 'revoked', endsAt: null, revokedBy: 'developer of acme' })
    expect((await changesSince(before)).at(-1)).toMatchObject({ kind: 'status', set: [{ value: 1 }] })
  })

  test('never makes the old key live longer, and says so', async () => {
    const old = await makeKey(acme.developer, await makeApp(acme.developer), { expiration: '7d' })
    const at = new Date(Date.now() + 30 * 86_400_000).toISOString()
    const made = need(await rotate(acme.developer, old, { ending: 'moment', endsAt: at }))
    expect(made.replaced).toMatchObject({ endsAt: old.expiresAt, endsByExpiry: true })
    // Nor can anybody who writes to the database.
    for (const statement of [
      `update api_key set ends_at = ends_at + interval '1 second' where id = $1`,
      'update api_key set ends_at = null where id = $1',
      'update api_key set successor_id = null, ends_at = null where id = $1',
    ])
      await expect(sql(statement, [old.id])).rejects.toMatchObject({ code: '23514' })
  })

  test('goes on from key to key, each under the same name, and each takes the place of one', async () => {
    const app = await makeApp(acme.developer)
    let key: { id: `key_${string}`; name: string } = await makeKey(acme.developer, app)
    const ids = [key.id]
    for (let round = 0; round < 3; round += 1) {
      key = need(await rotate(acme.developer, key))
      ids.push(key.id)
    }
    const rows = await rowsOf(app)
    expect(rows.map(({ id, name, successor_id }) => [id, name, successor_id])).toEqual(
      ids.map((id, at) => [id, key.name, ids[at + 1] ?? null]),
    )
    const [counted] = await sql<{ count: number }>(
      'select count(*)::int from api_key where app_id = $1 and successor_id is null and revoked_at is null',
      [app.id],
    )
    expect(counted?.count).toBe(1)
  })

  test('takes no place of the quota, and needs none to be free', async () => {
    const app = await makeApp(acme.developer)
    const keys = []
    for (let count = 0; count < 20; count += 1) keys.push(await makeKey(acme.developer, app))
    expect(refusal(await as(acme.developer)(createApiKey, newKey(app)))).toBe('user_key_limit')
    const made = need(await rotate(acme.developer, keys[0] as (typeof keys)[number]))
    expect(refusal(await as(acme.developer)(createApiKey, newKey(app)))).toBe('user_key_limit')
    expect(refusal(await as(acme.developer)(createApiKey, newKey(app, { name: made.name })))).toBe('api_key_name_taken')
    need(await as(acme.developer)(revokeApiKey, { apiKeyId: made.id, agreed }))
    need(await as(acme.developer)(createApiKey, newKey(app, { name: made.name })))
  })
})

describe('a lineage', () => {
  const lineage = (key: { id: `key_${string}` }, by: Member = acme.reader) =>
    as(by)(viewKeyLineage, { apiKeyId: key.id })

  test('is seen from each of its keys, the oldest first, with who still uses the old ones, and in no other organization', async () => {
    const app = await makeApp(acme.developer)
    const first = await makeKey(acme.developer, app)
    const second = need(await rotate(acme.developer, first))
    const third = need(await rotate(acme.owner, second))
    const caller = (key: { id: string }, address: string, minutesAgo: number, verdict: string) =>
      sql(
        `insert into key_caller (organization_id, api_key_id, address, agent, first_seen_at, last_seen_at, requests, last_verdict)
         values ($1, $2, $3, 'curl/8', now() - interval '2 days', now() - $4 * interval '1 minute', 5, $5)`,
        [acme.id, key.id, address, minutesAgo, verdict],
      )
    await caller(first, '192.0.2.1', 60, 'accepted')
    await caller(first, '192.0.2.2', 5, 'accepted')
    await caller(first, '192.0.2.3', 25 * 60, 'accepted')
    await caller(second, '192.0.2.4', 5, 'wrong_address')
    const ids = [first.id, second.id, third.id]
    for (const key of [first, second, third]) {
      const { keys } = need(await lineage(key))
      expect(keys.map(({ key: { id } }) => id)).toEqual(ids)
      expect(keys.map(({ callers }) => callers.map(({ address }) => address))).toEqual([
        ['192.0.2.2', '192.0.2.1'],
        [],
        [],
      ])
      // Who rotated another's key has seen the new one.
      expect(keys.map(({ createdBy }) => createdBy)).toEqual([null, null, 'owner of acme'])
    }
    expect(refusal(await lineage(first, zenith.owner))).toBe('api_key_not_found')
  })

  test('shows 20 keys to either side', async () => {
    const app = await makeApp(acme.developer)
    let key: { id: `key_${string}` } = await makeKey(acme.developer, app)
    const ids = [key.id]
    for (let round = 0; round < 42; round += 1) {
      key = need(await rotate(acme.developer, key, { ending: 'now' }))
      ids.push(key.id)
    }
    const middle = { id: ids[21] as `key_${string}` }
    expect(need(await lineage(middle)).keys.map(({ key: { id } }) => id)).toEqual(ids.slice(1, 42))
    expect(need(await lineage({ id: ids[0] as `key_${string}` })).keys).toHaveLength(21)
  })
})

describe('whose key it is', () => {
  test('stays so when an Owner rotates another’s, who sees the new key, and the log says who that was', async () => {
    const app = await makeApp(acme.developer)
    const old = await makeKey(acme.developer, app)
    const made = need(await rotate(acme.auraOwner, old))
    const [, second] = await rowsOf(app)
    expect(second).toMatchObject({
      owner_id: acme.developer.membershipId,
      subject: acme.developer.membershipId,
      created_by_id: acme.auraOwner.membershipId,
    })
    expect((await view(made)).events[0]).toMatchObject({ type: 'api_key.created', actor: 'auraOwner of acme' })
  })

  test.each([
    ['another developer', acme.otherDeveloper, 'not_permitted'],
    ['a User Administrator', acme.administrator, 'not_permitted'],
    ['a Reader', acme.reader, 'not_permitted'],
    ['an Owner of another organization', zenith.owner, 'api_key_not_found'],
  ] as const)('is none of the business of %s', async (_, by, code) => {
    const app = await makeApp(acme.developer)
    const old = await makeKey(acme.developer, app)
    expect(refusal(await rotate(by, old))).toBe(code)
    expect(refusal(await as(by)(renameApiKey, { apiKeyId: old.id, name: 'mine' }))).toBe(code)
    expect(refusal(await as(by)(noteApiKey, { apiKeyId: old.id, note: 'mine' }))).toBe(code)
    expect(await rowsOf(app)).toHaveLength(1)
  })

  test('is asked of the operator too, who has no eyes to see a key once', async () => {
    const old = await makeKey(acme.developer, await makeApp(acme.developer))
    expect(refusal(await as(acme.operator)(rotateApiKey, rotation(old)))).toBe('not_permitted')
  })
})

describe('what can’t be rotated', () => {
  afterEach(() => sql('update policy set no_expiration_allowed = true, maximum_lifetime_days = null'))

  test.each<[string, (key: { id: `key_${string}` }) => Promise<unknown>, string]>([
    ['a key that was rotated', async (key) => need(await rotate(acme.developer, key)), 'api_key_already_rotated'],
    [
      'a revoked key',
      async (key) => need(await as(acme.owner)(revokeApiKey, { apiKeyId: key.id, agreed })),
      'api_key_not_rotatable',
    ],
    [
      'a disabled key',
      async (key) => need(await as(acme.owner)(disableApiKey, { apiKeyId: key.id })),
      'api_key_not_rotatable',
    ],
  ])('%s', async (_, done, code) => {
    const app = await makeApp(acme.developer)
    const old = await makeKey(acme.developer, app)
    await done(old)
    const before = await rowsOf(app)
    expect(refusal(await rotate(acme.developer, old))).toBe(code)
    expect(await rowsOf(app)).toEqual(before)
  })

  test('a key of an app whose provider is off', async () => {
    const app = await makeApp(acme.developer)
    const old = await makeKey(acme.developer, app)
    need(await as(acme.developer)(switchProvider, { appId: app.id, enabled: false, impact: UNSEEN }))
    expect(refusal(await rotate(acme.developer, old))).toBe('provider_off')
  })

  test('into a key that the policy does not allow, to a moment that has passed, or with less said than is needed', async () => {
    const app = await makeApp(acme.developer)
    const old = await makeKey(acme.developer, app)
    await sql(
      'update policy set no_expiration_allowed = false, maximum_lifetime_days = 30 where organization_id = $1',
      [acme.id],
    )
    expect(refusal(await rotate(acme.developer, old, { expiration: 'none' }))).toBe('expiration_required')
    expect(refusal(await rotate(acme.developer, old, { expiration: '90d' }))).toBe('expiration_too_late')
    const past = { ending: 'moment', endsAt: '2026-01-01T00:00:00Z', expiration: '7d' } as const
    expect(await rotate(acme.developer, old, past)).toMatchObject({
      failure: { code: 'rotation_ending_past', field: 'endsAt' },
    })
    for (const [wanted, field] of [
      [{ ending: 'moment' }, 'endsAt'],
      [{ ending: 'moment', endsAt: 'tomorrow' }, 'endsAt'],
      [{ ending: 'moment', endsAt: '9999-12-31T23:59:59-10:00' }, 'endsAt'],
      [{ expiration: 'custom' }, 'expirationDay'],
      [{ expiration: 'custom', expirationDay: '2027-02-30' }, 'expirationDay'],
    ] as const)
      expect(await rotate(acme.developer, old, wanted)).toMatchObject({
        failure: { code: 'invalid_input', fields: { [field]: expect.any(String) } },
      })
    expect(await rowsOf(app)).toHaveLength(1)
  })
})

describe('secrets that hold the old key', () => {
  let names = 0
  const save = async (by: Member, value: string) => {
    names += 1
    return need(await as(by)(createSecret, { name: `ROTATED_${names}`, value }))
  }

  test('get the new one as their next version, and the events say so', async () => {
    const old = await makeKey(acme.developer, await makeApp(acme.developer))
    const secrets = [await save(acme.developer, old.key.reveal()), await save(acme.developer, old.key.reveal())]
    const made = need(await rotate(acme.developer, old, { secretIds: secrets.map(({ id }) => id) }))
    expect(made.secrets.map(({ id }) => id).sort()).toEqual(secrets.map(({ id }) => id).sort())
    for (const { id } of secrets)
      expect(need(await as(acme.developer)(revealSecret, { secretId: id })).value).toBe(made.key.reveal())
    const { key, events } = await view(made)
    expect(key.secrets.map(({ id }) => id).sort()).toEqual(secrets.map(({ id }) => id).sort())
    expect(events.map(({ type }) => type)).toEqual(['api_key.created', 'secret.updated', 'secret.updated'])
    expect(await tablesThatHold(sql, storedFormsOf(made.key.reveal()))).toEqual([])
  })

  test('that hold something else by now, or are not the reader’s to change, stop the whole rotation', async () => {
    const app = await makeApp(acme.developer)
    const old = await makeKey(acme.developer, app)
    const [held, changed] = [await save(acme.developer, old.key.reveal()), await save(acme.developer, old.key.reveal())]
    need(await as(acme.developer)(updateSecret, { secretId: changed.id, value: 'other', version: 1 }))
    const foreign = await save(acme.otherDeveloper, old.key.reveal())
    for (const [secretIds, code] of [
      [[held.id, changed.id], 'secret_holds_another'],
      [[held.id, foreign.id], 'not_permitted'],
    ] as const)
      expect(refusal(await rotate(acme.developer, old, { secretIds: [...secretIds] }))).toBe(code)
    expect(await rowsOf(app)).toHaveLength(1)
    expect(need(await as(acme.developer)(revealSecret, { secretId: held.id })).value).toBe(old.key.reveal())
  })
})

describe('at the same time', () => {
  test('two people rotate one key: one of them gets a key, the other hears of it', async () => {
    const app = await makeApp(acme.developer)
    const old = await makeKey(acme.developer, app)
    const outcomes = await queuedBehind(databaseUrl, keyRow(old), [
      () => rotate(acme.developer, old),
      () => rotate(acme.owner, old, { ending: 'now' }),
    ])
    expect(outcomes.map(refusal)).toEqual([undefined, 'api_key_already_rotated'])
    expect(await rowsOf(app)).toHaveLength(2)
  })

  test.each(['revoke', 'disable'] as const)(
    'a key is rotated and %sd: in either order both are whole',
    async (what) => {
      for (const first of ['rotate', what]) {
        const app = await makeApp(acme.developer)
        const old = await makeKey(acme.developer, app)
        const stop = () =>
          what === 'revoke'
            ? as(acme.owner)(revokeApiKey, { apiKeyId: old.id, agreed })
            : as(acme.owner)(disableApiKey, { apiKeyId: old.id })
        const turn = () => rotate(acme.developer, old)
        const outcomes = await queuedBehind(databaseUrl, keyRow(old), first === 'rotate' ? [turn, stop] : [stop, turn])
        expect(outcomes.map(refusal)).toEqual([undefined, first === 'rotate' ? undefined : 'api_key_not_rotatable'])
        expect(await rowsOf(app)).toHaveLength(first === 'rotate' ? 2 : 1)
      }
    },
  )

  test.each(['rotate', 'remove'] as const)(
    'an Owner rotates a key and its owner is removed, %s first: no key of theirs is left alive',
    async (first) => {
      const email = `leaver-${first}@acme.test`
      const userId = newIdAt(new Date())('user')
      await sql('insert into "user" (id, email, name, created_at) values ($1, $2, $2, now())', [userId, email])
      const hired = await perform(platform, addMember, acme.operator, ORIGIN, {
        ...{ email, name: email, role: 'developer', password: 'not used at all' },
      })
      const leaver = { ...acme.developer, userId, email, membershipId: need(hired).membershipId }
      const app = await makeApp(acme.owner)
      const old = await makeKey(leaver, app)
      const turn = () => rotate(acme.owner, old)
      const remove = () =>
        as(acme.owner)(removeMember, {
          membershipId: leaver.membershipId,
          impact: UNSEEN,
        })
      const outcomes = await queuedBehind(
        databaseUrl,
        keyRow(old),
        first === 'rotate' ? [turn, remove] : [remove, turn],
      )
      expect(outcomes.map(refusal)).toEqual([undefined, first === 'rotate' ? undefined : 'not_permitted'])
      for (const { departure_id } of await rowsOf(app)) expect(departure_id).not.toBeNull()
    },
  )

  test('a key is rotated while its name is asked for: it stays with the lineage', async () => {
    const app = await makeApp(acme.developer)
    const old = await makeKey(acme.developer, app)
    const lock = { text: 'select 1 from app where id = $1 for update', values: [app.id] }
    const outcomes = await queuedBehind(databaseUrl, lock, [
      () => rotate(acme.developer, old),
      () => as(acme.otherDeveloper)(createApiKey, newKey(app, { name: old.name })),
    ])
    expect(outcomes.map(refusal)).toEqual([undefined, 'api_key_name_taken'])
  })

  test('a key is rotated with its secret while somebody writes to that: they come one after the other', async () => {
    const old = await makeKey(acme.developer, await makeApp(acme.developer))
    const secret = need(await as(acme.developer)(createSecret, { name: 'HELD_AT_ONCE', value: old.key.reveal() }))
    const lock = { text: 'select 1 from secret where id = $1 for update', values: [secret.id] }
    const outcomes = await queuedBehind(databaseUrl, lock, [
      () => rotate(acme.developer, old, { secretIds: [secret.id] }),
      () => as(acme.developer)(updateSecret, { secretId: secret.id, value: 'other', version: 1 }),
    ])
    expect([refusal(outcomes[0]), outcomes[1].ok]).toEqual([undefined, false])
  })
})

describe('when the ending has come', () => {
  const sweep = () => performForAccount(platform, endReplacedKey, ORIGIN, {})
  /** The time until its ending passes: for the row, as it would by the clock. */
  const pass = (key: { id: string }) =>
    sql(`update api_key set ends_at = date_trunc('second', now()) - interval '1 second' where id = $1`, [key.id])

  test('the key is revoked, stamped or not, and the stamp is put once, with since when', async () => {
    const app = await makeApp(acme.developer)
    const [old, foreign] = [
      await makeKey(acme.developer, app),
      await makeKey(zenith.developer, await makeApp(zenith.developer)),
    ]
    need(await rotate(acme.developer, old))
    need(await rotate(zenith.developer, foreign))
    expect(need(await sweep())).toMatchObject({ ended: null, nextEnding: expect.any(Date) })
    await pass(old)
    expect((await view(old)).key).toMatchObject({ status: 'revoked', revokedBy: null })
    expect(refusal(await rotate(acme.developer, old))).toBe('api_key_not_rotatable')
    expect(refusal(await as(acme.owner)(revokeApiKey, { apiKeyId: old.id, agreed }))).toBe('api_key_already_revoked')
    const before = await headSeq()
    // Two workers at once stamp it once.
    const ended = (await Promise.all([sweep(), sweep()])).map((outcome) => need(outcome).ended)
    expect(ended.filter(Boolean)).toEqual([old.id])
    expect(need(await sweep()).ended).toBeNull()
    const [row] = await rowsOf(app)
    expect(row?.revoked_at).toEqual(row?.ends_at)
    expect(await changesSince(before)).toEqual([{ kind: 'status', set: [{ value: 1, runs: [[row?.position, 1]] }] }])
    expect((await view(old)).events.at(-1)).toMatchObject({ type: 'api_key.ended', actor: 'The portal' })
    expect((await view(foreign, zenith.owner)).key.status).toBe('active')
  })

  test('the new key goes on, and can be rotated again', async () => {
    const old = await makeKey(acme.developer, await makeApp(acme.developer))
    const made = need(await rotate(acme.developer, old))
    await pass(old)
    need(await sweep())
    need(await rotate(acme.developer, made, { ending: 'now' }))
  })
})

describe('a key’s name and note', () => {
  test('are changed by who may manage it; the name stays unique among live keys', async () => {
    const app = await makeApp(acme.developer)
    const [key, other] = [await makeKey(acme.developer, app), await makeKey(acme.developer, app)]
    const renameTo = (name: string) => as(acme.developer)(renameApiKey, { apiKeyId: key.id, name })
    expect(await renameTo(other.name)).toMatchObject({ failure: { code: 'api_key_name_taken', field: 'name' } })
    expect(refusal(await renameTo(key.name))).toBe('api_key_name_unchanged')
    need(await renameTo('nightly'))
    need(await as(acme.owner)(noteApiKey, { apiKeyId: key.id, note: '  why it is  ' }))
    expect(refusal(await as(acme.owner)(noteApiKey, { apiKeyId: key.id, note: 'why it is' }))).toBe('note_unchanged')
    expect((await view(key)).key).toMatchObject({ name: 'nightly', note: 'why it is' })
    need(await as(acme.developer)(revokeApiKey, { apiKeyId: key.id, agreed }))
    expect(refusal(await renameTo('too late'))).toBe('api_key_not_renamable')
    need(await as(acme.developer)(noteApiKey, { apiKeyId: key.id, note: '' }))
    expect((await view(key)).key.note).toBeNull()
    expect((await view(key)).events.map(({ type }) => type)).toEqual([
      'api_key.created',
      'api_key.renamed',
      'api_key.note_changed',
      'api_key.revoked',
      'api_key.note_changed',
    ])
  })

  test('of two who give two keys one name, one hears that it is taken', async () => {
    const app = await makeApp(acme.developer)
    const [one, two] = [await makeKey(acme.developer, app), await makeKey(acme.developer, app)]
    const lock = { text: 'select 1 from app where id = $1 for update', values: [app.id] }
    const outcomes = await queuedBehind(
      databaseUrl,
      lock,
      [one, two].map(
        ({ id }) =>
          () =>
            as(acme.developer)(renameApiKey, { apiKeyId: id, name: 'wanted' }),
      ),
    )
    expect(outcomes.map(refusal)).toEqual([undefined, 'api_key_name_taken'])
  })

  test('of a key that was replaced takes nobody’s name', async () => {
    const app = await makeApp(acme.developer)
    const old = await makeKey(acme.developer, app)
    const made = need(await rotate(acme.developer, old))
    need(await as(acme.developer)(changeApiKeyLimits, { apiKeyId: old.id, limits: { rate: null, addresses: [] } }))
    need(await as(acme.developer)(renameApiKey, { apiKeyId: old.id, name: 'the old one' }))
    need(await as(acme.developer)(renameApiKey, { apiKeyId: old.id, name: made.name }))
  })
})
