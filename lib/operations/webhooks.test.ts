/** Webhooks as Owners have them: who may, what is refused, how their messages are signed, and that no secret stands anywhere. */
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { UNSEEN } from '@/lib/core/impact'
import { LIMITS } from '@/lib/core/limits'
import { WEBHOOK_TYPES } from '@/lib/core/webhook-types'
import { changeWebhook } from '@/lib/operations/change-webhook'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createWebhook } from '@/lib/operations/create-webhook'
import { deleteApp } from '@/lib/operations/delete-app'
import { deleteWebhook } from '@/lib/operations/delete-webhook'
import { endOldWebhookSecret } from '@/lib/operations/end-old-webhook-secret'
import { listEvents } from '@/lib/operations/list-events'
import { listWebhooks } from '@/lib/operations/list-webhooks'
import { perform } from '@/lib/operations/perform'
import { preparePing } from '@/lib/operations/prepare-ping'
import { rotateWebhookSecret } from '@/lib/operations/rotate-webhook-secret'
import { sendDeliveryAgain } from '@/lib/operations/send-delivery-again'
import { sendFailedDeliveriesAgain } from '@/lib/operations/send-failed-deliveries-again'
import { switchWebhook } from '@/lib/operations/switch-webhook'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import { storedFormsOf, tablesThatHold } from '@/lib/operations/testing/stored-text'
import {
  type Member,
  need,
  newKey,
  ORIGIN,
  openTwoOrganizations,
  principalOf,
  refusal,
} from '@/lib/operations/testing/two-organizations'
import { viewWebhook } from '@/lib/operations/view-webhook'
import { viewWebhookDelivery } from '@/lib/operations/view-webhook-delivery'

const { platform, sql, databaseUrl, acme, zenith, as, makeApp } = await openTwoOrganizations()

const WANTED = { url: 'https://hooks.example.test/in', description: null, types: [...WEBHOOK_TYPES] }
const make = async (by: Member, wanted: Partial<typeof WANTED> = {}) =>
  need(await as(by)(createWebhook, { ...WANTED, ...wanted }))
type Made = Awaited<ReturnType<typeof make>>
const viewed = async (by: Member, { id }: Made) => need(await as(by)(viewWebhook, { webhookEndpointId: id }))
const changedAtOf = async (by: Member, webhook: Made) => (await viewed(by, webhook)).webhook.changedAt
const rotate = async (by: Member, webhook: Made) =>
  need(
    await as(by)(rotateWebhookSecret, {
      webhookEndpointId: webhook.id,
      changedAt: await changedAtOf(by, webhook),
    }),
  ).secret.reveal()
const remove = async (by: Member, { id }: Made) => need(await as(by)(deleteWebhook, { webhookEndpointId: id }))
const ping = async (by: Member, { id }: Made) => need(await as(by)(preparePing, { webhookEndpointId: id }))
const verifies = (secret: string, { headers, body }: Awaited<ReturnType<typeof ping>>) => {
  try {
    new Webhook(secret).verify(body, { ...headers })
    return true
  } catch {
    return false
  }
}

describe('webhooks are for Owners and Aura Owners', () => {
  test('of their own organization: everyone else is refused, and another organization’s is not found', async () => {
    const webhook = await make(acme.auraOwner)
    const changedAt = await changedAtOf(acme.owner, webhook)
    const webhookEndpointId = webhook.id
    const deliveryId = `dlv_${webhook.id.slice(4)}` as const
    const attempts = (by: Member) => [
      () => as(by)(viewWebhook, { webhookEndpointId }),
      () => as(by)(viewWebhookDelivery, { webhookEndpointId, deliveryId }),
      () => as(by)(changeWebhook, { webhookEndpointId, changedAt, ...WANTED }),
      () => as(by)(rotateWebhookSecret, { webhookEndpointId, changedAt }),
      () => as(by)(endOldWebhookSecret, { webhookEndpointId }),
      () => as(by)(switchWebhook, { webhookEndpointId, enabled: false }),
      () => as(by)(preparePing, { webhookEndpointId }),
      () => as(by)(sendDeliveryAgain, { webhookEndpointId, deliveryId }),
      () => as(by)(sendFailedDeliveriesAgain, { webhookEndpointId }),
      () => as(by)(deleteWebhook, { webhookEndpointId }),
    ]
    for (const member of [acme.administrator, acme.developer, acme.reader]) {
      expect(refusal(await as(member)(createWebhook, WANTED))).toBe('not_permitted')
      expect(refusal(await as(member)(listWebhooks, {}))).toBe('not_permitted')
      for (const attempt of attempts(member)) expect(refusal(await attempt())).toBe('not_permitted')
    }
    for (const attempt of attempts(zenith.owner))
      expect(refusal(await attempt())).toMatch(/^webhook_(delivery_)?not_found$/)
    expect(need(await as(zenith.owner)(listWebhooks, {})).webhooks).toEqual([])
    expect(await viewed(acme.owner, webhook)).toMatchObject({ webhook: { changedAt, url: WANTED.url } })
    await remove(acme.owner, webhook)
    for (const attempt of attempts(acme.owner))
      expect(refusal(await attempt())).toMatch(/^webhook_(delivery_)?not_found$/)
  })

  test(`and there are ${LIMITS.webhooks} at most, also when two are added together`, async () => {
    const made: Made[] = []
    while (made.length < LIMITS.webhooks - 1) made.push(await make(zenith.owner))
    const lock = {
      text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
      values: [`webhooks of ${zenith.id}`],
    }
    const add = (by: Member) => () => as(by)(createWebhook, WANTED)
    const outcomes = await queuedBehind(databaseUrl, lock, [add(zenith.owner), add(zenith.auraOwner)])
    expect(outcomes.map(refusal)).toEqual([undefined, 'webhook_limit'])
    for (const webhook of made) await remove(zenith.owner, webhook)
    expect((await add(zenith.owner)()).ok).toBe(true)
  })
})

describe('an address', () => {
  test.each([
    ['', 'invalid_input'],
    ['ftp://hooks.example.test', 'invalid_input'],
    ['https://name:password@hooks.example.test', 'invalid_input'],
    ['https://hooks.example.test/#part', 'invalid_input'],
    ['https://hooks.example.test/\u202e', 'invalid_input'],
    [`https://hooks.example.test/${'x'.repeat(2_048)}`, 'invalid_input'],
    ['http://8.8.8.8/in', 'webhook_needs_https'],
    ['https://10.0.0.1/in', 'webhook_address_not_allowed'],
    ['https://[::ffff:169.254.169.254]/in', 'webhook_address_not_allowed'],
  ])('to which nothing could be sent is refused, beside its field: %j', async (url, code) => {
    const refused = await as(acme.owner)(createWebhook, { ...WANTED, url })
    expect(refusal(refused)).toBe(code)
    if (!refused.ok) expect(refused.failure.field ?? Object.keys(refused.failure.fields ?? {})[0]).toBe('url')
  })

  test('without TLS is taken where the operator allows it', async () => {
    const webhook = await make(acme.owner, { url: 'http://127.0.0.1:9/in' })
    const nowhere = { ...platform, settings: { ...platform.settings, outboundAllow: [] } }
    for (const url of ['http://127.0.0.1:9/in', 'http://hooks.example.test/in'])
      expect((await perform(nowhere, createWebhook, principalOf(acme.owner), ORIGIN, { ...WANTED, url })).ok).toBe(
        false,
      )
    await remove(acme.owner, webhook)
  })

  test('is changed by who saw it as it is; of two who do the second is told', async () => {
    const webhook = await make(acme.owner)
    const changedAt = await changedAtOf(acme.owner, webhook)
    const change = (by: Member, url: string) =>
      as(by)(changeWebhook, {
        ...WANTED,
        webhookEndpointId: webhook.id,
        changedAt,
        url,
        types: ['gateway.back', 'key.created'],
      })
    need(await change(acme.owner, 'https://other.example.test/one'))
    expect(refusal(await change(acme.auraOwner, 'https://other.example.test/two'))).toBe('webhook_changed_meanwhile')
    expect((await viewed(acme.owner, webhook)).webhook).toMatchObject({
      url: 'https://other.example.test/one',
      types: ['key.created', 'gateway.back'],
    })
    await remove(acme.owner, webhook)
  })

  test('is in the audit log by its host alone: its path may let somebody in', async () => {
    const webhook = await make(acme.owner, { url: 'https://chat.example.test/services/T00/B00/the-way-in' })
    await remove(acme.owner, webhook)
    const { events } = need(await as(acme.administrator)(listEvents, {}))
    expect(events.slice(0, 2).map(({ type, subject }) => [type, subject])).toEqual([
      ['webhook.deleted', 'chat.example.test'],
      ['webhook.created', 'chat.example.test'],
    ])
    expect(await sql("select 1 from event where body like '%the-way-in%'")).toEqual([])
  })
})

describe('a signing secret', () => {
  test('is as Standard Webhooks wants it, leaves once, and stands in no table', async () => {
    const webhook = await make(acme.owner)
    const secret = webhook.secret.reveal()
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(JSON.stringify([webhook, await viewed(acme.owner, webhook)])).not.toContain(secret)
    expect(String(webhook.secret)).not.toContain(secret.slice(6))
    const key = secret.slice('whsec_'.length)
    expect(await tablesThatHold(sql, [...storedFormsOf(secret), Buffer.from(key, 'base64').toString('hex')])).toEqual(
      [],
    )
    expect(verifies(secret, await ping(acme.owner, webhook))).toBe(true)
    await remove(acme.owner, webhook)
    expect(await sql('select 1 from webhook_secret where endpoint_id = $1', [webhook.id])).toEqual([])
  })

  test('that is rotated goes on beside the new one for a day, or until it is ended; there are never three', async () => {
    const webhook = await make(acme.owner)
    const first = webhook.secret.reveal()
    const second = await rotate(acme.owner, webhook)
    const both = await ping(acme.owner, webhook)
    expect(both.headers['webhook-signature']?.split(' ')).toHaveLength(2)
    expect([first, second].map((secret) => verifies(secret, both))).toEqual([true, true])

    await sql('update webhook_secret set ends_at = now() where endpoint_id = $1 and ends_at is not null', [webhook.id])
    const over = await ping(acme.owner, webhook)
    expect([first, second].map((secret) => verifies(secret, over))).toEqual([false, true])
    expect((await viewed(acme.owner, webhook)).secret.oldUntil).toBeNull()
    expect(refusal(await as(acme.owner)(endOldWebhookSecret, { webhookEndpointId: webhook.id }))).toBe(
      'webhook_no_old_secret',
    )

    const third = await rotate(acme.owner, webhook)
    const fourth = await rotate(acme.owner, webhook)
    const last = await ping(acme.owner, webhook)
    expect([second, third, fourth].map((secret) => verifies(secret, last))).toEqual([false, true, true])
    need(await as(acme.owner)(endOldWebhookSecret, { webhookEndpointId: webhook.id }))
    const alone = await ping(acme.owner, webhook)
    expect([third, fourth].map((secret) => verifies(secret, alone))).toEqual([false, true])
    await remove(acme.owner, webhook)
  })

  test('is rotated once by two who ask together', async () => {
    const webhook = await make(acme.owner)
    const changedAt = await changedAtOf(acme.owner, webhook)
    const work = (by: Member) => () => as(by)(rotateWebhookSecret, { webhookEndpointId: webhook.id, changedAt })
    const lock = { text: 'select 1 from webhook_endpoint where id = $1 for update', values: [webhook.id] }
    const outcomes = await queuedBehind(databaseUrl, lock, [work(acme.owner), work(acme.auraOwner)])
    expect(outcomes.map(refusal)).toEqual([undefined, 'webhook_changed_meanwhile'])
    await remove(acme.owner, webhook)
  })

  test('that was moved to another webhook, or whose key-encryption key is lost, signs nothing', async () => {
    const [one, foreign] = [await make(acme.owner), await make(zenith.auraOwner)]
    await sql(
      `update webhook_secret s set sealed = o.sealed from webhook_secret o where s.endpoint_id = $1 and o.endpoint_id = $2`,
      [one.id, foreign.id],
    )
    expect(refusal(await as(acme.owner)(preparePing, { webhookEndpointId: one.id }))).toBe(
      'webhook_secret_not_readable',
    )
    const again = await rotate(acme.owner, one)
    const signed = await ping(acme.owner, one)
    expect(signed.headers['webhook-signature']?.split(' ')).toHaveLength(1)
    expect(verifies(again, signed)).toBe(true)
    await remove(acme.owner, one)
    await remove(zenith.owner, foreign)
  })
})

test('switching a webhook to what it is changes nothing', async () => {
  const webhook = await make(acme.owner)
  const to = (enabled: boolean) => as(acme.owner)(switchWebhook, { webhookEndpointId: webhook.id, enabled })
  expect(refusal(await to(true))).toBe('webhook_unchanged')
  need(await to(false))
  expect(refusal(await to(false))).toBe('webhook_unchanged')
  expect((await viewed(acme.owner, webhook)).webhook.disabled).toMatchObject({ cause: 'member' })
  expect(refusal(await as(acme.owner)(sendFailedDeliveriesAgain, { webhookEndpointId: webhook.id }))).toBe(
    'webhook_disabled',
  )
  need(await to(true))
  await remove(acme.owner, webhook)
})

test('who makes a key and who deletes an app wake one webhook one after the other, and never wait for each other in a circle', async () => {
  const webhook = await make(acme.owner)
  const [kept, gone] = [await makeApp(acme.owner), await makeApp(acme.owner)]
  const job = {
    text: `select graphile_worker.add_job('deliver_to_webhook', '{}'::json, job_key := $1)`,
    values: [`webhook ${webhook.id} now`],
  }
  const outcomes = await queuedBehind(databaseUrl, job, [
    () => as(acme.owner)(deleteApp, { appId: gone.id, confirmation: gone.name, impact: UNSEEN }),
    () => as(acme.owner)(createApiKey, newKey(kept)),
  ])
  expect(outcomes.map(refusal)).toEqual([undefined, undefined])
  await remove(acme.owner, webhook)
})
