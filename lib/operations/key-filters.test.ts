import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import {
  API_KEY_TYPES,
  KEY_SORTS,
  KEY_STATUSES,
  KEY_TABS,
  type KeyFacts,
  type KeyTab,
  statusOf,
  stopsAt,
} from '@/lib/core/api-key'
import { ENVIRONMENTS } from '@/lib/core/app'
import type { ApiKeyId, MembershipId } from '@/lib/core/identifiers'
import { newIdAt } from '@/lib/crypto/identifiers'
import { insertingCopies, writableColumns } from '@/lib/db/testing/writable-columns'
import { listApiKeys } from '@/lib/operations/list-api-keys'
import { need, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { viewHome } from '@/lib/operations/view-home'

const { sql, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const TABS = Object.keys(KEY_TABS) as KeyTab[]
const DAY = 86_400_000

interface Fact extends KeyFacts {
  readonly id: ApiKeyId
  readonly name: string
  readonly hint: string
  readonly type: (typeof API_KEY_TYPES)[number]
  readonly ownerId: MembershipId
  readonly ownerName: string
  readonly slug: string
  readonly service: string
  readonly environment: (typeof ENVIRONMENTS)[number]
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/** An organization in which every kind of key is, in every kind of place. */
async function landscape(): Promise<readonly Fact[]> {
  const apps = [
    await makeApp(acme.developer),
    await makeApp(acme.developer, { environment: 'sandbox' }),
    await makeApp(acme.developer, { service: 'dashboard_app' }),
    await makeApp(acme.developer, { service: 'dashboard_app', environment: 'sandbox' }),
  ]
  const owners = [acme.developer, acme.otherDeveloper, acme.owner]
  const departureId = newIdAt(new Date())('departure')
  await sql(
    `insert into departure (id, organization_id, membership_id, cause, at, since) values ($1, $2, $3, 'suspended', now(), now())`,
    [departureId, acme.id, acme.otherDeveloper.membershipId],
  )
  await sql('update app set deleted_at = now() where id = $1', [apps[3]?.id])
  const newId = newIdAt(new Date())
  const whole = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY).toISOString()
  for (const [place, app] of apps.entries()) {
    const model = await makeKey(acme.developer, { id: app.id }).catch(() => null)
    const template =
      model?.id ??
      (await sql<{ id: string }>('select id from api_key where organization_id = $1 limit 1', [acme.id]))[0]?.id
    const rows = Array.from({ length: 40 }, (_, n) => {
      const id = newId('apiKey')
      const owner = owners[n % 3]
      const server = n % 5 === 0
      const expires = n % 4 === 0 ? null : [-20, 3, 40][n % 3]
      const ends = n % 11 === 0 ? Math.min(expires ?? 9, n % 2 ? -1 : 2) : null
      return {
        id,
        app_id: app.id,
        name: `${['Deploy', 'deploy', 'über', 'Zebra', 'a%b'][n % 5]} ${n}`,
        hint: `h${place}${String(n).padStart(2, '0')}`,
        position: 1_000 + place * 100 + n,
        type: server ? 'server' : 'user',
        subject: server ? `srv_${n}` : owner?.membershipId,
        owner_id: owner?.membershipId,
        created_at: new Date(Date.now() - (n % 6) * 30 * DAY).toISOString(),
        expires_at: expires === null ? null : whole(expires ?? 0),
        ends_at: ends === null ? null : whole(ends),
        successor_id: ends === null ? null : id,
        disabled_at: n % 7 === 0 ? whole(-1) : null,
        revoked_at: n % 9 === 0 ? whole(-2) : null,
        departure_id: owner === acme.otherDeveloper && n % 2 === 0 ? departureId : null,
        app_deleted_at: place === 3 ? whole(-1) : null,
        expiry_recorded_at: expires !== null && (expires ?? 0) < 0 && n % 2 === 0 ? whole(0) : null,
      }
    })
    await sql(
      insertingCopies(
        'api_key',
        await sql(writableColumns('api_key')),
        `select (jsonb_populate_record(k, row)).* from api_key k, jsonb_array_elements($2::jsonb) as wanted(row) where k.id = $1`,
      ),
      [template, JSON.stringify(rows)],
    )
  }
  await sql(
    `update key_use set last_used_at = date_trunc('milliseconds', now() - interval '13 days' * (k.position % 10)) from api_key k
     where k.id = api_key_id and k.position % 3 > 0 and k.organization_id = $1`,
    [acme.id],
  )
  return sql<Fact>(
    `select k.id, k.name, k.hint, k.type, k.owner_id as "ownerId", u.name as "ownerName", a.slug, a.service, a.environment, k.created_at as "createdAt",
       ku.last_used_at as "lastUsedAt", k.revoked_at as "revokedAt", k.departure_id as "departureId", k.app_deleted_at as "appDeletedAt",
       k.disabled_at as "disabledAt", k.expires_at as "expiresAt", k.ends_at as "endsAt"
     from api_key k join app a on a.id = k.app_id join key_use ku on ku.api_key_id = k.id join membership m on m.id = k.owner_id
       join "user" u on u.id = m.user_id where k.organization_id = $1`,
    [acme.id],
  )
}

type Input = Omit<z.output<typeof listApiKeys.input>, 'cursor'>

/** What the panel has to show, in words of core alone. */
function expected(
  facts: readonly Fact[],
  { within, tab, text, filters, sort, descending }: Input,
  now: Date,
): ApiKeyId[] {
  const { ownerId, type, status, environment, stopsWithinDays, unused } = filters
  const inMiddle = (whole: string) => whole.toLowerCase().includes(text.toLowerCase())
  const found = facts.filter((key) => {
    const stops = stopsAt(key)?.getTime() ?? Number.POSITIVE_INFINITY
    const used = key.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY
    const since = now.getTime() - (typeof unused === 'number' ? unused : 0) * DAY
    return (
      ('organization' in within ||
        ('service' in within ? key.service === within.service : key.slug === within.appSlug)) &&
      (KEY_TABS[tab] as readonly string[]).includes(statusOf(key, now)) &&
      (!text || inMiddle(key.name) || inMiddle(key.ownerName) || key.id === text || key.hint === text) &&
      (!ownerId || key.ownerId === ownerId) &&
      (!type || key.type === type) &&
      (!status || statusOf(key, now) === status) &&
      (!environment || key.environment === environment) &&
      (!stopsWithinDays || (stops > now.getTime() && stops <= now.getTime() + stopsWithinDays * DAY)) &&
      (!unused || (unused === 'never' ? key.lastUsedAt === null : key.createdAt.getTime() < since && used < since))
    )
  })
  const sortedBy = (key: Fact): string | number => {
    switch (sort) {
      case 'name':
        return key.name.toLowerCase()
      case 'owner':
        return key.ownerName.toLowerCase()
      case 'created':
        return key.createdAt.getTime()
      case 'expires':
        return stopsAt(key)?.getTime() ?? Number.POSITIVE_INFINITY
      case 'used':
        return key.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY
    }
  }
  const order = (a: Fact, b: Fact) => {
    const [first, second] = [sortedBy(a), sortedBy(b)]
    if (first !== second) return first < second ? -1 : 1
    return a.id < b.id ? -1 : 1
  }
  const sorted = found.toSorted(order)
  return (descending ? sorted.reverse() : sorted).map(({ id }) => id)
}

async function readAll(input: Input): Promise<{ ids: ApiKeyId[]; matching: unknown }> {
  const ids: ApiKeyId[] = []
  let matching: unknown
  for (let cursor: string | undefined; ; ) {
    const page = need(await as(acme.owner)(listApiKeys, { ...input, ...(cursor ? { cursor } : {}) }))
    ids.push(...page.rows.map(({ id }) => id))
    matching = page.matching
    if (!page.nextCursor) return { ids, matching }
    cursor = page.nextCursor
  }
}

test('every filter, alone and with others, on every tab and in every order, leaves exactly the keys that it says', async () => {
  const facts = await landscape()
  await makeKey(zenith.developer, await makeApp(zenith.developer), { name: 'Deploy of another organization' })
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })
  const inputs = fc.record({
    within: fc.oneof(
      fc.constant({ organization: true } as const),
      fc.constantFrom({ service: 'cloud_function' }, { service: 'dashboard_app' }, {
        service: 'inference_api',
      } as const),
      fc.constantFrom(...[...new Set(facts.map(({ slug }) => slug))].map((appSlug) => ({ appSlug }))),
    ),
    tab: fc.constantFrom(...TABS),
    text: fc.oneof(
      { weight: 3, arbitrary: fc.constant('') },
      fc.constantFrom(
        'dep',
        'DEPLOY',
        'ü',
        '%',
        '_',
        'of acme',
        'other',
        facts[3]?.id ?? '',
        facts[7]?.hint ?? '',
        'h',
      ),
    ),
    filters: fc.record({
      ownerId: maybe(
        fc.constantFrom(acme.developer.membershipId, acme.otherDeveloper.membershipId, zenith.owner.membershipId),
      ),
      type: maybe(fc.constantFrom(...API_KEY_TYPES)),
      status: maybe(fc.constantFrom(...KEY_STATUSES)),
      environment: maybe(fc.constantFrom(...ENVIRONMENTS)),
      stopsWithinDays: maybe(fc.constantFrom(1, 7, 60)),
      unused: maybe(fc.constantFrom('never', 20, 100) as fc.Arbitrary<'never' | number>),
    }),
    sort: fc.constantFrom(...KEY_SORTS),
    descending: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      const wanted = expected(facts, input as Input, new Date())
      const { ids, matching } = await readAll(input as Input)
      expect(ids).toEqual(wanted)
      const isNarrowed = input.text !== '' || Object.values(input.filters).some((value) => value !== undefined)
      expect(matching).toEqual(isNarrowed ? { count: wanted.length, orMore: false } : null)
    }),
    { numRuns: 120 },
  )
})

test('who owns keys there is offered for the filter, by name', async () => {
  const app = await makeApp(acme.developer)
  await makeKey(acme.owner, app)
  await makeKey(acme.developer, app)
  const page = need(await as(acme.reader)(listApiKeys, { within: { appSlug: app.slug } }))
  expect(page.owners).toEqual([
    { id: acme.developer.membershipId, name: 'developer of acme' },
    { id: acme.owner.membershipId, name: 'owner of acme' },
  ])
  const none = need(await as(zenith.reader)(listApiKeys, { within: { service: 'inference_api' } }))
  expect(none.owners).toEqual([])
})

test('what a filter leaves, and what the first page finds, is counted to a thousand, and then said to be more', async () => {
  const app = await makeApp(zenith.developer)
  const model = await makeKey(zenith.developer, app)
  await sql(
    insertingCopies(
      'api_key',
      await sql(writableColumns('api_key')),
      `select (jsonb_populate_record(k, jsonb_build_object('id', 'key_' || uuidv7(), 'name', 'many ' || n, 'position', 5000 + n,
         'created_at', now() - interval '91 days'))).*
       from api_key k, generate_series(1, 1001) n where k.id = $1`,
    ),
    [model.id],
  )
  const matchingOf = async (text: string) =>
    need(await as(zenith.reader)(listApiKeys, { within: { appSlug: app.slug }, text })).matching
  expect(await matchingOf('many')).toEqual({ count: 1_000, orMore: true })
  expect(await matchingOf('many 100')).toEqual({ count: 3, orMore: false })
  expect(await matchingOf('')).toBeNull()
  const { unused } = need(await as(zenith.reader)(viewHome, {}))
  expect(unused).toMatchObject({ count: 1_000, orMore: true })
  expect(unused.keys).toHaveLength(5)
})

test('all keys of the organization at once are for Owners and Aura Owners', async () => {
  for (const [who, expectedRefusal] of [
    [acme.owner, undefined],
    [acme.auraOwner, undefined],
    [acme.administrator, 'not_permitted'],
    [acme.developer, 'not_permitted'],
    [acme.reader, 'not_permitted'],
  ] as const)
    expect(refusal(await as(who)(listApiKeys, { within: { organization: true } }))).toBe(expectedRefusal)
})
