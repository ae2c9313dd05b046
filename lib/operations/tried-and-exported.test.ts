import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { UNSEEN } from '@/lib/core/impact'
import { newIdAt } from '@/lib/crypto/identifiers'
import { deleteApp } from '@/lib/operations/delete-app'
import { exportAppUsage, exportKeyUsage } from '@/lib/operations/export-usage'
import { limitCalls } from '@/lib/operations/limit-calls'
import { performForGateway } from '@/lib/operations/perform'
import { prepareCall } from '@/lib/operations/prepare-call'
import { recordUsage } from '@/lib/operations/record-usage'
import { registerGateway } from '@/lib/operations/register-gateway'
import { need, ORIGIN, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { viewApp } from '@/lib/operations/view-app'

const { platform, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const app = await makeApp(acme.developer)
const theirs = await makeApp(zenith.developer)
const { endpoint } = need(await as(acme.reader)(viewApp, { slug: app.slug }))
const call = { slug: app.slug, method: 'GET', path: '', contentType: '', body: '', key: '' } as const

describe('a call that somebody tries', () => {
  test.each([
    ['', ''],
    ['/thumbnails?max=320', 'thumbnails?max=320'],
    ['//other.example/x', 'other.example/x'],
    ['http://other.example/', 'http://other.example/'],
    ['a b/ü', 'a%20b/%C3%BC'],
    ['x?to=../y', 'x?to=../y'],
  ])('goes below the app’s own address, whatever its path is: %j', async (path, below) => {
    expect(need(await as(acme.reader)(prepareCall, { ...call, path })).url).toBe(endpoint + below)
  })

  test.each(['../other/', 'a/../../other', '%2e%2e/other', 'a/%2E./b', '..%2fother', 'a\\..\\b', 'x#y', 'a\u0000b'])(
    'is not sent to a path that leads out of the app: %j',
    async (path) => {
      const refused = await as(acme.developer)(prepareCall, { ...call, path })
      expect(refused).toMatchObject({
        ok: false,
        failure: { code: 'invalid_input', fields: { path: expect.any(String) } },
      })
    },
  )

  test('carries a key in its one place, and no body where none belongs', async () => {
    const key = (await makeKey(acme.developer, app)).key.reveal()
    for (const field of ['path', 'body'])
      expect(await as(acme.developer)(prepareCall, { ...call, method: 'POST', [field]: `x=${key}` })).toMatchObject({
        failure: { fields: { [field]: expect.stringContaining('belongs in the field for the key') } },
      })
    expect(refusal(await as(acme.developer)(prepareCall, { ...call, key: 'ключ' }))).toBe('invalid_input')
    const prepared = need(await as(acme.developer)(prepareCall, { ...call, key, body: 'x', contentType: 'text/plain' }))
    expect(prepared).toEqual({ url: endpoint, method: 'GET', contentType: null, body: null })
  })

  test('is one of so many a minute, of each who tries: the one too many is told how long to wait', async () => {
    const answers = []
    for (let n = 0; n < 61; n += 1) answers.push(await limitCalls(platform, 'tried call', 'one session'))
    expect(answers.slice(0, 60).every(({ ok }) => ok)).toBe(true)
    expect(answers[60]).toMatchObject({ failure: { code: 'too_many_attempts', params: { minutes: 1 } } })
    expect(await limitCalls(platform, 'tried call', 'another session')).toMatchObject({ ok: true })
    expect(await limitCalls(platform, 'webhook ping', 'one session')).toMatchObject({ ok: true })
  })

  test('is not made to an app of another organization, nor to one that is deleted', async () => {
    for (const slug of [theirs.slug, 'never-was'])
      expect(refusal(await as(acme.owner)(prepareCall, { ...call, slug }))).toBe('app_not_found')
    const gone = await makeApp(acme.developer)
    need(await as(acme.developer)(deleteApp, { appId: gone.id, confirmation: gone.name, impact: UNSEEN }))
    expect(refusal(await as(acme.developer)(prepareCall, { ...call, slug: gone.slug }))).toBe('app_deleted')
  })
})

test('a key’s usage is exported whole, to members of its organization alone', async () => {
  const key = await makeKey(acme.developer, app)
  const { token } = need(await as(acme.owner)(registerGateway, { name: 'gateway' }))
  const at = Date.now()
  const hour = Math.floor(at / 3_600_000)
  const seen = { key: key.id, address: '203.0.113.9', agent: '=cmd()', verdict: 'accepted' } as const
  need(
    await performForGateway(platform, recordUsage, token, ORIGIN, {
      instance: newIdAt(new Date())('gatewayInstance'),
      batch: { spool: randomUUID(), number: 1 },
      counts: [
        { key: key.id, app: app.id, hour, verdict: 'accepted', n: 7 },
        { key: key.id, app: app.id, hour, verdict: 'expired', n: 2 },
      ],
      uses: [],
      callers: [{ ...seen, first: at, last: at, n: 7 }],
      requests: Array.from({ length: 150 }, (_, index) => ({
        ...{ key: key.id, at: at - index, method: 'GET', path: '/x', verdict: 'accepted' as const },
        ...{ status: 200, ms: 3, address: '203.0.113.9' },
      })),
      gaps: [],
    }),
  )
  const began = new Date(hour * 3_600_000).toISOString()
  const exported = async (table: 'usage' | 'callers' | 'requests') =>
    need(await as(acme.reader)(exportKeyUsage, { apiKeyId: key.id, range: '24h', table }))
  const counts = [
    [began, 'accepted', 7],
    [began, 'expired', 2],
  ]
  expect((await exported('usage')).rows).toEqual(counts)
  expect((await exported('callers')).rows).toEqual([
    ['203.0.113.9', '=cmd()', new Date(at).toISOString(), new Date(at).toISOString(), 7, 'accepted'],
  ])
  expect((await exported('requests')).rows).toHaveLength(150)
  expect(need(await as(acme.reader)(exportAppUsage, { slug: app.slug, range: '24h' })).rows).toEqual(counts)
  expect(refusal(await as(zenith.owner)(exportKeyUsage, { apiKeyId: key.id, range: '24h', table: 'usage' }))).toBe(
    'api_key_not_found',
  )
  expect(refusal(await as(zenith.owner)(exportAppUsage, { slug: app.slug, range: '24h' }))).toBe('app_not_found')
})
