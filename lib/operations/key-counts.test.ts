import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KEY_TABS, type KeyFacts, type KeyTab, statusOf } from '@/lib/core/api-key'
import type { AppId, OrganizationId } from '@/lib/core/identifiers'
import { UNSEEN } from '@/lib/core/impact'
import { newIdAt } from '@/lib/crypto/identifiers'
import { countKeys, countKeysByApp, countKeysByService } from '@/lib/db/key-counts'
import { createApiKey } from '@/lib/operations/create-api-key'
import { deleteApp } from '@/lib/operations/delete-app'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { enableApiKey } from '@/lib/operations/enable-api-key'
import { performForAccount } from '@/lib/operations/perform'
import { previewImpact } from '@/lib/operations/preview-impact'
import { recordExpiredKeys } from '@/lib/operations/record-expired-keys'
import { removeMember } from '@/lib/operations/remove-member'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { hire } from '@/lib/operations/testing/hire'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import { type Member, need, newKey, ORIGIN, openTwoOrganizations } from '@/lib/operations/testing/two-organizations'

const { platform, sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
type App = Awaited<ReturnType<typeof makeApp>>
const TABS = Object.keys(KEY_TABS) as KeyTab[]
const NONE: Readonly<Record<KeyTab, number>> = { active: 0, orphaned: 0, history: 0 }

const tabOf = (facts: KeyFacts, now: Date) =>
  TABS.find((tab) => (KEY_TABS[tab] as readonly string[]).includes(statusOf(facts, now))) as KeyTab

/** What each app's counts have to be, by `statusOf` of every key. */
async function truth(organizationId: OrganizationId, now: Date): Promise<Map<string, Record<KeyTab, number>>> {
  const keys = await sql<KeyFacts & { appId: string }>(
    `select app_id as "appId", revoked_at as "revokedAt", departure_id as "departureId", app_deleted_at as "appDeletedAt", disabled_at as "disabledAt",
       expires_at as "expiresAt", ends_at as "endsAt" from api_key where organization_id = $1`,
    [organizationId],
  )
  const counts = new Map<string, Record<KeyTab, number>>()
  for (const { appId, ...facts } of keys) {
    const known = counts.get(appId) ?? { ...NONE }
    known[tabOf(facts, now)] += 1
    counts.set(appId, known)
  }
  return counts
}

async function expectTruth(): Promise<void> {
  for (const { id } of [acme, zenith]) {
    const now = new Date()
    const expected = await truth(id, now)
    const { byApp, all, services } = await platform.database.transaction(async (tx) => ({
      byApp: await countKeysByApp(tx, id, { organization: true }, now),
      all: await countKeys(tx, id, { organization: true }, now),
      services: await countKeysByService(tx, id, now),
    }))
    for (const [appId, counts] of expected) expect(byApp.get(appId as AppId)).toEqual(counts)
    const sum = (tab: KeyTab) => [...expected.values()].reduce((total, counts) => total + counts[tab], 0)
    expect(all).toEqual({ active: sum('active'), orphaned: sum('orphaned'), history: sum('history') })
    expect(services.get('cloud_function') ?? 0).toBe(sum('active') + sum('orphaned'))
  }
}

const recordAll = async () => {
  while (need(await performForAccount(platform, recordExpiredKeys, ORIGIN, {})).keys > 0);
}

test('counts are what `statusOf` says of every key, after whatever operations do and whatever is written past them', async () => {
  const apps = [await makeApp(acme.developer), await makeApp(acme.developer), await makeApp(zenith.developer)]
  const organizationOf = (index: number) => (index % 3 === 2 ? zenith : acme)
  const keys = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      makeKey(organizationOf(index).developer, apps[index % 3] as { id: string }),
    ),
  )
  const departures = new Map<OrganizationId, string>()
  for (const organization of [acme, zenith]) {
    const id = newIdAt(new Date())('departure')
    departures.set(organization.id, id)
    await sql(
      `insert into departure (id, organization_id, membership_id, cause, at, since) values ($1, $2, $3, 'removed', now(), now())`,
      [id, organization.id, organization.developer.membershipId],
    )
  }
  const written = (set: string) => (index: number) =>
    sql(`update api_key k set ${set} where id = $1 and (k.revoked_at is null)`, [keys[index % keys.length]?.id])
  const acts = {
    create: (index: number) =>
      as(organizationOf(index).developer)(createApiKey, newKey(apps[index % 3] as { id: string })),
    disable: (index: number) =>
      as(organizationOf(index % 12).owner)(disableApiKey, { apiKeyId: keys[index % 12]?.id as never }),
    enable: (index: number) =>
      as(organizationOf(index % 12).owner)(enableApiKey, { apiKeyId: keys[index % 12]?.id as never }),
    revoke: (index: number) =>
      as(organizationOf(index % 12).owner)(revokeApiKey, { apiKeyId: keys[index % 12]?.id as never, agreed: true }),
    orphan: (index: number) =>
      sql('update api_key set departure_id = $2 where id = $1', [
        keys[index % 12]?.id,
        departures.get(organizationOf(index % 12).id),
      ]),
    comeBack: written('departure_id = null'),
    orphanAll: () => sql('update api_key set app_deleted_at = now() where app_id = $1', [apps[1]?.id]),
    restoreAll: () => sql('update api_key set app_deleted_at = null'),
    end: written(
      `successor_id = coalesce(successor_id, id), ends_at = least(ends_at, date_trunc('second', now() - interval '1 second'))`,
    ),
    endLater: written(
      `successor_id = coalesce(successor_id, id), ends_at = coalesce(ends_at, date_trunc('second', now() + interval '1 day'))`,
    ),
    rename: written(`name = 'x' || random()`),
    record: recordAll,
  }
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])), fc.nat(11)), {
        minLength: 1,
        maxLength: 8,
      }),
      async (steps) => {
        for (const [act, index] of steps) await acts[act](index)
        await expectTruth()
      },
    ),
    { numRuns: 12 },
  )
})

test('a key that has expired counts so at once, and is recorded by the worker without a change of the counts', async () => {
  const app = await makeApp(acme.developer)
  const [one, disabled] = [await makeKey(acme.developer, app), await makeKey(acme.developer, app)]
  await makeKey(acme.developer, app)
  need(await as(acme.owner)(disableApiKey, { apiKeyId: disabled.id }))
  // What a token says never changes, so these two are made to have been different from the beginning.
  await sql('alter table api_key disable trigger api_key_final')
  await sql(`update api_key set expires_at = date_trunc('second', now() - interval '1 second') where id = any ($1)`, [
    [one.id, disabled.id],
  ])
  await sql('alter table api_key enable trigger api_key_final')
  const counts = () =>
    platform.database.transaction((tx) => countKeys(tx, acme.id, { appId: app.id as AppId }, new Date()))
  const expected = { active: 2, orphaned: 0, history: 1 }
  expect(await counts()).toEqual(expected)
  await recordAll()
  const recorded = await sql('select 1 from api_key where app_id = $1 and expiry_recorded_at is not null', [app.id])
  expect(recorded).toHaveLength(2)
  expect(await counts()).toEqual(expected)
  need(await as(acme.owner)(enableApiKey, { apiKeyId: disabled.id }))
  expect(await counts()).toEqual({ active: 1, orphaned: 0, history: 2 })
  await expectTruth()
})

test('who makes a key and who takes a member’s keys away wait for each other, and never in a circle', async () => {
  const [first, second] = [await makeApp(acme.owner), await makeApp(acme.owner)]
  await makeKey(acme.otherDeveloper, second)
  await makeKey(acme.otherDeveloper, first)
  const head = { text: 'select 1 from organization_head where organization_id = $1 for update', values: [acme.id] }
  const [made, removed] = await queuedBehind(databaseUrl, head, [
    () => as(acme.auraOwner)(createApiKey, newKey(first)),
    () => as(acme.owner)(removeMember, { membershipId: acme.otherDeveloper.membershipId, impact: UNSEEN }),
  ])
  expect([made.ok, removed.ok]).toEqual([true, true])
  const third = await makeApp(acme.owner)
  const key = await makeKey(acme.auraOwner, third)
  const [, deleted] = await queuedBehind(databaseUrl, head, [
    () => as(acme.owner)(revokeApiKey, { apiKeyId: key.id, agreed: true }),
    () => as(acme.owner)(deleteApp, { appId: third.id, confirmation: third.name, impact: UNSEEN }),
  ])
  expect(deleted.ok).toBe(true)
  await expectTruth()
})

test('who removes a member and revokes a key of theirs waits for who does so crosswise, and never in a circle', async () => {
  const [first, second] = [await makeApp(acme.owner), await makeApp(acme.owner)]
  const removal = async (leaver: Member, revoked: App, orphaned: App) => {
    const apiKeyId = (await makeKey(leaver, revoked)).id
    await makeKey(leaver, orphaned)
    const { membershipId } = leaver
    const { digest } = need(await as(acme.owner)(previewImpact, { action: { kind: 'remove_member', membershipId } }))
    const choices = [{ apiKeyId, choice: 'revoke' as const }]
    return () => as(acme.owner)(removeMember, { membershipId, impact: { digest, choices } })
  }
  const counts = { text: 'select 1 from key_count where app_id = any ($1) for update', values: [[first.id, second.id]] }
  const removed = await queuedBehind(databaseUrl, counts, [
    await removal(await hire({ platform, sql }, acme), second, first),
    await removal(await hire({ platform, sql }, acme), first, second),
  ])
  expect(removed.map(({ ok }) => ok)).toEqual([true, true])
  await expectTruth()
})
