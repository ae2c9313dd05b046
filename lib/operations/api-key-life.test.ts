import { createHash } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { statusReference } from '@/lib/core/claims'
import { UNSEEN } from '@/lib/core/impact'
import { insertingCopies, writableColumns } from '@/lib/db/testing/writable-columns'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createSecret } from '@/lib/operations/create-secret'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { enableApiKey } from '@/lib/operations/enable-api-key'
import { performForAccount } from '@/lib/operations/perform'
import { publishKeys } from '@/lib/operations/publish-keys'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { switchProvider } from '@/lib/operations/switch-provider'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import { storedFormsOf, tablesThatHold } from '@/lib/operations/testing/stored-text'
import { need, newKey, ORIGIN, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { viewApiKey } from '@/lib/operations/view-api-key'

const { platform, sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const agreed = true as const

const publishedKeys = async (slug: string) =>
  createLocalJWKSet({ keys: need(await performForAccount(platform, publishKeys, ORIGIN, { slug })).keys })

describe('a new key', () => {
  test('verifies with the published keys of its own organization, and with no other', async () => {
    const app = await makeApp(acme.developer)
    const token = (await makeKey(acme.developer, app)).key.reveal()
    const options = { algorithms: ['ES256'], issuer: acme.issuer, audience: app.id, typ: 'aura-key+jwt' }
    await expect(jwtVerify(token, await publishedKeys('acme'), options)).resolves.toBeTruthy()
    await expect(jwtVerify(token, await publishedKeys('zenith'), options)).rejects.toThrow()
  })

  test('says exactly what the house says a key says, for a user key and for a server key', async () => {
    const app = await makeApp(acme.developer, { environment: 'sandbox', scopes: ['read', 'write'] })
    const [row] = await sql<{ server_user_id: string }>('select server_user_id from app where id = $1', [app.id])
    for (const [type, sub] of [
      ['user', acme.developer.membershipId],
      ['server', row?.server_user_id],
    ] as const) {
      const made = await makeKey(acme.developer, app, { type, scopes: ['read', 'invoke', 'read'], expiration: '30d' })
      const [header, payload] = made.key
        .reveal()
        .split('.')
        .map((part) => Buffer.from(part, 'base64url').toString())
      const [stored] = await sql<{ position: number; signing_key_id: string; created_at: Date }>(
        'select * from api_key where id = $1',
        [made.id],
      )
      const { position = -1, signing_key_id, created_at } = stored ?? {}
      expect(header).toBe(`{"typ":"aura-key+jwt","alg":"ES256","kid":"${signing_key_id}"}`)
      const iat = Math.floor((created_at?.getTime() ?? 0) / 1000)
      const exp = new Date(made.expiresAt ?? '').getTime() / 1000
      expect(JSON.parse(payload ?? '')).toEqual({
        iss: acme.issuer,
        aud: app.id,
        sub,
        jti: made.id,
        iat,
        exp,
        scope: 'read invoke',
        org: acme.id,
        env: 'sandbox',
        status: statusReference(acme.issuer, position),
      })
      expect(exp - iat).toBe(30 * 86_400)
    }
  })

  test('has no “exp” without expiration, and lasts to the end of a chosen day in its maker’s time zone', async () => {
    const app = await makeApp(acme.developer)
    const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    const endless = await makeKey(acme.developer, app, { expiration: 'none' })
    expect(endless.expiresAt).toBeNull()
    expect(claimsOf(endless.key.reveal())).not.toHaveProperty('exp')
    // Berlin is two hours ahead of UTC in summer.
    const chosen = await makeKey(acme.developer, app, { expiration: 'custom', expirationDay: '2031-07-14' })
    expect(chosen.expiresAt).toBe('2031-07-14T21:59:59.000Z')
    expect(claimsOf(chosen.key.reveal()).exp).toBe(Date.parse('2031-07-14T21:59:59Z') / 1000)
  })

  test('shows its last four characters, and takes the next position of its own organization', async () => {
    const [ours, theirs] = [await makeApp(acme.developer), await makeApp(zenith.developer)]
    const position = async (id: string) =>
      (await sql<{ position: number }>('select position from api_key where id = $1', [id]))[0]?.position ?? -1
    const first = await makeKey(acme.developer, ours)
    const foreign = await makeKey(zenith.developer, theirs)
    const second = await makeKey(acme.developer, ours)
    expect(await position(second.id)).toBe((await position(first.id)) + 1)
    expect(await position(foreign.id)).toBe(0)
    const { key } = need(await as(acme.reader)(viewApiKey, { apiKeyId: second.id }))
    expect(key.hint).toBe(second.key.reveal().slice(-4))
    expect(key.status).toBe('active')
  })

  test('is nowhere in the database: not the token, not its signature, not a hash of it, also after it was saved as a secret', async () => {
    const app = await makeApp(acme.developer)
    const made = await makeKey(acme.developer, app)
    const token = made.key.reveal()
    need(await as(acme.developer)(createSecret, { name: 'MY_KEY', value: token }))
    need(await as(acme.developer)(revokeApiKey, { apiKeyId: made.id, agreed, reason: 'done' }))
    expect(await tablesThatHold(sql, storedFormsOf(token))).toEqual([])
    // The search finds what is there.
    expect(await tablesThatHold(sql, [made.id])).toEqual(expect.arrayContaining(['api_key', 'event', 'secret_version']))
    const hash = createHash('sha256').update('planted').digest()
    await sql('insert into link (id, purpose, token_hash, created_at, expires_at) values ($1, $2, $3, now(), now())', [
      'lnk_1',
      'setup',
      hash,
    ])
    expect(await tablesThatHold(sql, storedFormsOf('planted'))).toEqual(['link'])
  })
})

describe('a key', () => {
  test('that is revoked stays so, with who, when and why', async () => {
    const app = await makeApp(acme.developer)
    const { id } = await makeKey(acme.developer, app)
    need(await as(acme.developer)(revokeApiKey, { apiKeyId: id, agreed, reason: 'The laptop was lost' }))
    for (const operation of [disableApiKey, enableApiKey])
      expect((await as(acme.owner)(operation, { apiKeyId: id })).ok).toBe(false)
    expect(refusal(await as(acme.owner)(revokeApiKey, { apiKeyId: id, agreed }))).toBe('api_key_already_revoked')
    const { key, events } = need(await as(acme.reader)(viewApiKey, { apiKeyId: id }))
    expect(key).toMatchObject({
      status: 'revoked',
      revocationReason: 'The laptop was lost',
      revokedBy: 'developer of acme',
    })
    expect(Object.values(key.can)).not.toContain(true)
    expect(events.map(({ type }) => type)).toEqual(['api_key.created', 'api_key.revoked'])
  })

  test('is disabled and enabled as often as one likes, and revoked while disabled', async () => {
    const app = await makeApp(acme.developer)
    const { id } = await makeKey(acme.developer, app)
    const status = async () => need(await as(acme.reader)(viewApiKey, { apiKeyId: id })).key.status
    for (let round = 0; round < 2; round += 1) {
      need(await as(acme.developer)(disableApiKey, { apiKeyId: id }))
      expect(await status()).toBe('disabled')
      expect(refusal(await as(acme.developer)(disableApiKey, { apiKeyId: id }))).toBe('api_key_not_active')
      need(await as(acme.developer)(enableApiKey, { apiKeyId: id }))
      expect(await status()).toBe('active')
      expect(refusal(await as(acme.developer)(enableApiKey, { apiKeyId: id }))).toBe('api_key_not_disabled')
    }
    need(await as(acme.developer)(disableApiKey, { apiKeyId: id }))
    need(await as(acme.developer)(revokeApiKey, { apiKeyId: id, agreed }))
    expect(await status()).toBe('revoked')
  })

  test('is not revoked by someone who has not agreed', async () => {
    const app = await makeApp(acme.developer)
    const { id } = await makeKey(acme.developer, app)
    expect(refusal(await as(acme.developer)(revokeApiKey, { apiKeyId: id } as never))).toBe('invalid_input')
    expect(need(await as(acme.reader)(viewApiKey, { apiKeyId: id })).key.status).toBe('active')
  })

  test('is not made while the app’s provider is off, and is there again when it is on', async () => {
    const app = await makeApp(acme.developer)
    need(await as(acme.developer)(switchProvider, { appId: app.id, enabled: false, impact: UNSEEN }))
    expect(refusal(await as(acme.owner)(createApiKey, newKey(app)))).toBe('provider_off')
    need(await as(acme.developer)(switchProvider, { appId: app.id, enabled: true }))
    expect((await as(acme.owner)(createApiKey, newKey(app))).ok).toBe(true)
  })

  test('has no scope that its app does not declare, and at least one', async () => {
    const app = await makeApp(acme.developer, { scopes: ['read'] })
    expect(refusal(await as(acme.developer)(createApiKey, newKey(app, { scopes: ['invoke', 'admin'] })))).toBe(
      'scope_unknown',
    )
    expect(refusal(await as(acme.developer)(createApiKey, newKey(app, { scopes: [] })))).toBe('invalid_input')
  })

  test.each(['a\u0000b', 'a\u202eb', '  ', 'x'.repeat(101)])(
    'is not given a name that can’t be shown: %j',
    async (name) => {
      const app = await makeApp(acme.developer)
      expect(refusal(await as(acme.developer)(createApiKey, newKey(app, { name })))).toBe('invalid_input')
    },
  )

  test('is revoked for a reason of any characters, or that reason is refused in words', async () => {
    const app = await makeApp(acme.developer)
    for (const reason of ['a\u0000b', '\ud800', '’ OR 1=1 --', '\n']) {
      const { id } = await makeKey(acme.developer, app)
      const revoked = await as(acme.developer)(revokeApiKey, { apiKeyId: id, agreed, reason })
      if (!revoked.ok) expect(revoked.failure.code).toBe('invalid_input')
    }
  })
})

describe('a name', () => {
  test('is held by one living key of an app, and free on another app and in another organization', async () => {
    const [one, other, foreign] = [
      await makeApp(acme.developer),
      await makeApp(acme.developer),
      await makeApp(zenith.developer),
    ]
    const name = 'ci-deploy'
    await makeKey(acme.developer, one, { name })
    expect(refusal(await as(acme.otherDeveloper)(createApiKey, newKey(one, { name })))).toBe('api_key_name_taken')
    await makeKey(acme.developer, other, { name })
    await makeKey(zenith.developer, foreign, { name })
  })

  test('is free again once its key is revoked', async () => {
    const app = await makeApp(acme.developer)
    const { id } = await makeKey(acme.developer, app, { name: 'again' })
    need(await as(acme.developer)(revokeApiKey, { apiKeyId: id, agreed }))
    await makeKey(acme.developer, app, { name: 'again' })
  })

  test('is free again once its key has expired, and not while it is disabled', async () => {
    const app = await makeApp(acme.developer)
    const { id } = await makeKey(acme.developer, app, { name: 'short' })
    need(await as(acme.developer)(disableApiKey, { apiKeyId: id }))
    expect(refusal(await as(acme.developer)(createApiKey, newKey(app, { name: 'short' })))).toBe('api_key_name_taken')
    // Time passes, to which the trigger that keeps a key's expiration as it is in its token would object.
    await sql(
      `begin; set local session_replication_role = replica;
       update api_key set expires_at = date_trunc('second', now()) where id = '${id}'; commit`,
    )
    await makeKey(acme.developer, app, { name: 'short' })
  })

  test('asked for twice at the same moment gives one key: a double click makes one', async () => {
    const app = await makeApp(acme.developer)
    const wanted = newKey(app, { name: 'double' })
    const create = () => as(acme.developer)(createApiKey, wanted)
    const outcomes = await queuedBehind(
      databaseUrl,
      { text: 'select 1 from app where id = $1 for update', values: [app.id] },
      [create, create],
    )
    expect(outcomes.map(refusal)).toEqual([undefined, 'api_key_name_taken'])
    expect(await sql('select 1 from api_key where app_id = $1', [app.id])).toHaveLength(1)
  })

  test('is one key’s in the database itself, whatever an operation thinks', async () => {
    const app = await makeApp(acme.developer)
    const [one, other] = [await makeKey(acme.developer, app), await makeKey(acme.developer, app)]
    await expect(sql('update api_key set name = $2 where id = $1', [one.id, other.name])).rejects.toMatchObject({
      constraint: 'api_key_live_name',
    })
  })
})

describe('the last place', () => {
  /** Keys that stand for those that a person made, by SQL: a hundred signatures would prove nothing more. */
  async function fill(app: { readonly id: string }, type: 'user' | 'server', count: number) {
    const template = await makeKey(acme.developer, app, { type })
    await sql(
      insertingCopies(
        'api_key',
        await sql(writableColumns('api_key')),
        `select (jsonb_populate_record(k, jsonb_build_object('id', 'key_' || n || k.id, 'name', 'n' || n, 'position', 1000000 + k.position * 1000 + n))).*
       from api_key k, generate_series(2, $2::int) n where k.id = $1`,
      ),
      [template.id, count],
    )
  }

  test.each([
    ['server', 100, 'server_key_limit'],
    ['user', 20, 'user_key_limit'],
  ] as const)('of %s keys is given once, to two who ask at the same moment', async (type, limit, code) => {
    const app = await makeApp(acme.developer)
    await fill(app, type, limit - 1)
    const create = () => as(acme.developer)(createApiKey, newKey(app, { type }))
    const outcomes = await queuedBehind(
      databaseUrl,
      { text: 'select 1 from app where id = $1 for update', values: [app.id] },
      [create, create],
    )
    expect(outcomes.map(refusal)).toEqual([undefined, code])
    expect(await sql('select 1 from api_key where app_id = $1', [app.id])).toHaveLength(limit)
    // A person’s places are their own; the app’s are everyone’s.
    expect(refusal(await as(acme.owner)(createApiKey, newKey(app, { type })))).toBe(type === 'user' ? undefined : code)
    // A revoked key gives its place back.
    const [{ id } = { id: '' }] = await sql<{ id: string }>('select id from api_key where app_id = $1 and name = $2', [
      app.id,
      'n2',
    ])
    await sql('update api_key set revoked_at = now() where id = $1', [id])
    expect((await as(acme.developer)(createApiKey, newKey(app, { type }))).ok).toBe(true)
  })
})
