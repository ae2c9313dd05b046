import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { UNSEEN } from '@/lib/core/impact'
import { parseKeyEncryptionKeys } from '@/lib/crypto/sealing'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createSecret } from '@/lib/operations/create-secret'
import { createWebhook } from '@/lib/operations/create-webhook'
import { deleteApp } from '@/lib/operations/delete-app'
import { makeUpstreamSecret } from '@/lib/operations/make-upstream-secret'
import { type Platform, perform, performForAccount, performForGateway } from '@/lib/operations/perform'
import { preparePing } from '@/lib/operations/prepare-ping'
import { readSnapshot } from '@/lib/operations/read-snapshot'
import { refuseMissingKeys } from '@/lib/operations/refuse-missing-keys'
import { registerGateway } from '@/lib/operations/register-gateway'
import { reseal } from '@/lib/operations/reseal'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { surveySealed } from '@/lib/operations/survey-sealed'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import {
  type Member,
  need,
  newKey,
  ORIGIN,
  openTwoOrganizations,
  principalOf,
} from '@/lib/operations/testing/two-organizations'

const { platform: opened, sql, databaseUrl, acme, zenith, makeApp } = await openTwoOrganizations()

const jwk = (kid: string) => ({ kty: 'oct', kid, k: randomBytes(32).toString('base64url') })
const file = (...keys: object[]) => parseKeyEncryptionKeys(JSON.stringify({ keys }))

let made = 0
/** The next key, in front of a platform's: what a process has that reads the operator's new file. */
function inFrontOf({ keks, ...rest }: Platform): Platform {
  made += 1
  const next = file(jwk(`next ${made}`))
  return { ...rest, keks: { current: next.current, all: new Map([...next.all, ...keks.all]) } }
}
/** After the operator took every key but the first out of the file. */
const firstAlone = (platform: Platform): Platform => ({
  ...platform,
  keks: { current: platform.keks.current, all: new Map([[platform.keks.current.kid, platform.keks.current.key]]) },
})

/** Each test goes on from the key that the one before it has left everything under. */
let platform = opened
const run = (on: Platform) => reseal(on, ORIGIN, () => undefined)
const counts = async (on: Platform) => need(await performForAccount(on, surveySealed, ORIGIN, {}))
const refused = (on: Platform) =>
  refuseMissingKeys(on, ORIGIN).then(
    () => null,
    (error: Error) => error.message,
  )

async function save(on: Platform, by: Member, value: string) {
  made += 1
  const name = `SECRET_${made}`
  const { id } = need(await perform(on, createSecret, principalOf(by), ORIGIN, { name, value }))
  return { by, id, value }
}
type Saved = Awaited<ReturnType<typeof save>>
const valueHeldBy = async (on: Platform, { by, id }: Saved) =>
  need(await perform(on, revealSecret, principalOf(by), ORIGIN, { secretId: id })).value
const sealedText = async ({ id }: { readonly id: string }) =>
  (await sql<{ sealed: string }>('select sealed from secret_version where secret_id = $1', [id]))[0]?.sealed
const eventsOf = async (type: string) =>
  (await sql<{ body: string }>('select body from event where type = $1 order by organization_id, number', [type])).map(
    ({ body }) => JSON.parse(body),
  )

describe('sealing everything anew', () => {
  test('leaves nothing under the old key, of any organization, and everything as it was', async () => {
    const saved = [
      await save(platform, acme.developer, 'the value'),
      await save(platform, acme.developer, 'x'.repeat(65_536)),
      await save(platform, zenith.developer, 'of another organization'),
    ]
    const [app, gone] = [await makeApp(acme.developer), await makeApp(acme.developer)]
    const make = (appId: typeof app.id) =>
      perform(platform, makeUpstreamSecret, principalOf(acme.developer), ORIGIN, { appId, replaces: null })
    const upstreamSecret = need(await make(app.id)).secret.reveal()
    need(await make(gone.id))
    const deleting = { appId: gone.id, confirmation: gone.name, impact: UNSEEN }
    need(await perform(platform, deleteApp, principalOf(acme.developer), ORIGIN, deleting))
    const webhook = need(
      await perform(platform, createWebhook, principalOf(acme.owner), ORIGIN, {
        url: 'https://hooks.example.test/in',
        types: ['app.deleted'],
      }),
    )
    const { token } = need(
      await perform(platform, registerGateway, principalOf(acme.owner), ORIGIN, { name: 'one gateway' }),
    )
    const [{ changes } = { changes: null }] = await sql('select count(*) as changes from change')

    const rotating = inFrontOf(platform)
    const { resealed, unopened, survey } = await run(rotating)

    // Of each organization a key for epochs and two that sign API keys.
    expect([resealed, unopened]).toEqual([3 * 2 + 2 + 3 + 1, []])
    platform = firstAlone(rotating)
    expect(survey.every(({ key, standing }) => key === platform.keks.current.kid && standing === 'current')).toBe(true)
    expect(await counts(platform)).toEqual(survey)
    for (const secret of saved) expect(await valueHeldBy(platform, secret)).toBe(secret.value)
    const ping = need(
      await perform(platform, preparePing, principalOf(acme.owner), ORIGIN, { webhookEndpointId: webhook.id }),
    )
    expect(new Webhook(webhook.secret.reveal()).verify(ping.body, { ...ping.headers })).toMatchObject({ type: 'ping' })
    const snapshot = need(await performForGateway(platform, readSnapshot, token, ORIGIN, {}))
    expect(snapshot.apps.find(({ id }) => id === app.id)).toMatchObject({ upstreamSecret })
    need(await perform(platform, createApiKey, principalOf(acme.developer), ORIGIN, newKey(app)))
    // Gateways had nothing to learn: but for the key that was just made.
    expect(await sql('select count(*) - 1 as changes from change')).toEqual([{ changes }])
    expect(
      await sql(
        'select 1 from organization_head where event_number <> (select max(number) from event e where e.organization_id = organization_head.organization_id)',
      ),
    ).toEqual([])
  })

  test('is one event of each organization, written with the last of it, and none when nothing was left', async () => {
    const before = await eventsOf('organization.resealed')
    expect(before.map(({ organizationId, by, after }) => ({ organizationId, by, after }))).toEqual(
      [
        {
          organizationId: acme.id,
          after: { secret_version: 2, app: 2, identity_provider: 0, signing_key: 3, webhook_secret: 1 },
        },
        {
          organizationId: zenith.id,
          after: { secret_version: 1, app: 0, identity_provider: 0, signing_key: 3, webhook_secret: 0 },
        },
      ]
        .sort((a, b) => (a.organizationId < b.organizationId ? -1 : 1))
        .map(({ organizationId, after }) => ({
          organizationId,
          by: { kind: 'operator' },
          after: { ...after, key: platform.keks.current.kid },
        })),
    )
    expect((await run(platform)).resealed).toBe(0)
    expect(await eventsOf('organization.resealed')).toEqual(before)
  })

  test('can be done by several at once: each text is sealed anew once, and each organization’s end is written down once', async () => {
    for (let number = 0; number < 150; number += 1) await save(platform, acme.developer, `value ${number}`)
    const events = (await eventsOf('organization.resealed')).length
    const rotating = inFrontOf(platform)
    const total = (await counts(rotating)).reduce((sum, { count }) => sum + count, 0)
    const both = await Promise.all([run(rotating), run(rotating)])
    expect(both.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(total)
    expect((await eventsOf('organization.resealed')).length).toBe(events + 2)
    platform = firstAlone(rotating)
    expect((await counts(platform)).every(({ standing }) => standing === 'current')).toBe(true)
  })

  test('waits for whoever has begun with the old key, and seals that anew as well', async () => {
    const lock = {
      text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
      values: [`secret names of ${acme.id}`],
    }
    const [before, rotating] = [platform, inFrontOf(platform)]
    const [late] = await queuedBehind(databaseUrl, lock, [
      () => save(before, acme.developer, 'begun before'),
      () => run(rotating),
    ])
    platform = firstAlone(rotating)
    expect(await valueHeldBy(platform, late)).toBe('begun before')
  })

  test('goes on where a command that was ended stopped', async () => {
    for (let number = 0; number < 120; number += 1) await save(platform, zenith.developer, `value ${number}`)
    const rotating = inFrontOf(platform)
    const ended = reseal(rotating, ORIGIN, ({ of }) => {
      if (of.kind === 'secret_version') throw new Error('killed')
    })
    await expect(ended).rejects.toThrow('killed')
    const standings = new Set((await counts(rotating)).map(({ standing }) => standing))
    expect(standings).toEqual(new Set(['current', 'left']))
    await run(rotating)
    platform = firstAlone(rotating)
    expect((await counts(platform)).every(({ standing }) => standing === 'current')).toBe(true)
  })
})

describe('a key that is missing', () => {
  test('is missed before a portal answers, by its name and with what it sealed, and nothing is touched', async () => {
    const without = firstAlone(inFrontOf(platform))
    const complaint = await refused(without)
    expect(complaint).toContain(`“${platform.keks.current.kid}”: 3 signing keys of acme`)
    expect(complaint).toContain('2 upstream secrets of acme')
    expect(complaint).toMatch(/\d+ versions of secrets of zenith/)
    expect(complaint).toContain('AURA_LOST_KEKS')
    const before = await counts(platform)
    await expect(run(without)).rejects.toThrow('AURA_KEK_FILE lacks keys')
    expect(await counts(platform)).toEqual(before)
    expect(await refused(platform)).toBeNull()
  })

  test('can be given up: the portal starts, and what the key sealed stays as it is', async () => {
    const foreign = file(jwk('lost for good'))
    const lost = await save({ ...platform, keks: foreign }, acme.developer, 'gone')
    expect(await refused(platform)).toContain('“lost for good”: 1 version of a secret of acme\n')
    const resigned = { ...platform, keks: { ...platform.keks, lost: new Set(['lost for good']) } }
    expect(await refused(resigned)).toBeNull()
    const text = await sealedText(lost)
    const next = inFrontOf(platform)
    const rotating = { ...next, keks: { ...next.keks, lost: resigned.keks.lost } }
    const { unopened, survey } = await run(rotating)
    expect([unopened, await sealedText(lost)]).toEqual([[], text])
    expect(survey.filter(({ standing }) => standing !== 'current')).toMatchObject([
      { key: 'lost for good', standing: 'given_up', count: 1 },
    ])
    await sql('update secret set deleted_at = now() where id = $1', [lost.id])
    await sql('delete from secret_version where secret_id = $1', [lost.id])
    platform = firstAlone(rotating)
  })
})

test('what does not open stays as it is, is named, and holds nothing else up', async () => {
  const impostor = file(jwk(platform.keks.current.kid))
  const [wrongKey, moved, damaged, good] = [
    await save({ ...platform, keks: impostor }, acme.developer, 'sealed by another key of that name'),
    await save(platform, acme.developer, 'sealed for another row'),
    await save(platform, acme.developer, 'damaged'),
    await save(platform, acme.developer, 'good'),
  ]
  const put = (sealed: string, { id }: Saved) =>
    sql('update secret_version set sealed = $1 where secret_id = $2', [sealed, id])
  await put((await sealedText(good)) as string, moved)
  await put('not a sealed text', damaged)
  const stored = () => Promise.all([wrongKey, moved, damaged].map(sealedText))
  const before = await stored()
  const events = (await eventsOf('organization.resealed')).length

  const rotating = inFrontOf(platform)
  const { unopened, survey } = await run(rotating)

  expect(unopened.map(({ slug, reason }) => [slug, reason])).toEqual([
    ['acme', 'damaged'],
    ['acme', 'belongs_elsewhere'],
  ])
  expect(await stored()).toEqual(before)
  expect(survey.filter(({ standing }) => standing !== 'current')).toMatchObject([
    { key: '', standing: 'damaged', count: 1 },
    { key: platform.keks.current.kid, standing: 'left', count: 2 },
  ])
  expect(await valueHeldBy(rotating, good)).toBe('good')
  // One organization is done, the other is not.
  expect((await eventsOf('organization.resealed')).slice(events).map(({ organizationId }) => organizationId)).toEqual([
    zenith.id,
  ])
})
