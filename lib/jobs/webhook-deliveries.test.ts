/** What happens reaches webhooks: signed, at least once, under one id, whatever the other end does; and nobody else is told. */
import { Webhook } from 'standardwebhooks'
import { afterAll, describe, expect, test, vi } from 'vitest'
import type { OrganizationId, WebhookEndpointId } from '@/lib/core/identifiers'
import { UNSEEN } from '@/lib/core/impact'
import { MOST_ATTEMPTS } from '@/lib/core/webhook-answer'
import { WEBHOOK_TYPES } from '@/lib/core/webhook-types'
import { runJobs } from '@/lib/jobs/run-jobs'
import { beginWebhookAttempt } from '@/lib/operations/begin-webhook-attempt'
import { createWebhook } from '@/lib/operations/create-webhook'
import { deleteApp } from '@/lib/operations/delete-app'
import { deleteWebhook } from '@/lib/operations/delete-webhook'
import { forgetOldRows } from '@/lib/operations/forget-old-rows'
import { performForAccount } from '@/lib/operations/perform'
import { sendDeliveryAgain } from '@/lib/operations/send-delivery-again'
import { sendFailedDeliveriesAgain } from '@/lib/operations/send-failed-deliveries-again'
import { settleWebhookAttempt } from '@/lib/operations/settle-webhook-attempt'
import { switchWebhook } from '@/lib/operations/switch-webhook'
import { type Member, need, ORIGIN, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { openWebhookSink, type WebhookSink } from '@/lib/operations/testing/webhook-sink'
import { viewWebhook } from '@/lib/operations/view-webhook'
import { viewWebhookDelivery } from '@/lib/operations/view-webhook-delivery'
import { wakeWebhooks } from '@/lib/operations/wake-webhooks'
import { postMessage } from '@/lib/outbound/post-message'
import { createWebhookDispatcher } from '@/lib/outbound/webhook-dispatcher'

const { platform, sql, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const workers = [await runJobs(platform, null, () => undefined), await runJobs(platform, null, () => undefined)]
const sinks: WebhookSink[] = []
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  for (const sink of sinks) sink.close()
})

async function openWebhook(by: Member, types: readonly (typeof WEBHOOK_TYPES)[number][] = WEBHOOK_TYPES) {
  const sink = await openWebhookSink()
  sinks.push(sink)
  const { id, secret } = need(await as(by)(createWebhook, { url: sink.url, types: [...types] }))
  const of = { webhookEndpointId: id }
  return {
    id,
    of,
    sink,
    secret: secret.reveal(),
    log: async () => need(await as(by)(viewWebhook, of)).deliveries,
    attempts: async (deliveryId: `dlv_${string}`) =>
      need(await as(by)(viewWebhookDelivery, { ...of, deliveryId })).attempts.map(({ outcome }) => outcome),
    close: async () => need(await as(by)(deleteWebhook, of)),
  }
}

/** Something that webhooks are told of. */
async function deleteAnApp(by: Member, keys = 0) {
  const app = await makeApp(by)
  const made = []
  for (let key = 0; key < keys; key += 1) made.push(await makeKey(by, app))
  need(await as(by)(deleteApp, { appId: app.id, confirmation: app.name, impact: UNSEEN }))
  return { app, keys: made }
}
const wake = () => performForAccount(platform, wakeWebhooks, ORIGIN, {})
const place = ({ id }: { id: WebhookEndpointId }, organizationId: OrganizationId = acme.id) => ({
  organizationId,
  webhookEndpointId: id,
})
/** As if the time until the next attempt had passed, and that of an attempt that is lost. */
async function later({ id }: { id: WebhookEndpointId }) {
  await sql(`update delivery set next_attempt_at = now() where webhook_endpoint_id = $1 and state = 'pending'`, [id])
  await sql(`update webhook_endpoint set sending_until = null where id = $1`, [id])
  await wake()
}
const bellOf = ({ membershipId }: Member, kind: string) =>
  sql<{ facts: { to: string } }>(
    'select h.facts from notification n join happening h on h.id = n.happening_id where n.membership_id = $1 and h.kind = $2',
    [membershipId, kind],
  )

describe('what happens is told', () => {
  test('to each webhook of its organization that wants to know, by a message that the standard’s own library verifies', async () => {
    const webhook = await openWebhook(acme.owner, ['app.deleted', 'key.created'])
    const other = await openWebhook(acme.owner, ['gateway.silent'])
    const foreign = await openWebhook(zenith.owner)
    const { app, keys } = await deleteAnApp(acme.developer, 2)
    await vi.waitUntil(() => webhook.sink.received.length === 3, { timeout: 20_000 })
    const message = webhook.sink.received.find(({ body }) => body.includes('app.deleted'))
    if (!message) throw new Error('It was received')
    const content = new Webhook(webhook.secret).verify(message.body, message.headers as Record<string, string>)
    expect(content).toMatchObject({
      type: 'app.deleted',
      data: {
        organization: { id: acme.id, slug: 'acme' },
        app: { id: app.id, name: app.name, slug: app.slug, service: 'cloud_function' },
        by: { name: 'developer of acme' },
        total_keys: 2,
      },
    })
    expect(message.headers['content-type']).toBe('application/json')
    for (const { key } of keys) expect(message.body).not.toContain(key.reveal().slice(-20))
    await vi.waitUntil(async () => (await webhook.log()).every(({ state }) => state === 'sent'), { timeout: 20_000 })
    const log = await webhook.log()
    expect(log.map(({ type }) => type)).toEqual(['app.deleted', 'key.created', 'key.created'])
    const [delivery] = log
    expect(delivery).toMatchObject({ id: message.headers['webhook-id'], attempts: 1, nextAttemptAt: null })
    if (!delivery) throw new Error('It is in the log')
    const page = need(await as(acme.owner)(viewWebhookDelivery, { ...webhook.of, deliveryId: delivery.id }))
    expect(JSON.stringify(JSON.parse(page.message))).toBe(message.body)
    expect([other.sink.received, foreign.sink.received]).toEqual([[], []])
    expect([await other.log(), await foreign.log()]).toEqual([[], []])
    for (const attempt of [
      as(zenith.owner)(viewWebhookDelivery, { ...webhook.of, deliveryId: delivery.id }),
      as(zenith.owner)(viewWebhookDelivery, { ...foreign.of, deliveryId: delivery.id }),
      as(zenith.owner)(sendDeliveryAgain, { ...foreign.of, deliveryId: delivery.id }),
      as(acme.owner)(sendDeliveryAgain, { ...other.of, deliveryId: delivery.id }),
    ])
      expect(refusal(await attempt)).toBe('webhook_delivery_not_found')
    for (const each of [webhook, other]) await each.close()
    need(await as(zenith.owner)(deleteWebhook, foreign.of))
  })

  test('one message after another, each once, however many workers there are', async () => {
    const webhook = await openWebhook(acme.owner, ['app.deleted'])
    let open = 0
    let mostOpen = 0
    webhook.sink.answer((response) => {
      open += 1
      mostOpen = Math.max(mostOpen, open)
      setTimeout(() => {
        open -= 1
        response.writeHead(200).end()
      }, 20)
    })
    await Promise.all([1, 2, 3, 4, 5].map(() => deleteAnApp(acme.developer)))
    await vi.waitUntil(async () => (await webhook.log()).filter(({ state }) => state === 'sent').length === 5, {
      timeout: 20_000,
    })
    const ids = webhook.sink.received.map(({ headers }) => headers['webhook-id'])
    expect([new Set(ids).size, ids.length, mostOpen]).toEqual([5, 5, 1])
    await webhook.close()
  })
})

describe('a message that is not taken', () => {
  test('is sent again under the same id until it is taken, and the log says what each attempt met', async () => {
    const webhook = await openWebhook(acme.owner, ['app.deleted'])
    webhook.sink.answer((response) => response.writeHead(503).end('come back later'))
    await deleteAnApp(acme.developer)
    await vi.waitUntil(async () => (await webhook.log())[0]?.last, { timeout: 20_000 })
    const [waiting] = await webhook.log()
    expect(waiting).toMatchObject({ state: 'pending', attempts: 1 })
    expect(waiting?.nextAttemptAt).not.toBeNull()
    webhook.sink.answer(204)
    const deliveryId = waiting?.id as `dlv_${string}`
    await vi.waitUntil(async () => (await as(acme.owner)(sendDeliveryAgain, { ...webhook.of, deliveryId })).ok, {
      timeout: 20_000,
    })
    await vi.waitUntil(async () => (await webhook.log())[0]?.state === 'sent', { timeout: 20_000 })
    expect(new Set(webhook.sink.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([waiting?.id]))
    expect(await webhook.attempts(waiting?.id as `dlv_${string}`)).toMatchObject([
      { kind: 'answered', status: 204, text: '' },
      { kind: 'answered', status: 503, text: 'come back later' },
    ])
    await webhook.close()
  })

  test('has failed after the last attempt: Owners are told, and it is sent again when somebody asks, alone or with others', async () => {
    const webhook = await openWebhook(acme.owner, ['app.deleted'])
    webhook.sink.answer(500)
    await deleteAnApp(acme.developer)
    await vi.waitUntil(async () => (await webhook.log())[0]?.last, { timeout: 20_000 })
    await sql('update delivery set attempts = $2 where webhook_endpoint_id = $1', [webhook.id, MOST_ATTEMPTS - 1])
    await later(webhook)
    await vi.waitUntil(async () => (await webhook.log())[0]?.state === 'failed', { timeout: 20_000 })
    expect((await bellOf(acme.owner, 'delivery_failed')).map(({ facts }) => facts.to)).toEqual([
      new URL(webhook.sink.url).host,
    ])
    expect(await bellOf(zenith.owner, 'delivery_failed')).toEqual([])
    const [failed] = await webhook.log()
    const deliveryId = failed?.id as `dlv_${string}`
    webhook.sink.answer(200)
    expect(need(await as(acme.owner)(sendFailedDeliveriesAgain, webhook.of))).toEqual({ messages: 1 })
    await vi.waitUntil(async () => (await webhook.log())[0]?.state === 'sent', { timeout: 20_000 })
    expect(refusal(await as(acme.owner)(sendFailedDeliveriesAgain, webhook.of))).toBe('webhook_none_failed')
    const before = webhook.sink.received.length
    need(await as(acme.auraOwner)(sendDeliveryAgain, { ...webhook.of, deliveryId }))
    await vi.waitUntil(async () => webhook.sink.received.length > before, { timeout: 20_000 })
    expect(new Set(webhook.sink.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([deliveryId]))
    await vi.waitUntil(async () => (await webhook.log())[0]?.state === 'sent', { timeout: 20_000 })
    await webhook.close()
  })

  test('since nobody wants any more (410) disables its webhook and says so; enabled again, it gets what waited', async () => {
    const webhook = await openWebhook(acme.owner, ['app.deleted'])
    webhook.sink.answer(410)
    await deleteAnApp(acme.developer)
    await vi.waitUntil(async () => (await webhook.log())[0]?.state === 'held', { timeout: 20_000 })
    expect(need(await as(acme.owner)(viewWebhook, webhook.of)).webhook.disabled).toMatchObject({ cause: 'gone' })
    for (const member of [acme.owner, acme.auraOwner]) expect(await bellOf(member, 'webhook_disabled')).toHaveLength(1)
    expect(await bellOf(acme.developer, 'webhook_disabled')).toEqual([])
    // What happens while it is disabled is not told, then or later.
    await deleteAnApp(acme.developer)
    await later(webhook)
    expect(webhook.sink.received).toHaveLength(1)
    webhook.sink.answer(200)
    need(await as(acme.owner)(switchWebhook, { ...webhook.of, enabled: true }))
    await vi.waitUntil(async () => (await webhook.log())[0]?.state === 'sent', { timeout: 20_000 })
    expect(webhook.sink.received).toHaveLength(2)
    expect(await webhook.log()).toHaveLength(1)
    await webhook.close()
  })
})

describe('a worker that is killed', () => {
  test('after the receiver had taken a message, and before that was written down: it comes once more under the same id, and is never lost', async () => {
    const webhook = await openWebhook(acme.owner, ['app.deleted'])
    // The jobs are held back, so that the test is the worker that begins.
    await sql('update webhook_endpoint set sending_until = now() + interval $$1 hour$$ where id = $1', [webhook.id])
    await deleteAnApp(acme.developer)
    const jobs = () => sql('select 1 from graphile_worker.jobs where key = $1', [`webhook ${webhook.id} now`])
    await vi.waitUntil(async () => (await jobs()).length === 0, { timeout: 20_000 })
    await sql('update webhook_endpoint set sending_until = null where id = $1', [webhook.id])
    const begun = need(await performForAccount(platform, beginWebhookAttempt, ORIGIN, place(webhook)))
    if (!begun?.message) throw new Error('A message was due')
    const dispatcher = createWebhookDispatcher(platform.settings.outboundAllow)
    const outcome = await postMessage(dispatcher, begun.message)
    await dispatcher.destroy()
    expect(outcome).toMatchObject({ status: 204 })
    // Here it ends. Until its time is over, nobody sends the message.
    await wake()
    expect(await performForAccount(platform, beginWebhookAttempt, ORIGIN, place(webhook))).toEqual({
      ok: true,
      value: null,
    })
    await later(webhook)
    await vi.waitUntil(async () => (await webhook.log())[0]?.state === 'sent', { timeout: 20_000 })
    const ids = webhook.sink.received.map(({ headers }) => headers['webhook-id'])
    expect(ids).toEqual([begun.deliveryId, begun.deliveryId])
    // Was it only slow, then what it says in the end is written down and changes nothing.
    const late = { ...place(webhook), deliveryId: begun.deliveryId, attempt: begun.attempt }
    need(
      await performForAccount(platform, settleWebhookAttempt, ORIGIN, {
        ...late,
        outcome: { kind: 'unanswered', reason: 'too_slow', milliseconds: 15_000 },
      }),
    )
    expect((await webhook.log())[0]).toMatchObject({ state: 'sent', attempts: 2 })
    await webhook.close()
  })

  test('begins nothing for another organization’s webhook, nor for one that is deleted', async () => {
    const webhook = await openWebhook(acme.owner, ['app.deleted'])
    webhook.sink.answer(500)
    await deleteAnApp(acme.developer)
    await vi.waitUntil(async () => (await webhook.log())[0]?.last, { timeout: 20_000 })
    await sql('update delivery set next_attempt_at = now() where webhook_endpoint_id = $1', [webhook.id])
    const nothing = { ok: true, value: null }
    expect(await performForAccount(platform, beginWebhookAttempt, ORIGIN, place(webhook, zenith.id))).toEqual(nothing)
    await webhook.close()
    expect(await performForAccount(platform, beginWebhookAttempt, ORIGIN, place(webhook))).toEqual(nothing)
    expect(await sql('select state from delivery where webhook_endpoint_id = $1', [webhook.id])).toEqual([
      { state: 'dropped' },
    ])
  })
})

test('the log is kept for 30 days, and an old secret until it ends', async () => {
  const webhook = await openWebhook(acme.owner, ['app.deleted'])
  await deleteAnApp(acme.developer)
  await deleteAnApp(acme.developer)
  await vi.waitUntil(async () => (await webhook.log()).filter(({ state }) => state === 'sent').length === 2, {
    timeout: 20_000,
  })
  const [newer, older] = await webhook.log()
  await sql(`update delivery set created_at = now() - interval '31 days' where id = $1`, [older?.id])
  need(await performForAccount(platform, forgetOldRows, ORIGIN, {}))
  expect((await webhook.log()).map(({ id }) => id)).toEqual([newer?.id])
  expect(await sql('select 1 from webhook_attempt where delivery_id = $1', [older?.id])).toEqual([])
  await webhook.close()
})
