import { expect, test } from 'vitest'
import { UNSEEN } from '@/lib/core/impact'
import { changeAbsencePolicy } from '@/lib/operations/change-absence-policy'
import { deleteApp } from '@/lib/operations/delete-app'
import { listEvents } from '@/lib/operations/list-events'
import { performForAccount } from '@/lib/operations/perform'
import { reactivateMember } from '@/lib/operations/reactivate-member'
import { revokeOverdueOrphans } from '@/lib/operations/revoke-overdue-orphans'
import { suspendMember } from '@/lib/operations/suspend-member'
import { hire } from '@/lib/operations/testing/hire'
import { type Member, need, ORIGIN, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { viewPolicies } from '@/lib/operations/view-policies'

const bed = await openTwoOrganizations()
const { platform, sql, acme, zenith, as, makeApp, makeKey } = bed

const PRESET = { graceDays: 30, revokeOrphansAfterDays: null }
const statusOfKey = async (key: { id: string }, by: Member = acme.owner) =>
  need(await as(by)(viewApiKey, { apiKeyId: key.id as never })).key.status
const leave = (who: Member, by: Member) => as(by)(suspendMember, { membershipId: who.membershipId, impact: UNSEEN })
const backdate = (who: Member, days: number) =>
  sql(
    'update departure set since = since - make_interval(days => $2), at = at - make_interval(days => $2) where membership_id = $1',
    [who.membershipId, days],
  )

test('an Owner alone sets them, each within its bounds, and never over what somebody else has set', async () => {
  const change = (who: Member, graceDays: number, revokeOrphansAfterDays: number | null, known = PRESET) =>
    as(who)(changeAbsencePolicy, { graceDays, revokeOrphansAfterDays, known })
  for (const part of ['auraOwner', 'administrator', 'developer', 'reader'] as const) {
    expect(refusal(await change(acme[part], 10, null))).toBe('not_permitted')
    expect(refusal(await as(acme[part])(viewPolicies, {}))).toBe('not_permitted')
  }
  for (const [grace, revoke] of [
    [-1, null],
    [366, null],
    [1.5, null],
    [Number.NaN, null],
    [30, 0],
    [30, 3_651],
  ] as const)
    expect(refusal(await change(acme.owner, grace, revoke))).toBe('invalid_input')
  expect(refusal(await change(acme.owner, 30, 29))).toBe('orphans_within_grace')
  expect(refusal(await change(acme.owner, 30, null))).toBe('policy_unchanged')
  need(await change(acme.owner, 7, 7))
  expect(refusal(await change(acme.owner, 8, 90))).toBe('policy_changed_meanwhile')
  expect(need(await as(acme.owner)(viewPolicies, {}))).toMatchObject({ graceDays: 7, revokeOrphansAfterDays: 7 })
  expect(need(await as(zenith.owner)(viewPolicies, {}))).toMatchObject(PRESET)
  const { events } = need(await as(acme.owner)(listEvents, {}))
  expect(events[0]).toMatchObject({ type: 'organization.policy_changed' })
})

test('keys that were orphaned for longer are revoked by the portal itself, once and in one change; younger ones, and another organization’s, are not', async () => {
  const [old, young, back, foreign] = [
    await hire(bed, acme),
    await hire(bed, acme),
    await hire(bed, acme),
    await hire(bed, zenith),
  ]
  const app = await makeApp(acme.developer)
  const gone = await makeApp(acme.developer)
  const keys = {
    old: await makeKey(old, app),
    oldToo: await makeKey(old, app),
    young: await makeKey(young, app),
    back: await makeKey(back, app),
    ofGone: await makeKey(acme.developer, gone),
    live: await makeKey(acme.developer, app),
    foreign: await makeKey(foreign, await makeApp(zenith.developer)),
  }
  for (const who of [old, young, back]) need(await leave(who, acme.owner))
  need(await leave(foreign, zenith.owner))
  need(await as(acme.developer)(deleteApp, { appId: gone.id, confirmation: gone.name, impact: UNSEEN }))
  need(await as(acme.owner)(reactivateMember, { membershipId: back.membershipId }))
  for (const who of [old, back, foreign]) await backdate(who, 8)
  await sql(`update api_key set app_deleted_at = now() - interval '8 days' where id = $1`, [keys.ofGone.id])
  await sql('update policy set grace_days = 7, revoke_orphans_after_days = 7 where organization_id = $1', [acme.id])

  const { orphans } = need(await as(acme.owner)(viewPolicies, {}))
  expect(orphans).toEqual([
    { days: 0, keys: 1 },
    { days: 8, keys: 3 },
  ])
  const { orphaned } = need(await as(acme.reader)(viewApiKey, { apiKeyId: keys.young.id })).key
  expect(new Date(orphaned?.revokesAt ?? 0).getTime() - new Date(orphaned?.departure?.at ?? 0).getTime()).toBe(
    7 * 86_400_000,
  )
  const changes = async () => (await sql('select 1 from change where organization_id = $1', [acme.id])).length
  const before = await changes()
  for (let rounds = 0; need(await performForAccount(platform, revokeOverdueOrphans, ORIGIN, {})).found; rounds += 1)
    expect(rounds).toBeLessThan(3)
  expect(await changes()).toBe(before + 1)
  const of = async (names: readonly (keyof typeof keys)[]) =>
    Promise.all(names.map((name) => statusOfKey(keys[name], name === 'foreign' ? zenith.owner : acme.owner)))
  expect(await of(['old', 'oldToo', 'ofGone'])).toEqual(['revoked', 'revoked', 'revoked'])
  expect(await of(['young', 'back', 'live', 'foreign'])).toEqual(['orphaned', 'active', 'active', 'orphaned'])
  // Nobody is named who did not do it, and each key's own page tells of it.
  const { key, events } = need(await as(acme.owner)(viewApiKey, { apiKeyId: keys.old.id }))
  expect([key.revokedBy, key.revocationReason]).toEqual([null, 'Orphaned for 7 days'])
  expect(events.map(({ type }) => type)).toContain('api_key.revoked')
  // Whoever comes back then finds nothing to come back to.
  expect(need(await as(acme.owner)(reactivateMember, { membershipId: old.membershipId })).restoredKeys).toBe(0)
  expect(await statusOfKey(keys.old)).toBe('revoked')
})

test('orphans of more than one batch are revoked batch by batch: a worker that is killed between two has lost nothing, and the next one goes on', async () => {
  const leaver = await hire(bed, acme, 'developer')
  const app = await makeApp(acme.developer, { name: 'many' })
  const keys: { readonly id: string }[] = []
  for (let n = 0; n < 5; n += 1) keys.push(await makeKey(leaver, app, { name: `key-${n}` }))
  need(await leave(leaver, acme.owner))
  await backdate(leaver, 8)
  await sql('update policy set grace_days = 7, revoke_orphans_after_days = 7 where organization_id = $1', [acme.id])

  const batch = () => performForAccount(platform, revokeOverdueOrphans, ORIGIN, { most: 2 })
  const states = async () => (await Promise.all(keys.map((key) => statusOfKey(key)))).sort()
  expect(need(await batch())).toEqual({ found: true, keys: 2 })
  // Here the worker ends. What is left is whole, and so is what is done.
  expect(await states()).toEqual(['orphaned', 'orphaned', 'orphaned', 'revoked', 'revoked'])
  expect([need(await batch()).keys, need(await batch()).keys, need(await batch())]).toEqual([
    2,
    1,
    { found: false, keys: 0 },
  ])
  expect(await states()).toEqual(Array(5).fill('revoked'))
  const told = await sql<{ api_key_id: string }>(
    `select api_key_id from event where type = 'api_key.revoked' and api_key_id = any ($1) order by 1`,
    [keys.map(({ id }) => id)],
  )
  expect(told.map((event) => event.api_key_id)).toEqual(keys.map(({ id }) => id).sort())
})
