import { expect, test } from 'vitest'
import { insertingCopies, writableColumns } from '@/lib/db/testing/writable-columns'
import { openTwoOrganizations } from '@/lib/operations/testing/two-organizations'
import { exportKeys } from '@/lib/server/export-keys'

const { sql, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const app = await makeApp(acme.developer)
const model = await makeKey(acme.developer, app, { name: '=cmd()' })
await sql(
  insertingCopies(
    'api_key',
    await sql(writableColumns('api_key')),
    `select (jsonb_populate_record(k, jsonb_build_object('id', 'key_' || uuidv7(), 'name', 'many ' || n, 'position', 5000 + n))).*
     from api_key k, generate_series(1, 600) n where k.id = $1`,
  ),
  [model.id],
)
const within = { organization: true } as const

test('whoever loses the right while a file is being written gets a connection that breaks off, and no end of a file', async () => {
  const whole = await (await exportKeys(as(acme.auraOwner), { within })).text()
  expect(whole.split('\r\n')).toHaveLength(603)
  expect(whole).toContain("\r\n'=cmd(),key_")
  const file = await exportKeys(as(acme.auraOwner), { within })
  const reader = file.body?.getReader()
  await reader?.read()
  await reader?.read()
  await sql(`update membership set role = 'reader' where id = $1`, [acme.auraOwner.membershipId])
  await expect(reader?.read()).rejects.toThrow('not_permitted')
})

test('what is refused is no file, but a problem with its status', async () => {
  for (const [who, asked, status] of [
    [acme.reader, { within }, 403],
    [zenith.owner, { within: { appSlug: app.slug } }, 404],
  ] as const) {
    const refused = await exportKeys(as(who), asked)
    expect(refused.status).toBe(status)
    expect(refused.headers.get('content-type')).toBe('application/problem+json')
  }
})
