/** What the clock brings to light is told once: keys that will expire, dead keys that are still used, gateways that fall silent. And who may choose what. */
import { describe, expect, test } from 'vitest'
import type { HappeningKind } from '@/lib/core/happenings'
import { newIdAt } from '@/lib/crypto/identifiers'
import { chooseChannels } from '@/lib/operations/choose-channels'
import { chooseOwnMails } from '@/lib/operations/choose-own-mails'
import { countUnread } from '@/lib/operations/count-unread'
import { listNotifications } from '@/lib/operations/list-notifications'
import { markNotificationsRead } from '@/lib/operations/mark-notifications-read'
import { performForAccount } from '@/lib/operations/perform'
import { retryDeliveries } from '@/lib/operations/retry-deliveries'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { tellOfDeadKeysUsed } from '@/lib/operations/tell-of-dead-keys-used'
import { tellOfExpiringKeys } from '@/lib/operations/tell-of-expiring-keys'
import { tellOfSilentGateways } from '@/lib/operations/tell-of-silent-gateways'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import {
  type Member,
  need,
  ORIGIN,
  type Organization,
  openTwoOrganizations,
  refusal,
} from '@/lib/operations/testing/two-organizations'
import { viewNotificationSettings } from '@/lib/operations/view-notification-settings'
import { viewOwnMails } from '@/lib/operations/view-own-mails'

const { acme, zenith, as, platform, makeApp, makeKey, sql, databaseUrl } = await openTwoOrganizations()

const bellOf = async (member: Member, kind: HappeningKind) =>
  need(await as(member)(listNotifications, {})).notifications.flatMap(({ happening }) =>
    happening.kind === kind ? [happening.facts] : [],
  )
const expiring = ({ id }: Organization) =>
  performForAccount(platform, tellOfExpiringKeys, ORIGIN, { organizationId: id })

/** As if these keys had been made so long ago that they end in so many days. */
async function endsIn(keyIds: readonly string[], days: number) {
  await sql('alter table api_key disable trigger user')
  await sql(
    `update api_key set created_at = now() - interval '200 days', expires_at = date_trunc('second', now()) + make_interval(days => $2) where id = any ($1)`,
    [keyIds, days],
  )
  await sql('alter table api_key enable trigger user')
}

describe('keys that will expire', () => {
  test('are told to their owner, all of a step in one message, once however many workers look', async () => {
    const app = await makeApp(acme.developer)
    const keys = [
      await makeKey(acme.developer, app, { name: 'one' }),
      await makeKey(acme.developer, app, { name: 'two' }),
    ]
    await endsIn(
      keys.map(({ id }) => id),
      10,
    )
    await Promise.all([expiring(acme), expiring(acme), expiring(zenith)])
    await expiring(acme)
    expect(await bellOf(acme.developer, 'api_keys_expiring')).toMatchObject([
      { days: 14, keys: { total: 2, listed: [{ name: 'one' }, { name: 'two' }] } },
    ])
    await endsIn([keys[0]?.id ?? ''], 5)
    await expiring(acme)
    expect(await bellOf(acme.developer, 'api_keys_expiring')).toMatchObject([
      { days: 7, keys: { total: 1 } },
      { days: 14 },
    ])
    for (const member of [acme.owner, acme.otherDeveloper, zenith.developer])
      expect(await bellOf(member, 'api_keys_expiring')).toEqual([])
  })

  test('are not those that were left with a countdown, and stop before', async () => {
    const key = await makeKey(acme.otherDeveloper, await makeApp(acme.developer))
    await endsIn([key.id], 10)
    await sql(
      `update api_key set owner_id = $2, handed_over_from_id = owner_id, ends_at = date_trunc('second', now()) + interval '3 days' where id = $1`,
      [key.id, acme.auraOwner.membershipId],
    )
    await expiring(acme)
    expect(await bellOf(acme.auraOwner, 'api_keys_expiring')).toEqual([])
  })
})

test('dead keys that are still used are told to who governs, each at most once a day', async () => {
  const key = await makeKey(acme.developer, await makeApp(acme.developer), { name: 'dead' })
  need(await as(acme.owner)(revokeApiKey, { apiKeyId: key.id, agreed: true }))
  const look = () => performForAccount(platform, tellOfDeadKeysUsed, ORIGIN, { organizationId: acme.id })
  await sql(
    `update key_use set last_knock_at = now(), last_knock_verdict = 'revoked', last_knock_address = '192.0.2.7' where api_key_id = $1`,
    [key.id],
  )
  await Promise.all([look(), look()])
  await sql(`update key_use set last_knock_at = now() where api_key_id = $1`, [key.id])
  await look()
  expect(await bellOf(acme.owner, 'dead_keys_used')).toMatchObject([
    { keys: { total: 1, listed: [{ name: 'dead', status: 'revoked', address: '192.0.2.7' }] } },
  ])
  expect(await bellOf(zenith.owner, 'dead_keys_used')).toEqual([])
  await sql(`update dead_key_notice set at = at - interval '25 hours'`)
  await look()
  expect(await bellOf(acme.owner, 'dead_keys_used')).toHaveLength(2)
})

test('a gateway that is not heard of is told once, and when it is back', async () => {
  await sql(
    `insert into gateway (id, organization_id, name, token_hash, created_at) values ('gwy_1', $1, 'edge', '\\x01', now() - interval '1 day')`,
    [acme.id],
  )
  await sql(
    `insert into gateway_instance (id, organization_id, gateway_id, version, created_at, renewed_at, lease_ends_at)
     values ('ins_1', $1, 'gwy_1', '1', now(), now() - interval '1 hour', now())`,
    [acme.id],
  )
  const look = (listeningSeconds: number) =>
    performForAccount(platform, tellOfSilentGateways, ORIGIN, { organizationId: acme.id, listeningSeconds })
  await look(10)
  expect(await bellOf(acme.owner, 'gateway_silent')).toEqual([])
  await look(600)
  await look(600)
  await sql(`update gateway_instance set renewed_at = now()`)
  await look(600)
  await look(600)
  expect(await bellOf(acme.auraOwner, 'gateway_silent')).toMatchObject([{ gateway: { name: 'edge' } }])
  expect(await bellOf(acme.auraOwner, 'gateway_back')).toHaveLength(1)
  expect(await bellOf(acme.administrator, 'gateway_silent')).toEqual([])
})

describe('what one has read, and chosen', () => {
  test('is one’s own: nobody reads or marks what is in another’s bell', async () => {
    const { notifications } = need(await as(acme.owner)(listNotifications, {}))
    const [first] = notifications
    const before = need(await as(acme.auraOwner)(countUnread, {})).unread
    need(await as(acme.owner)(markNotificationsRead, { upTo: first?.id as never }))
    expect(need(await as(acme.owner)(countUnread, {})).unread).toBe(0)
    expect(need(await as(acme.auraOwner)(countUnread, {})).unread).toBe(before)
    need(await as(zenith.owner)(markNotificationsRead, { upTo: first?.id as never }))
    expect(need(await as(acme.auraOwner)(countUnread, {})).unread).toBe(before)
  })

  test('for the organization is an Owner’s alone, and for mails each person’s', async () => {
    for (const member of [acme.auraOwner, acme.administrator, acme.developer, acme.reader]) {
      expect(refusal(await as(member)(viewNotificationSettings, {}))).toBe('not_permitted')
      expect(refusal(await as(member)(chooseChannels, { on: [] }))).toBe('not_permitted')
      expect(refusal(await as(member)(retryDeliveries, { all: true }))).toBe('not_permitted')
      need(await as(member)(chooseOwnMails, { mails: [] }))
    }
    need(await as(acme.owner)(chooseChannels, { on: [{ kind: 'api_key_created', channel: 'bell' }] }))
    const { kinds } = need(await as(acme.owner)(viewNotificationSettings, {}))
    expect(kinds.filter(({ channels }) => channels.bell || channels.email)).toMatchObject([{ kind: 'api_key_created' }])
    const others = need(await as(zenith.owner)(viewNotificationSettings, {}))
    expect(others.kinds.find(({ kind }) => kind === 'app_deleted')?.channels.bell).toBe(true)
  })

  test('twice at the same moment is as the later one chose', async () => {
    const head = { text: 'select 1 from organization_head where organization_id = $1 for update', values: [zenith.id] }
    const mails = [['app_deleted'], ['keys_orphaned']] as const
    const own = await queuedBehind(databaseUrl, head, [
      () => as(zenith.owner)(chooseOwnMails, { mails: mails[0] as never }),
      () => as(zenith.owner)(chooseOwnMails, { mails: mails[1] as never }),
    ])
    const on = (kind: HappeningKind) => ({ on: [{ kind, channel: 'bell' as const }] })
    const channels = await queuedBehind(databaseUrl, head, [
      () => as(zenith.owner)(chooseChannels, on('app_deleted')),
      () => as(zenith.owner)(chooseChannels, on('keys_orphaned')),
    ])
    expect([...own, ...channels].map(refusal)).toEqual([undefined, undefined, undefined, undefined])
    const { kinds } = need(await as(zenith.owner)(viewNotificationSettings, {}))
    expect(kinds.filter(({ channels }) => channels.bell).map(({ kind }) => kind)).toEqual(['keys_orphaned'])
    const wanted = need(await as(zenith.owner)(viewOwnMails, {})).mails.filter(({ isWanted }) => isWanted)
    expect(wanted.map(({ kind }) => kind)).toEqual(['keys_orphaned'])
    await sql('delete from organization_channel where organization_id = $1', [zenith.id])
  })

  test('a message that failed is begun anew by an Owner of its organization, and found by no other', async () => {
    const [delivery] = await sql<{ id: string }>(
      `update delivery set state = 'failed', settled_at = now(), error = 'no answer' where id = (select id from delivery where organization_id = $1 and channel = 'email' limit 1) returning id`,
      [acme.id],
    )
    const deliveryId = delivery?.id as never
    expect(need(await as(acme.owner)(viewNotificationSettings, {})).failed).toMatchObject([
      { id: deliveryId, error: 'no answer' },
    ])
    expect(need(await as(acme.owner)(viewNotificationSettings, { before: deliveryId })).failed).toEqual([])
    expect(refusal(await as(zenith.owner)(retryDeliveries, { deliveryId }))).toBe('delivery_not_found')
    expect(need(await as(acme.owner)(retryDeliveries, { deliveryId }))).toEqual({ deliveries: 1 })
    expect(refusal(await as(acme.owner)(retryDeliveries, { deliveryId }))).toBe('delivery_not_found')
  })

  test('messages that failed are leafed through, and begun anew all at once, with one event', async () => {
    const newId = newIdAt(new Date())
    const made = Array.from({ length: 21 }, () => ({ happening: newId('happening'), delivery: newId('delivery') }))
    await sql(
      `with made as (select * from jsonb_to_recordset($2::jsonb) as m(happening text, delivery text)),
        told as (insert into happening (id, organization_id, kind, at, facts)
          select happening, $1, 'gateway_silent', now(), '{"gateway":{"id":"gtw_0","name":"edge"},"since":"2026-01-01T00:00:00Z"}' from made)
       insert into delivery (id, organization_id, happening_id, channel, membership_id, state, attempts, error, created_at, next_attempt_at, settled_at)
       select delivery, $1, happening, 'email', $3, 'failed', 9, 'no answer', now(), now(), now() from made`,
      [acme.id, JSON.stringify(made), acme.owner.membershipId],
    )
    const newest = need(await as(acme.owner)(viewNotificationSettings, {}))
    expect(newest.failed).toHaveLength(20)
    const before = newest.nextBefore ?? undefined
    const older = need(await as(acme.owner)(viewNotificationSettings, { before }))
    expect([older.failed.length, older.nextBefore]).toEqual([1, null])
    const ids = [...newest.failed, ...older.failed].map(({ id }) => id)
    expect(new Set(ids)).toHaveLength(21)
    expect(need(await as(zenith.owner)(viewNotificationSettings, { before })).failed).toEqual([])
    expect(need(await as(acme.owner)(retryDeliveries, { all: true }))).toEqual({ deliveries: 21 })
    expect(need(await as(acme.owner)(viewNotificationSettings, {})).failed).toEqual([])
    const events = await sql<{ body: string }>(
      `select body from event where organization_id = $1 and type = 'organization.deliveries_retried' order by number desc limit 1`,
      [acme.id],
    )
    expect(events.map(({ body }) => JSON.parse(body).after)).toEqual([{ deliveries: 21 }])
  })
})
