import { describe, expect, test, vi } from 'vitest'
import type { DataPlaneApp } from '@/lib/core/changes'
import { UNSEEN } from '@/lib/core/impact'
import { newIdAt } from '@/lib/crypto/identifiers'
import { seal } from '@/lib/crypto/sealing'
import { changeApiKeyLimits } from '@/lib/operations/change-api-key-limits'
import { changeApp } from '@/lib/operations/change-app'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createApp } from '@/lib/operations/create-app'
import { deleteApp } from '@/lib/operations/delete-app'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { followChanges } from '@/lib/operations/follow-changes'
import { listEvents } from '@/lib/operations/list-events'
import { makeUpstreamSecret } from '@/lib/operations/make-upstream-secret'
import { performForGateway } from '@/lib/operations/perform'
import { readLog } from '@/lib/operations/read-log'
import { readSnapshot } from '@/lib/operations/read-snapshot'
import { registerGateway } from '@/lib/operations/register-gateway'
import { removeUpstreamSecret } from '@/lib/operations/remove-upstream-secret'
import { renewLease } from '@/lib/operations/renew-lease'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import { storedFormsOf, tablesThatHold } from '@/lib/operations/testing/stored-text'
import {
  type Member,
  need,
  newKey,
  ORIGIN,
  type Organization,
  openTwoOrganizations,
  refusal,
} from '@/lib/operations/testing/two-organizations'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { viewApp } from '@/lib/operations/view-app'
import { viewReceipt } from '@/lib/operations/view-receipt'
import { parseNumberedChange, parseSnapshot } from '@/lib/status/feed-format'

const { platform, sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()

type AppRef = Awaited<ReturnType<typeof makeApp>>
const newGateway = async (organization: Organization) =>
  need(await as(organization.owner)(registerGateway, { name: `gateway of ${organization.slug}` })).token
const tokens = { acme: await newGateway(acme), zenith: await newGateway(zenith) }
/** What a gateway reads when it starts, as it takes it. */
const snapshot = async (of: keyof typeof tokens = 'acme') =>
  parseSnapshot(
    JSON.parse(JSON.stringify(need(await performForGateway(platform, readSnapshot, tokens[of], ORIGIN, {})))),
  )
const inSnapshot = async ({ id }: { readonly id: string }) => (await snapshot()).apps.find((app) => app.id === id)
const headOf = async () => {
  const { seq, epoch } = await snapshot()
  return { seq: seq, epoch: epoch.number }
}
/** What a gateway is told of changes after `seq`, on a new stream and on an open one, as it takes them. */
const told = async (after: number) => {
  const { epoch } = await headOf()
  const { missed } = need(await performForGateway(platform, followChanges, tokens.acme, ORIGIN, { epoch, after }))
  const { changes } = await readLog(platform, acme.id, after)
  expect(missed).toEqual(changes)
  return changes.map((change) => parseNumberedChange(JSON.parse(JSON.stringify(change))).change)
}
const appsTold = async (after: number): Promise<DataPlaneApp[]> =>
  (await told(after)).flatMap((change) => (change.kind === 'app' ? [change.app] : []))
const appRow = async ({ id }: { readonly id: string }) =>
  (await sql<{ changed_at: Date; sealed_upstream_secret: string | null }>('select * from app where id = $1', [id]))[0]
const changing = async (app: AppRef, wanted: object) => ({
  appId: app.id,
  changedAt: (await appRow(app))?.changed_at.toISOString() ?? '',
  name: app.name,
  environment: 'production' as const,
  upstream: 'http://127.0.0.1:9',
  scopes: ['read'],
  ...wanted,
})
const scopeRules = [{ methods: ['GET'], path: '/images/*', scope: 'read' }]
const corsOrigins = ['https://shop.example']

describe('an app’s rules and origins', () => {
  test('are told to its own organization’s gateways from the app’s first moment, and shown to everyone who sees the app', async () => {
    const { seq } = await headOf()
    const app = await makeApp(acme.developer, { scopeRules, corsOrigins: ['HTTPS://Shop.example:443'] })
    expect(await inSnapshot(app)).toMatchObject({ scopeRules, corsOrigins, upstreamSecret: null })
    expect(await appsTold(seq)).toEqual([await inSnapshot(app)])
    expect(need(await as(acme.reader)(viewApp, { slug: app.slug }))).toMatchObject({ scopeRules, corsOrigins })
    expect(JSON.stringify(await snapshot('zenith'))).not.toContain(app.id)
  })

  test('stay as they are when a change does not mention them, and go when it says so', async () => {
    const app = await makeApp(acme.developer, { scopeRules, corsOrigins })
    const moved = await changing(app, { upstream: 'http://127.0.0.1:8', scopeRules })
    expect(need(await as(acme.developer)(changeApp, moved)).restricts, 'there is nothing to wait for').toBe(false)
    const ruled = await changing(app, { scopeRules: [...scopeRules, { methods: [], path: '/raw/*', scope: 'read' }] })
    expect(need(await as(acme.developer)(changeApp, ruled)).restricts).toBe(true)
    need(await as(acme.developer)(changeApp, await changing(app, { scopeRules })))
    need(await as(acme.developer)(changeApp, await changing(app, { upstream: 'http://127.0.0.1:8' })))
    expect(await inSnapshot(app)).toMatchObject({ upstream: 'http://127.0.0.1:8', scopeRules, corsOrigins })
    need(await as(acme.developer)(changeApp, await changing(app, { scopeRules: [], corsOrigins: [] })))
    expect(await inSnapshot(app)).toMatchObject({ scopeRules: [], corsOrigins: [] })
  })

  test('need scopes that the app has: none is dropped under a rule, and what is wrong stands beside its own field', async () => {
    const app = await makeApp(acme.developer, { scopeRules })
    const unmet = { code: 'rule_scope_unknown', field: 'scopeRules.0.scope' }
    expect(await as(acme.developer)(changeApp, await changing(app, { scopes: [] }))).toMatchObject({ failure: unmet })
    expect(await as(acme.developer)(changeApp, await changing(app, { scopes: [], scopeRules }))).toMatchObject({
      failure: unmet,
    })
    expect(await inSnapshot(app)).toMatchObject({ scopeRules })
    const wrong = await changing(app, {
      scopeRules: [...scopeRules, { methods: ['P/T'], path: 'images', scope: 'read' }],
      corsOrigins: ['https://shop.example', '*'],
    })
    const outcome = await as(acme.developer)(changeApp, wrong)
    expect(Object.keys(outcome.ok ? {} : (outcome.failure.fields ?? {}))).toEqual([
      'scopeRules.1.methods.0',
      'scopeRules.1.path',
      'corsOrigins.1',
    ])
  })

  test('in a log that was written before there were any are none', async () => {
    const app = await makeApp(acme.developer)
    const { seq } = await headOf()
    const { scopeRules: _, corsOrigins: __, upstreamSecret: ___, ...old } = (await inSnapshot(app)) as DataPlaneApp
    await sql('insert into change (organization_id, seq, kind, body, at) values ($1, $2, $3, $4, now())', [
      acme.id,
      seq + 1,
      'app',
      JSON.stringify({ kind: 'app', app: old }),
    ])
    await sql('update organization_head set seq = seq + 1 where organization_id = $1', [acme.id])
    expect(await appsTold(seq)).toEqual([{ ...old, scopeRules: [], corsOrigins: [], upstreamSecret: null }])
  })
})

describe('an upstream secret', () => {
  const make = async (by: Member, app: AppRef, replaces: string | null = null) =>
    need(await as(by)(makeUpstreamSecret, { appId: app.id, replaces }))

  test('is told to gateways and to who made it, once, and stands in no table as it is', async () => {
    const app = await makeApp(acme.developer)
    const { seq } = await headOf()
    const { secret, madeAt } = await make(acme.developer, app)
    expect(secret.reveal()).toMatch(/^aus_[A-Za-z0-9_-]{43}$/)
    expect(await inSnapshot(app)).toMatchObject({ upstreamSecret: secret.reveal() })
    expect(await appsTold(seq)).toEqual([await inSnapshot(app)])
    expect(await tablesThatHold(sql, storedFormsOf(secret.reveal()))).toEqual([])
    const seen = async (by: Member) => need(await as(by)(viewApp, { slug: app.slug }))
    expect(JSON.stringify(await seen(acme.developer))).not.toContain('aus_')
    expect((await seen(acme.developer)).upstreamSecretMadeAt).toBe(madeAt)
    expect((await seen(acme.otherDeveloper)).upstreamSecretMadeAt).toBeNull()
    const { events } = need(await as(acme.owner)(listEvents, {}))
    expect(events[0]).toMatchObject({ type: 'app.upstream_secret_made', subject: app.name, actor: 'developer of acme' })
  })

  test('is replaced by who has seen what is replaced: of two at the same moment, one', async () => {
    const app = await makeApp(acme.developer)
    const first = await make(acme.developer, app)
    const again = () => as(acme.developer)(makeUpstreamSecret, { appId: app.id, replaces: first.madeAt })
    const lock = { text: 'select 1 from app where id = $1 for update', values: [app.id] }
    const [second, third] = await queuedBehind(databaseUrl, lock, [again, again])
    expect(refusal(third)).toBe('upstream_secret_changed_meanwhile')
    expect(await inSnapshot(app)).toMatchObject({ upstreamSecret: need(second).secret.reveal() })
    expect(need(second).secret.reveal()).not.toBe(first.secret.reveal())
    expect(refusal(await as(acme.developer)(makeUpstreamSecret, { appId: app.id, replaces: null }))).toBe(
      'upstream_secret_changed_meanwhile',
    )
  })

  test('is told with every change of its app as it is now: the log, which is never rewritten, has none to be opened with keys of old', async () => {
    const app = await makeApp(acme.developer)
    const { seq } = await headOf()
    const first = await make(acme.developer, app)
    const second = await make(acme.developer, app, first.madeAt)
    expect(await appsTold(seq)).toEqual([await inSnapshot(app), await inSnapshot(app)])
    expect(await inSnapshot(app)).toMatchObject({ upstreamSecret: second.secret.reveal() })
    const sealed = (await appRow(app))?.sealed_upstream_secret as string
    expect(await tablesThatHold(sql, [sealed])).toEqual(['app'])
    // As rows were written at first.
    const { upstreamSecret: _, ...old } = (await inSnapshot(app)) as DataPlaneApp
    await sql(
      `insert into change (organization_id, seq, kind, body, at) select organization_id, seq + 1, 'app', $2, now() from organization_head where organization_id = $1`,
      [acme.id, JSON.stringify({ kind: 'app', app: { ...old, sealedUpstreamSecret: 'sealed with a lost key' } })],
    )
    await sql('update organization_head set seq = seq + 1 where organization_id = $1', [acme.id])
    expect((await appsTold(seq)).at(-1)).toEqual(await inSnapshot(app))
  })

  test('is removed, and goes no further once its app is deleted', async () => {
    const [one, other] = [await makeApp(acme.developer), await makeApp(acme.developer)]
    await make(acme.developer, one)
    await make(acme.developer, other)
    need(await as(acme.developer)(removeUpstreamSecret, { appId: one.id }))
    expect(refusal(await as(acme.developer)(removeUpstreamSecret, { appId: one.id }))).toBe('no_upstream_secret')
    need(await as(acme.developer)(deleteApp, { appId: other.id, confirmation: other.name, impact: UNSEEN }))
    for (const operation of [makeUpstreamSecret, removeUpstreamSecret] as const)
      expect(refusal(await as(acme.developer)(operation, { appId: other.id, replaces: null } as never))).toBe(
        'app_deleted',
      )
    for (const app of [one, other]) expect(await inSnapshot(app)).toMatchObject({ upstreamSecret: null })
  })

  test('opens for its own app alone, and one that does not open stops neither the feed nor another app', async () => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const [one, other, foreign] = [
      await makeApp(acme.developer),
      await makeApp(acme.developer),
      await makeApp(zenith.developer),
    ]
    const theirs = await make(acme.developer, other)
    await make(acme.developer, one)
    await make(zenith.developer, foreign)
    const put = (sealed: string | null | undefined) =>
      sql('update app set sealed_upstream_secret = $2 where id = $1', [one.id, sealed])
    const elsewhere = [
      (await appRow(other))?.sealed_upstream_secret,
      (await appRow(foreign))?.sealed_upstream_secret,
      await seal('aus_forged', { organization: zenith.id, app: one.id }, platform.keks),
      await seal(
        'aus_forged',
        { organization: acme.id, secret: newIdAt(new Date())('secret'), version: 1 },
        platform.keks,
      ),
      'damaged',
    ]
    for (const sealed of elsewhere) {
      complaints.mockClear()
      await put(sealed)
      expect(await inSnapshot(one)).toMatchObject({ upstreamSecret: null })
      expect(await inSnapshot(other)).toMatchObject({ upstreamSecret: theirs.secret.reveal() })
      expect(complaints.mock.calls.join()).toContain(one.id)
      expect(complaints.mock.calls.join()).not.toContain('aus_')
    }
    // Each test that follows would complain of it, too.
    need(await as(acme.developer)(deleteApp, { appId: one.id, confirmation: one.name, impact: UNSEEN }))
    complaints.mockRestore()
  })
})

describe('a key’s limits', () => {
  const limits = { rate: { requestsPerMinute: 60, burst: 10 }, addresses: ['10.1.0.0/16', '2001:db8::/32'] }
  const lifted = { rate: null, addresses: [] }
  const positionOf = async (id: string) =>
    (await sql<{ position: number }>('select position from api_key where id = $1', [id]))[0]?.position ?? -1
  const limitsOf = async (id: string, of: keyof typeof tokens = 'acme') => {
    const position = await positionOf(id)
    return (await snapshot(of)).keyLimits.find((key) => key.position === position)?.limits
  }

  test('are known to gateways before the key is: the row that gives its position out comes after them', async () => {
    const app = await makeApp(acme.developer)
    const { seq } = await headOf()
    const { id } = await makeKey(acme.developer, app, { limits })
    const position = await positionOf(id)
    expect(await told(seq)).toEqual([
      { kind: 'key_limits', set: [{ position, limits }] },
      { kind: 'issued', below: position + 1 },
    ])
    expect(await limitsOf(id)).toEqual(limits)
    expect(need(await as(acme.reader)(viewApiKey, { apiKeyId: id })).key.limits).toEqual(limits)
    const unlimited = await makeKey(acme.developer, app)
    expect((await told(seq)).at(-1)).toEqual({ kind: 'issued', below: position + 2 })
    expect(await limitsOf(unlimited.id)).toBeUndefined()
  })

  test('are changed while it lives: gateways owe a receipt for tighter ones, and none for those that were lifted', async () => {
    const app = await makeApp(acme.developer)
    const { id } = await makeKey(acme.developer, app)
    const { seq: appliedSeq, epoch } = await headOf()
    const instance = newIdAt(new Date())('gatewayInstance')
    const renewal = { instance, software: 'gateway 1', sentAt: Date.now(), appliedSeq, epoch }
    need(await performForGateway(platform, renewLease, tokens.acme, ORIGIN, renewal))
    const tightened = need(await as(acme.developer)(changeApiKeyLimits, { apiKeyId: id, limits }))
    expect(tightened.restricts).toBe(true)
    const receipt = need(await as(acme.reader)(viewReceipt, { seq: tightened.seq }))
    expect(receipt.entries.map((entry) => entry.instanceId)).toEqual([instance])
    expect(await limitsOf(id)).toEqual(limits)
    const loosened = need(await as(acme.developer)(changeApiKeyLimits, { apiKeyId: id, limits: lifted }))
    expect(loosened.restricts).toBe(false)
    expect(need(await as(acme.reader)(viewReceipt, { seq: loosened.seq })).entries).toEqual([])
    expect(await limitsOf(id)).toBeUndefined()
    const { events, key } = need(await as(acme.reader)(viewApiKey, { apiKeyId: id }))
    expect(key.limits).toEqual(lifted)
    expect(events.map(({ type }) => type)).toEqual([
      'api_key.created',
      'api_key.limits_changed',
      'api_key.limits_changed',
    ])
  })

  test('of a disabled key can be changed, of a revoked one not, and another organization’s key is not found', async () => {
    const { id } = await makeKey(acme.developer, await makeApp(acme.developer))
    const change = (by: Member) => as(by)(changeApiKeyLimits, { apiKeyId: id, limits })
    need(await as(acme.developer)(disableApiKey, { apiKeyId: id }))
    need(await change(acme.developer))
    expect(refusal(await change(zenith.owner))).toBe('api_key_not_found')
    need(await as(acme.developer)(revokeApiKey, { apiKeyId: id, agreed: true }))
    expect(refusal(await change(acme.owner))).toBe('api_key_not_limitable')
    // A position is a number in every organization.
    const theirs = await makeKey(zenith.developer, await makeApp(zenith.developer))
    expect(await limitsOf(theirs.id, 'zenith')).toBeUndefined()
  })

  test('that make no sense are refused beside their fields, and no key is made', async () => {
    const app = await makeApp(acme.developer)
    const outcome = await as(acme.developer)(
      createApiKey,
      newKey(app, {
        limits: { rate: { requestsPerMinute: 0, burst: 1.5 }, addresses: ['10.1.0.0/16', '10.1.2.3/16'] },
      }),
    )
    expect(Object.keys(outcome.ok ? {} : (outcome.failure.fields ?? {}))).toEqual([
      'limits.rate.requestsPerMinute',
      'limits.rate.burst',
      'limits.addresses.1',
    ])
    expect(await sql('select 1 from api_key where app_id = $1', [app.id])).toEqual([])
  })
})

describe('what a token says of its key', () => {
  test.each(["type = 'server', subject = 'srv_x'", "type = 'server'", "scopes = '{invoke,read}'", 'expires_at = null'])(
    'can’t be changed by anyone who writes to the database: %s',
    async (set) => {
      const { id } = await makeKey(acme.developer, await makeApp(acme.developer))
      await expect(sql(`update api_key set ${set} where id = $1`, [id])).rejects.toMatchObject({
        constraint: 'api_key_token_facts_are_fixed',
      })
    },
  )
})

test('an app whose rules need a scope that it does not have is not made', async () => {
  const wanted = {
    service: 'cloud_function',
    name: 'never',
    environment: 'production',
    upstream: 'http://a.test',
  } as const
  const scopeless = [{ methods: [], path: '/*', scope: 'admin' }]
  expect(refusal(await as(acme.developer)(createApp, { ...wanted, scopeRules: scopeless }))).toBe('rule_scope_unknown')
})
