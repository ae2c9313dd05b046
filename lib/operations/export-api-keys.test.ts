import { expect, test } from 'vitest'
import type { z } from 'zod'
import type { ApiKeysPage, ApiKeyView } from '@/lib/contract/api-keys'
import { KEY_SORTS, KEY_TABS, type KeyTab } from '@/lib/core/api-key'
import { KEY_PREFIX } from '@/lib/core/claims'
import { insertingCopies, writableColumns } from '@/lib/db/testing/writable-columns'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { type ExportPage, exportApiKeys, readExportPage } from '@/lib/operations/export-api-keys'
import { listApiKeys } from '@/lib/operations/list-api-keys'
import { noteApiKey } from '@/lib/operations/note-api-key'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { rotateApiKey } from '@/lib/operations/rotate-api-key'
import { type Member, need, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'

const { sql, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const app = await makeApp(acme.developer)
const theirs = await makeApp(zenith.developer)
await makeKey(zenith.developer, theirs)

type Asked = z.input<typeof exportApiKeys.input>

/** A whole file: its name, and its rows by the names of their columns. */
async function exported(by: Member, asked: Asked) {
  const { name, columns } = need(await as(by)(exportApiKeys, asked))
  const rows: Record<string, string | number>[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: ExportPage = need(await as(by)(readExportPage, { ...asked, ...(cursor ? { cursor } : {}) }))
    for (const cells of page.rows) {
      expect(cells).toHaveLength(columns.length)
      rows.push(Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])))
    }
    cursor = page.nextCursor
  }
  return { name, columns, rows }
}

async function listed(by: Member, asked: Asked) {
  const rows: ApiKeyView[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: ApiKeysPage = need(await as(by)(listApiKeys, { ...asked, ...(cursor ? { cursor } : {}) }))
    rows.push(...page.rows)
    cursor = page.nextCursor
  }
  return rows
}

const newestEvent = async (organizationId: string) => {
  const [event] = await sql<{ body: string }>(
    'select body from event where organization_id = $1 order by number desc limit 1',
    [organizationId],
  )
  return JSON.parse(event?.body ?? '')
}

test('a file has the keys of its view, each as the panel shows it, on every tab and in every order', async () => {
  const own = await makeApp(acme.developer)
  const plain = await makeKey(acme.developer, own, { name: 'b', scopes: ['invoke', 'read'] })
  const [server, paused, old] = [
    await makeKey(acme.developer, own, { name: 'a', type: 'server', expiration: 'none' }),
    await makeKey(acme.developer, own, { name: 'd' }),
    await makeKey(acme.owner, own, { name: 'c' }),
  ]
  need(await as(acme.developer)(disableApiKey, { apiKeyId: paused.id }))
  need(await as(acme.owner)(revokeApiKey, { apiKeyId: old.id, agreed: true, reason: 'left, "for good"' }))
  need(await as(acme.developer)(rotateApiKey, { apiKeyId: plain.id, ending: '1h', expiration: '30d' }))
  await sql(`update key_use set last_used_at = now(), last_used_address = '192.0.2.1' where api_key_id = $1`, [
    server.id,
  ])
  const within = { appSlug: own.slug }
  const views = [
    ...KEY_SORTS.map((sort, index) => ({ tab: 'active', sort, descending: index % 2 === 0 }) as const),
    ...(Object.keys(KEY_TABS) as KeyTab[]).map((tab) => ({ tab, sort: 'created', descending: true }) as const),
  ]
  for (const { tab, sort, descending } of views) {
    const file = await exported(acme.reader, { within, tab, sort, descending })
    const keys = await listed(acme.reader, { within, tab, sort: sort === 'used' ? 'created' : sort, descending })
    expect(
      file.rows.map((row) => [row.key_id, row.name, row.status, row.owner, row.last_used_at]),
      `${tab}, ${sort}`,
    ).toEqual(keys.map((key) => [key.id, key.name, key.status, key.owner.name, key.lastUsed?.at ?? '']))
  }
  const { rows } = await exported(acme.reader, { within, tab: 'history' })
  const [shown] = await listed(acme.reader, { within, tab: 'history' })
  expect(rows).toEqual([
    {
      name: 'c',
      key_id: old.id,
      ends_in: shown?.hint,
      type: 'user',
      app: own.name,
      environment: 'production',
      owner: 'owner of acme',
      scopes: 'invoke',
      status: 'revoked',
      created_at: shown?.createdAt,
      stops_at: shown?.expiresAt,
      last_used_at: '',
      requests_24h: 0,
      note: '',
      revoked_at: shown?.revokedAt,
      revocation_reason: 'left, "for good"',
    },
  ])
  const active = await exported(acme.reader, { within, filters: { stopsWithinDays: 7 } })
  // It stops at its ending, long before it expires.
  const [ending] = await listed(acme.reader, { within, filters: { stopsWithinDays: 7 } })
  expect(active.rows).toMatchObject([{ key_id: plain.id, scopes: 'invoke read', stops_at: ending?.endsAt }])
})

test('no key is missing, and none is there twice, where a file has many pages', async () => {
  const own = await makeApp(acme.developer)
  const model = await makeKey(acme.developer, own)
  await sql(
    insertingCopies(
      'api_key',
      await sql(writableColumns('api_key')),
      `select (jsonb_populate_record(k, jsonb_build_object('id', 'key_' || uuidv7(), 'name', 'many ' || n, 'position', 5000 + n))).*
       from api_key k, generate_series(1, 1200) n where k.id = $1`,
    ),
    [model.id],
  )
  const all = await sql<{ id: string }>('select id from api_key where app_id = $1', [own.id])
  const { rows } = await exported(acme.reader, { within: { appSlug: own.slug }, sort: 'expires' })
  expect(rows).toHaveLength(1201)
  expect(new Set(rows.map(({ key_id }) => key_id))).toEqual(new Set(all.map(({ id }) => id)))
  expect((await newestEvent(acme.id)).after.keys).toEqual({ count: 1_000, orMore: true })

  // Whoever is used meanwhile is moved in the order of last use, which is why a file is not read in it.
  const asked = { within: { appSlug: own.slug }, sort: 'used' } as const
  const first = need(await as(acme.reader)(readExportPage, asked))
  await sql('update key_use set last_used_at = now() where app_id = $1', [own.id])
  const second = need(await as(acme.reader)(readExportPage, { ...asked, cursor: first.nextCursor ?? '' }))
  const third = need(await as(acme.reader)(readExportPage, { ...asked, cursor: second.nextCursor ?? '' }))
  expect(third.nextCursor).toBeNull()
  const read = [...first.rows, ...second.rows, ...third.rows].map((cells) => cells[1])
  expect([read.length, new Set(read).size]).toEqual([1201, 1201])
})

test('who takes which keys out of the portal is written down, and never what was no name but a key', async () => {
  const named = await makeKey(acme.developer, app, { name: 'nightly import' })
  const asked = { within: { appSlug: app.slug }, text: 'nightly', filters: { type: 'user' } } as const
  const { name, rows } = await exported(acme.reader, asked)
  expect(name).toMatch(new RegExp(`^${app.slug}-api-keys-active-\\d{4}-\\d\\d-\\d\\d$`))
  expect(rows).toMatchObject([{ key_id: named.id }])
  expect(await newestEvent(acme.id)).toMatchObject({
    type: 'api_key.list_exported',
    appId: app.id,
    by: { id: acme.reader.membershipId },
    after: { tab: 'active', text: 'nightly', type: 'user', keys: { count: 1, orMore: false } },
  })
  const token = named.key.reveal()
  for (const text of [token.slice(0, 200), token.slice(-86)]) {
    await exported(acme.reader, { within: { appSlug: app.slug }, text })
    expect((await newestEvent(acme.id)).after).toMatchObject({ text: '[key removed]', keys: { count: 0 } })
  }
  const ofService = await exported(acme.reader, { within: { service: 'inference_api' }, tab: 'history' })
  expect(ofService).toMatchObject({ name: expect.stringMatching(/^inference-apis-api-keys-history-/), rows: [] })
  expect((await newestEvent(acme.id)).after).toMatchObject({ service: 'inference_api', tab: 'history' })
})

test('a key that somebody wrote into a note does not leave with the file', async () => {
  const own = await makeApp(acme.developer)
  const key = await makeKey(acme.developer, own)
  need(await as(acme.developer)(noteApiKey, { apiKeyId: key.id, note: `Ask Mara. ${key.key.reveal()}` }))
  const { rows } = await exported(acme.owner, { within: { appSlug: own.slug } })
  expect(rows).toMatchObject([{ note: 'Ask Mara. [key removed]' }])
  expect(JSON.stringify(rows)).not.toContain(KEY_PREFIX)
})

test('all keys at once are for Owners and Aura Owners, page by page; an app of another organization is for nobody', async () => {
  const within = { organization: true } as const
  for (const who of [acme.administrator, acme.developer, acme.reader])
    for (const operation of [exportApiKeys, readExportPage] as const)
      expect(refusal(await as(who)<typeof operation.input, unknown>(operation, { within }))).toBe('not_permitted')
  for (const [organization, foreign] of [
    [acme, zenith],
    [zenith, acme],
  ] as const)
    for (const who of [organization.owner, organization.auraOwner]) {
      const { name, rows } = await exported(who, { within })
      expect(name).toContain(`${organization.slug}-api-keys-active`)
      const own = await sql<{ id: string }>('select id from api_key where organization_id = $1', [organization.id])
      const others = await sql<{ id: string }>('select id from api_key where organization_id = $1', [foreign.id])
      expect(rows.length).toBeGreaterThan(0)
      for (const { key_id } of rows) {
        expect(own).toContainEqual({ id: key_id })
        expect(others).not.toContainEqual({ id: key_id })
      }
      expect((await newestEvent(organization.id)).after).toMatchObject({ organization: true, tab: 'active' })
    }
  const before = await newestEvent(acme.id)
  for (const operation of [exportApiKeys, readExportPage] as const)
    expect(
      refusal(await as(acme.owner)<typeof operation.input, unknown>(operation, { within: { appSlug: theirs.slug } })),
    ).toBe('app_not_found')
  expect(await newestEvent(acme.id)).toEqual(before)
})
