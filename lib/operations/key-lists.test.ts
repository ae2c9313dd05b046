import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KEY_SORTS, KEY_TABS, type KeyFacts, type KeyTab, statusOf } from '@/lib/core/api-key'
import type { ApiKeyId, AppId } from '@/lib/core/identifiers'
import { newIdAt } from '@/lib/crypto/identifiers'
import { type Database, openDatabase } from '@/lib/db/database'
import { countKeys, countKeysByApp, countKeysByService } from '@/lib/db/key-counts'
import { countSelectedKeys, type KeyQuery, listApiKeys as readApiKeys } from '@/lib/db/key-listing'
import { insertingCopies, writableColumns } from '@/lib/db/testing/writable-columns'
import { listApiKeys } from '@/lib/operations/list-api-keys'
import { need, openTwoOrganizations } from '@/lib/operations/testing/two-organizations'
import { viewApp } from '@/lib/operations/view-app'
import { viewHome } from '@/lib/operations/view-home'

const { platform, sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const TABS = Object.keys(KEY_TABS) as KeyTab[]

/** Keys with the facts that a test wants, by SQL: hundreds of signatures would prove nothing about lists. */
async function copies(
  template: { readonly id: string },
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<ApiKeyId[]> {
  const newId = newIdAt(new Date())
  const made = rows.map((row) => {
    const id = newId('apiKey')
    // What ends was replaced; by which key is of no matter here.
    return { id, successor_id: row.ends_at ? id : null, ...row }
  })
  await sql(
    insertingCopies(
      'api_key',
      await sql(writableColumns('api_key')),
      `select (jsonb_populate_record(k, row || jsonb_build_object('position', (select greatest(max(position), 1000000) from api_key) + n))).*
       from api_key k, jsonb_array_elements($2::jsonb) with ordinality as wanted(row, n) where k.id = $1`,
    ),
    [template.id, JSON.stringify(made)],
  )
  return made.map(({ id }) => id)
}

/** Every page of a list, as one reads on. */
async function visited({
  database = platform.database,
  ...query
}: Omit<KeyQuery, 'after' | 'now'> & { now?: Date; database?: Database }) {
  return database.transaction(async (tx) => {
    const found: ApiKeyId[] = []
    for (let after: KeyQuery['after'] = null; ; ) {
      const page = await readApiKeys(tx, acme.id, { now: new Date(), ...query, after })
      found.push(...page.rows.map(({ key }) => key.id))
      if (!page.next) return found
      after = page.next
    }
  })
}

describe('the tabs', () => {
  const now = new Date('2031-01-01T00:00:00.000Z')
  const past = new Date('2030-12-01T00:00:00.000Z')
  const departureId = newIdAt(new Date())('departure')

  test('in SQL are what `statusOf` says, for every combination of facts, in lists, in counts and in what expires', async () => {
    await sql(
      'insert into departure (id, organization_id, membership_id, cause, at, since) values ($1, $2, $3, $4, now(), now())',
      [departureId, acme.id, acme.developer.membershipId, 'removed'],
    )
    const app = await makeApp(acme.developer)
    const foreign = await makeApp(zenith.developer)
    await makeKey(zenith.developer, foreign)
    const template = await makeKey(acme.developer, app)
    await sql('update api_key set revoked_at = $2 where id = $1', [template.id, past])
    const facts: KeyFacts[] = []
    for (const revokedAt of [null, past]) {
      for (const departure of [null, departureId]) {
        for (const appDeletedAt of [null, past]) {
          for (const disabledAt of [null, past]) {
            // A key is dead at its expiry second, and at its ending.
            for (const expiresAt of [null, now, new Date(now.getTime() + 1000), past]) {
              for (const endsAt of expiresAt === past ? [null, past] : [null, now, past])
                facts.push({ revokedAt, departureId: departure, appDeletedAt, disabledAt, expiresAt, endsAt })
            }
          }
        }
      }
    }
    await sql('update app set deleted_at = $2 where id = $1', [app.id, past])
    const ids = await copies(
      template,
      facts.map((fact, index) => ({
        name: `facts ${index}`,
        revoked_at: fact.revokedAt,
        departure_id: fact.departureId,
        app_deleted_at: fact.appDeletedAt,
        disabled_at: fact.disabledAt,
        expires_at: fact.expiresAt,
        ends_at: fact.endsAt,
      })),
    )
    const statuses = facts.map((fact) => statusOf(fact, now))
    expect(new Set(statuses).size).toBe(5)
    const expected = Object.fromEntries(
      TABS.map((tab) => [
        tab,
        new Set(ids.filter((_, index) => (KEY_TABS[tab] as readonly string[]).includes(statuses[index] as string))),
      ]),
    ) as Record<KeyTab, Set<ApiKeyId>>
    // The template is revoked.
    expected.history.add(template.id)
    const within = { appId: app.id as AppId }
    for (const tab of TABS) {
      expect(new Set(await visited({ within, tab, order: 'created', descending: true, limit: 100, now }))).toEqual(
        expected[tab],
      )
    }
    await platform.database.transaction(async (tx) => {
      const counts = Object.fromEntries(TABS.map((tab) => [tab, expected[tab].size]))
      expect(await countKeys(tx, acme.id, within, now)).toEqual(counts)
      expect(await countKeys(tx, acme.id, { organization: true }, now)).toEqual(counts)
      expect((await countKeysByApp(tx, acme.id, { service: 'cloud_function' }, now)).get(app.id)).toEqual(counts)
      expect((await countKeysByService(tx, acme.id, now)).get('cloud_function')).toBe(
        (counts.active ?? 0) + (counts.orphaned ?? 0),
      )
      const expiring = facts.filter((fact, index) => statuses[index] === 'active' && fact.expiresAt)
      const stopping = { within: { organization: true }, tab: 'active', status: 'active', now } as const
      const soon = { ...stopping, stopsBy: new Date(now.getTime() + 1000) }
      expect(await countSelectedKeys(tx, acme.id, soon, 1000)).toBe(expiring.length)
      expect(await countSelectedKeys(tx, acme.id, { ...stopping, stopsBy: now }, 1000)).toBe(0)
    })
    await sql(`update api_key set revoked_at = now() where app_id = $1 and revoked_at is null`, [app.id])
  })
})

describe('a page after a page', () => {
  test.each(
    KEY_SORTS.flatMap(
      (order) =>
        [
          [order, false],
          [order, true],
        ] as const,
    ),
  )(
    'sorted by %s (descending: %s) visits each key once, in one order, with equal values and with none',
    async (order, descending) => {
      const app = await makeApp(acme.developer)
      const template = await makeKey(acme.developer, app, { name: 'a' })
      const moment = (day: number) => `2031-01-0${day}T00:00:00.00${day}Z`
      const rows = Array.from({ length: 40 }, (_, index) => ({
        // Names are one key’s at a time among the living; revoked keys may share theirs.
        name: ['Ä', 'a', 'B', 'ß', '%', '日本', 'A'][index % 7],
        revoked_at: '2030-01-01T00:00:00Z',
        created_at: moment(1 + (index % 3)),
        expires_at: index % 4 === 0 ? null : `2032-01-0${1 + (index % 3)}T00:00:00Z`,
        owner_id: [acme.developer, acme.owner, acme.otherDeveloper][index % 3]?.membershipId,
      }))
      const ids = await copies(template, rows)
      await sql(
        `update key_use set last_used_at = k.created_at from api_key k where k.id = api_key_id and k.id = any($1) and k.expires_at is not null`,
        [ids],
      )
      const all = await visited({ within: { appId: app.id as AppId }, tab: 'history', order, descending, limit: 100 })
      expect(new Set(all)).toEqual(new Set(ids))
      for (const limit of [1, 7])
        expect(await visited({ within: { appId: app.id as AppId }, tab: 'history', order, descending, limit })).toEqual(
          all,
        )
      expect(
        await visited({ within: { appId: app.id as AppId }, tab: 'history', order, descending: !descending, limit: 9 }),
      ).toEqual([...all].reverse())
    },
  )

  test('through the operation: fifty rows, a cursor, and no page after the last', async () => {
    const app = await makeApp(acme.developer)
    const template = await makeKey(acme.developer, app)
    await copies(
      template,
      Array.from({ length: 119 }, (_, index) => ({ name: `n${index}` })),
    )
    const seen: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = need(
        await as(acme.reader)(listApiKeys, {
          within: { appSlug: app.slug },
          sort: 'name',
          descending: false,
          ...(cursor ? { cursor } : {}),
        }),
      )
      expect(page.counts).toEqual({ active: 120, orphaned: 0, history: 0 })
      seen.push(...page.rows.map(({ id }) => id))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect([seen.length, new Set(seen).size]).toEqual([120, 120])
    expect(need(await as(acme.reader)(viewApp, { slug: app.slug })).keys.active).toBe(120)
  })
})

describe('what stands in a URL', () => {
  test('as a cursor never breaks a page, whatever someone made of it', async () => {
    const app = await makeApp(acme.developer)
    const key = await makeKey(acme.developer, app)
    const moments = [
      'infinity',
      '-infinity',
      'now',
      'epoch',
      '2031-02-30 00:00:00+00',
      '2031-13-01 00:00:00+00',
      '2031-01-01 25:00:00+00',
      '2031-01-01 00:61:00+00',
      '0000-01-01 00:00:00+00',
      '999999-01-01 00:00:00+00',
      '2031-01-01 00:00:00+99',
      '2031-01-01 00:00:00+15:99',
      '2031-01-01 00:00:60+00',
      '2031-01-01 00:00:00.123456+05:30',
    ]
    const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '').toString('base64url')
    const ask = async (sort: (typeof KEY_SORTS)[number], cursor: string) => {
      const page = await as(acme.reader)(listApiKeys, { within: { appSlug: app.slug }, sort, cursor })
      if (!page.ok) expect(page.failure.code).toBe('invalid_input')
    }
    for (const sort of KEY_SORTS) {
      for (const value of [...moments, 'a\u0000b', '\ud800', 'x'.repeat(500), "'; --", ''])
        await ask(sort, cursorOf([value, key.id]))
      for (const value of [null, 1, 'x', [], {}, [1, key.id], ['x', 'key_x'], ['x', key.id, 'x'], ['x', null]])
        await ask(sort, cursorOf(value))
    }
    const sorts = fc.constantFrom(...KEY_SORTS)
    await fc.assert(
      fc.asyncProperty(
        sorts,
        fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.date().map(String)),
        async (sort, text) => {
          await ask(sort, cursorOf([text, key.id]))
          await ask(sort, text.slice(0, 1_000))
        },
      ),
      { numRuns: 20 },
    )
  })

  test('as a cursor of ours is understood, at every moment that a key can have', async () => {
    const app = await makeApp(acme.developer)
    const template = await makeKey(acme.developer, app, { expiration: 'none' })
    const far = ['2026-02-28T23:59:59Z', '2028-02-29T00:00:00Z', '9999-01-01T11:59:59Z']
    const ids = await copies(
      template,
      far.map((expires_at, index) => ({ name: `far ${index}`, expires_at, disabled_at: '2026-01-01T00:00:00Z' })),
    )
    const within = { appId: app.id as AppId }
    const inOrder = [...ids, template.id]
    for (const zone of ['UTC', 'Asia/Kolkata', 'America/St_Johns']) {
      const database = openDatabase(`${databaseUrl}&options=${encodeURIComponent(`-c TimeZone=${zone}`)}`, 1)
      expect(await visited({ within, tab: 'active', order: 'expires', descending: false, limit: 1, database })).toEqual(
        inOrder,
      )
      // The cursor after each row leads to the next one: a cursor that the operation does not read would begin again.
      const following: string[] = []
      for (const limit of inOrder.keys()) {
        const { next } = await database.transaction((tx) =>
          readApiKeys(tx, acme.id, {
            within,
            tab: 'active',
            order: 'expires',
            descending: false,
            after: null,
            limit: limit + 1,
            now: new Date(),
          }),
        )
        const cursor = next && Buffer.from(JSON.stringify(next)).toString('base64url')
        const page = cursor
          ? need(
              await as(acme.reader)(listApiKeys, {
                within: { appSlug: app.slug },
                sort: 'expires',
                descending: false,
                cursor,
              }),
            )
          : null
        following.push(page?.rows[0]?.id ?? 'the end')
      }
      expect(following, zone).toEqual([...inOrder.slice(1), 'the end'])
      await database.close()
    }
  })

  test('as text is looked for as it stands, in names of keys and owners, and as an id or a hint', async () => {
    const app = await makeApp(acme.developer)
    const names = ['100%', '100x', 'a_b', 'axb', 'back\\slash', 'CI-Deploy', 'Ünïcode']
    const keys = new Map<string, string>()
    for (const name of names) keys.set(name, (await makeKey(acme.developer, app, { name })).id)
    const find = async (text: string) =>
      need(
        await as(acme.reader)(listApiKeys, { within: { appSlug: app.slug }, text, sort: 'name', descending: false }),
      ).rows.map(({ name }) => name)
    expect(await find('%')).toEqual(['100%'])
    expect(await find('_')).toEqual(['a_b'])
    expect(await find('\\')).toEqual(['back\\slash'])
    expect(await find('ci-dep')).toEqual(['CI-Deploy'])
    expect(await find('ünï')).toEqual(['Ünïcode'])
    expect(await find('\u0000ci\u0000-dep')).toEqual(['CI-Deploy'])
    expect(await find(keys.get('a_b') ?? '')).toEqual(['a_b'])
    expect(new Set(await find('DEVELOPER OF'))).toEqual(new Set(names))
    expect(await find('nobody has this')).toEqual([])
    expect(await find("' or true --")).toEqual([])
  })

  test('as text that is a whole key is dropped: no key is found by its token', async () => {
    const app = await makeApp(acme.developer)
    const key = await makeKey(acme.developer, app)
    await makeKey(acme.developer, app)
    const page = need(
      await as(acme.reader)(listApiKeys, { within: { appSlug: app.slug }, text: key.key.reveal().slice(0, 200) }),
    )
    const whole = await as(acme.reader)(listApiKeys, { within: { appSlug: app.slug }, text: key.key.reveal() })
    expect(page.rows).toEqual([])
    if (whole.ok) expect(whole.value.rows).toHaveLength(2)
    else expect(whole.failure.code).toBe('invalid_input')
  })
})

test('the first page counts what the lists show, of its own organization', async () => {
  const home = need(await as(zenith.owner)(viewHome, {}))
  expect(home.services.find(({ service }) => service === 'cloud_function')).toMatchObject({ keys: 1, apps: 1 })
  const ours = need(await as(acme.owner)(viewHome, {}))
  const counts = need(await as(acme.owner)(listApiKeys, { within: { service: 'cloud_function' } })).counts
  expect(ours.services.find(({ service }) => service === 'cloud_function')?.keys).toBe(counts.active + counts.orphaned)
})
