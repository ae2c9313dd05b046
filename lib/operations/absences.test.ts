import { describe, expect, test } from 'vitest'
import type { KeyStatus } from '@/lib/core/api-key'
import type { MembershipId } from '@/lib/core/identifiers'
import { UNSEEN } from '@/lib/core/impact'
import type { Role } from '@/lib/core/roles'
import { changeMemberRole } from '@/lib/operations/change-member-role'
import { createApiKey } from '@/lib/operations/create-api-key'
import { deleteApp } from '@/lib/operations/delete-app'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { listApiKeys } from '@/lib/operations/list-api-keys'
import { perform, performForAccount } from '@/lib/operations/perform'
import { previewImpact } from '@/lib/operations/preview-impact'
import { reactivateMember } from '@/lib/operations/reactivate-member'
import { removeMember } from '@/lib/operations/remove-member'
import { returnMember } from '@/lib/operations/return-member'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { startSession } from '@/lib/operations/start-session'
import { suspendMember } from '@/lib/operations/suspend-member'
import { hire } from '@/lib/operations/testing/hire'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import {
  type Member,
  need,
  newKey,
  ORIGIN,
  openTwoOrganizations,
  refusal,
} from '@/lib/operations/testing/two-organizations'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { viewApp } from '@/lib/operations/view-app'
import { viewOrganization } from '@/lib/operations/view-organization'

const bed = await openTwoOrganizations()
const { platform, sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = bed
const agreed = true as const
const impact = UNSEEN

const suspend = (who: Member, by: Member = acme.owner) =>
  as(by)(suspendMember, { membershipId: who.membershipId, impact })
const reactivate = (who: Member, by: Member = acme.owner) =>
  as(by)(reactivateMember, { membershipId: who.membershipId })
const remove = (who: Member, by: Member = acme.owner) =>
  as(by)(removeMember, { membershipId: who.membershipId, impact })
const give = (who: Member, role: Role, by: Member = acme.owner) =>
  as(by)(changeMemberRole, { membershipId: who.membershipId, role, impact })

/** Someone removed comes back as an invitation brings them back. */
const inviteAgain = (who: Member, role: Role = 'developer') =>
  platform.database.transaction(async (tx) => {
    const member = { id: who.membershipId, organizationId: who.organizationId, role, state: 'active' } as const
    return returnMember(tx, member, acme.owner.membershipId as MembershipId, new Date())
  })

interface Known {
  readonly id: string
}
async function statuses(...keys: readonly Known[]): Promise<KeyStatus[]> {
  const found: KeyStatus[] = []
  for (const { id } of keys) found.push(need(await as(acme.owner)(viewApiKey, { apiKeyId: id as never })).key.status)
  return found
}
const statusOfKey = async (key: Known) => (await statuses(key))[0]

/** The absence began so many days earlier than it did. */
const backdate = (who: Member, days: number) =>
  sql(
    `update departure set since = since - make_interval(days => $2), at = at - make_interval(days => $2) where membership_id = $1 and ended_at is null`,
    [who.membershipId, days],
  )

const changesOf = async () =>
  sql<{ kind: string; body: { set: { value: number; runs: [number, number][] }[] } }>(
    'select kind, body from change where organization_id = $1 order by seq',
    [acme.id],
  )

describe('a member who leaves', () => {
  const WAYS: readonly (readonly [how: string, cause: string, leave: (who: Member) => ReturnType<typeof remove>])[] = [
    ['is removed', 'removed', (who) => remove(who)],
    ['is suspended', 'suspended', (who) => suspend(who)],
    ['becomes a Reader', 'lost_right', (who) => give(who, 'reader')],
    ['becomes a User Administrator', 'lost_right', (who) => give(who, 'user_administrator')],
  ]
  test.each(WAYS)(
    'and %s: all keys stop in one change, with cause, actor and moment, and nobody else’s do',
    async (_, cause, leave) => {
      const leaver = await hire(bed, acme)
      const app = await makeApp(leaver)
      const keys = [
        await makeKey(leaver, app),
        await makeKey(leaver, app, { type: 'server' }),
        await makeKey(leaver, await makeApp(acme.developer)),
      ]
      const others = await makeKey(acme.developer, app)
      const foreign = await makeKey(zenith.developer, await makeApp(zenith.developer))
      const before = await changesOf()
      expect(need(await leave(leaver)).orphanedKeys).toBe(3)
      const made = (await changesOf()).slice(before.length)
      expect(made.map(({ kind }) => kind)).toEqual(['status'])
      expect(
        made[0]?.body.set.map(({ value, runs }) => [value, runs.reduce((sum, [, count]) => sum + count, 0)]),
      ).toEqual([[3, 3]])
      expect(await statuses(...keys, others)).toEqual(['orphaned', 'orphaned', 'orphaned', 'active'])
      const { orphaned } = need(await as(acme.reader)(viewApiKey, { apiKeyId: keys[0]?.id as never })).key
      expect(orphaned).toMatchObject({ departure: { cause, by: expect.stringContaining('owner') }, appDeletedAt: null })
      expect(need(await as(zenith.owner)(viewApiKey, { apiKeyId: foreign.id })).key.status).toBe('active')
      // What the member owned is for Owners and Aura Owners now.
      expect(need(await as(acme.owner)(viewApp, { slug: app.slug })).owner).toBeNull()
    },
  )

  test('finds the organization closed at once, with the session that was open', async () => {
    const leaver = await hire(bed, acme)
    const { sessionId } = need(await performForAccount(platform, startSession, ORIGIN, { userId: leaver.userId }))
    const look = () =>
      perform(platform, viewOrganization, { kind: 'session', sessionId, organizationSlug: 'acme' }, ORIGIN, {})
    expect((await look()).ok).toBe(true)
    need(await suspend(leaver))
    expect(refusal(await look())).toBe('organization_not_found')
    need(await reactivate(leaver))
    expect((await look()).ok).toBe(true)
    need(await remove(leaver))
    expect(refusal(await look())).toBe('organization_not_found')
  })

  test('who is demoted to a role that holds keys keeps them all', async () => {
    const owner = await hire(bed, acme, 'owner')
    const key = await makeKey(owner, await makeApp(owner))
    for (const role of ['aura_owner', 'developer'] as const) {
      expect(need(await give(owner, role)).orphanedKeys).toBe(0)
      expect(await statusOfKey(key)).toBe('active')
    }
  })
})

describe('a member who comes back', () => {
  test('gets back exactly what that absence took: not what was revoked, and what is disabled or expired stays so', async () => {
    const leaver = await hire(bed, acme)
    const app = await makeApp(acme.developer)
    const gone = await makeApp(acme.developer)
    const keep = await makeKey(leaver, app)
    const disabled = await makeKey(leaver, app)
    const revoked = await makeKey(leaver, app)
    const expired = await makeKey(leaver, app)
    const ofGone = await makeKey(leaver, gone)
    need(await as(leaver)(disableApiKey, { apiKeyId: disabled.id }))
    need(await suspend(leaver))
    need(await as(acme.owner)(revokeApiKey, { apiKeyId: revoked.id, agreed }))
    await sql(
      `begin; set local session_replication_role = replica; update api_key set expires_at = date_trunc('second', now()) - interval '1 hour' where id = '${expired.id}'; commit`,
    )
    need(await as(acme.owner)(deleteApp, { appId: gone.id, confirmation: gone.name, impact }))
    const before = await changesOf()
    expect(need(await reactivate(leaver))).toMatchObject({ restoredKeys: 2, orphanedKeys: 1 })
    expect((await changesOf()).slice(before.length).map(({ kind }) => kind)).toEqual(['status'])
    expect(await statuses(keep, disabled, revoked, expired, ofGone)).toEqual([
      'active',
      'disabled',
      'revoked',
      'expired',
      'orphaned',
    ])
    const [event] = await sql<{ body: string }>(
      `select body from event where organization_id = $1 and type = 'member.reactivated' order by number desc limit 1`,
      [acme.id],
    )
    expect(JSON.parse(event?.body ?? '')).toMatchObject({
      after: { state: 'active', restoredKeys: 2, orphanedKeys: 1 },
    })
  })

  test('after the grace period finds the keys orphaned; the Owners may still deal with them', async () => {
    const leaver = await hire(bed, acme)
    const key = await makeKey(leaver, await makeApp(acme.developer))
    need(await suspend(leaver))
    await backdate(leaver, 31)
    expect(need(await reactivate(leaver))).toMatchObject({ restoredKeys: 0, orphanedKeys: 1 })
    expect(await statusOfKey(key)).toBe('orphaned')
    expect(refusal(await as(leaver)(revokeApiKey, { apiKeyId: key.id, agreed }))).toBe('orphaned_key_needs_owner')
    need(await as(acme.auraOwner)(revokeApiKey, { apiKeyId: key.id, agreed }))
  })

  test('and leaves again: a second absence does not give back what the first one kept', async () => {
    const leaver = await hire(bed, acme)
    const app = await makeApp(acme.developer)
    const old = await makeKey(leaver, app)
    need(await suspend(leaver))
    await backdate(leaver, 31)
    need(await reactivate(leaver))
    const young = await makeKey(leaver, app)
    expect(need(await suspend(leaver)).orphanedKeys).toBe(1)
    expect(need(await reactivate(leaver)).restoredKeys).toBe(1)
    expect(await statuses(old, young)).toEqual(['orphaned', 'active'])
  })

  test('suspended, then removed is one absence: the later step says why, the first says since when', async () => {
    const leaver = await hire(bed, acme)
    const key = await makeKey(leaver, await makeApp(acme.developer))
    need(await suspend(leaver))
    await backdate(leaver, 20)
    const before = await changesOf()
    expect(need(await remove(leaver, acme.administrator)).orphanedKeys).toBe(0)
    expect(await changesOf()).toHaveLength(before.length)
    const { orphaned } = need(await as(acme.owner)(viewApiKey, { apiKeyId: key.id })).key
    expect(orphaned?.departure).toMatchObject({ cause: 'removed', by: expect.stringContaining('administrator') })
    // Removed only now: were the grace period to begin anew with each step, a dead key could be kept for ever.
    await sql(`update departure set since = since - interval '11 days' where membership_id = $1 and ended_at is null`, [
      leaver.membershipId,
    ])
    expect((await inviteAgain(leaver)).restoredKeys).toBe(0)
    expect(await statusOfKey(key)).toBe('orphaned')
  })

  test('removed and invited again in time, twice: each time the keys are there', async () => {
    const leaver = await hire(bed, acme)
    const key = await makeKey(leaver, await makeApp(acme.developer))
    for (const round of [1, 2]) {
      need(await remove(leaver))
      expect([round, await statusOfKey(key)]).toEqual([round, 'orphaned'])
      expect((await inviteAgain(leaver)).restoredKeys).toBe(1)
      await sql(`update membership set state = 'active' where id = $1`, [leaver.membershipId])
      expect([round, await statusOfKey(key)]).toEqual([round, 'active'])
    }
  })

  test('to a role that can’t hold keys is still away: the keys come with a later promotion', async () => {
    const leaver = await hire(bed, acme)
    const app = await makeApp(leaver)
    const key = await makeKey(leaver, app)
    need(await suspend(leaver))
    need(await give(leaver, 'reader'))
    expect(need(await reactivate(leaver))).toMatchObject({ restoredKeys: 0, orphanedKeys: 1 })
    expect(need(await as(acme.owner)(viewApiKey, { apiKeyId: key.id })).key.orphaned?.departure?.cause).toBe(
      'lost_right',
    )
    expect(need(await give(leaver, 'developer')).restoredKeys).toBe(1)
    expect(await statusOfKey(key)).toBe('active')
    expect(need(await as(acme.owner)(viewApp, { slug: app.slug })).owner?.id).toBe(leaver.membershipId)
  })

  test('owns those apps again that nobody has owned since, and leaves the others where they are', async () => {
    const leaver = await hire(bed, acme)
    const [free, taken] = [await makeApp(leaver), await makeApp(leaver)]
    need(await suspend(leaver))
    await sql('update app set owner_id = $2, departure_id = null where id = $1', [
      taken.id,
      acme.developer.membershipId,
    ])
    need(await reactivate(leaver))
    const ownerOf = async (app: { slug: string }) => need(await as(acme.owner)(viewApp, { slug: app.slug })).owner?.id
    expect([await ownerOf(free), await ownerOf(taken)]).toEqual([leaver.membershipId, acme.developer.membershipId])
  })

  test.each(['return', 'delete'] as const)(
    'while the app of a key is deleted (%s first): the key does not work either way',
    async (first) => {
      const leaver = await hire(bed, acme)
      const app = await makeApp(acme.developer)
      const key = await makeKey(leaver, app)
      need(await suspend(leaver))
      const back = () => reactivate(leaver)
      const end = () => as(acme.developer)(deleteApp, { appId: app.id, confirmation: app.name, impact })
      const keyRow = { text: 'select 1 from api_key where id = $1 for update', values: [key.id] }
      const outcomes = await queuedBehind(databaseUrl, keyRow, first === 'return' ? [back, end] : [end, back])
      expect(outcomes.map(refusal)).toEqual([undefined, undefined])
      expect(await statusOfKey(key)).toBe('orphaned')
      const words = (await changesOf()).flatMap(({ kind, body }) => (kind === 'status' ? body.set : []))
      const [row] = await sql<{ position: number }>('select position from api_key where id = $1', [key.id])
      const last = words.findLast(({ runs }) =>
        runs.some(([from, count]) => (row?.position ?? -1) >= from && (row?.position ?? -1) < from + count),
      )
      expect(last?.value).toBe(3)
    },
  )
})

describe('who may do it', () => {
  test('a User Administrator: suspends, demotes and brings back Developers and Readers, and nobody above', async () => {
    const target = await hire(bed, acme)
    need(await suspend(target, acme.administrator))
    need(await reactivate(target, acme.administrator))
    need(await give(target, 'reader', acme.administrator))
    need(await give(target, 'developer', acme.administrator))
    for (const role of ['owner', 'aura_owner', 'user_administrator'] as const) {
      const above = await hire(bed, acme, role)
      expect(refusal(await suspend(above, acme.administrator))).toBe('not_permitted')
      expect(refusal(await give(above, 'reader', acme.administrator))).toBe('not_permitted')
      // Nor does anybody get there by their hand.
      expect(refusal(await give(target, role, acme.administrator))).toBe('not_permitted')
      need(await suspend(above))
      expect(refusal(await reactivate(above, acme.administrator))).toBe('not_permitted')
      need(await remove(above))
    }
  })

  test.each(['owner', 'auraOwner', 'administrator', 'developer', 'reader'] as const)(
    'nobody changes their own role, suspends themselves or comes back by themselves: %s',
    async (part) => {
      const self = acme[part]
      for (const role of ['owner', 'aura_owner', 'user_administrator', 'developer', 'reader'] as const)
        expect(refusal(await give(self, role, self))).toBe('own_role')
      expect(refusal(await suspend(self, self))).toBe('not_permitted')
      expect(refusal(await reactivate(self, self))).toBe('not_permitted')
      const preview = { action: { kind: 'change_role', membershipId: self.membershipId, role: 'owner' } } as const
      expect(refusal(await as(self)(previewImpact, preview))).toBe('own_role')
    },
  )

  test('whoever may not is refused, and another organization’s member is not there', async () => {
    const target = await hire(bed, acme)
    for (const part of ['auraOwner', 'developer', 'reader'] as const)
      expect([
        refusal(await suspend(target, acme[part])),
        refusal(await give(target, 'reader', acme[part])),
        refusal(await remove(target, acme[part])),
      ]).toEqual(['not_permitted', 'not_permitted', 'not_permitted'])
    expect([
      refusal(await suspend(target, zenith.owner)),
      refusal(await reactivate(target, zenith.owner)),
      refusal(await give(target, 'reader', zenith.owner)),
    ]).toEqual(['member_not_found', 'member_not_found', 'member_not_found'])
  })

  test('what is so already is refused, and what was removed is not there', async () => {
    const target = await hire(bed, acme)
    expect(refusal(await reactivate(target))).toBe('member_not_suspended')
    expect(refusal(await give(target, 'developer'))).toBe('role_unchanged')
    need(await suspend(target))
    expect(refusal(await suspend(target))).toBe('member_not_active')
    need(await remove(target))
    expect([
      refusal(await suspend(target)),
      refusal(await reactivate(target)),
      refusal(await give(target, 'reader')),
    ]).toEqual(['member_not_found', 'member_not_found', 'member_not_found'])
    const withoutDecision = { membershipId: acme.developer.membershipId, role: 'reader' as const }
    expect(refusal(await as(acme.owner)(changeMemberRole, withoutDecision))).toBe('invalid_input')
  })

  test('the last Owner stays one, whatever is tried and whoever tries it at the same time', async () => {
    const { membershipId } = zenith.owner
    for (const outcome of [
      await as(zenith.operator)(suspendMember, { membershipId, impact }),
      await as(zenith.operator)(changeMemberRole, { membershipId, role: 'reader', impact }),
      await as(zenith.operator)(changeMemberRole, { membershipId, role: 'aura_owner' }),
      await as(zenith.operator)(previewImpact, { action: { kind: 'remove_member', membershipId } }),
    ])
      expect(refusal(outcome)).toBe('last_owner')
    const second = await hire(bed, zenith, 'owner')
    const memberRow = { text: 'select 1 from membership where id = $1 for update', values: [membershipId] }
    const outcomes = await queuedBehind(databaseUrl, memberRow, [
      () => as(second)(changeMemberRole, { membershipId, role: 'developer' as const }),
      () => as(zenith.owner)(suspendMember, { membershipId: second.membershipId, impact }),
    ])
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  })
})

test('a key made while its owner is suspended is orphaned with the others, or not made', async () => {
  const leaver = await hire(bed, acme)
  const app = await makeApp(acme.developer)
  const memberRow = { text: 'select 1 from membership where id = $1 for update', values: [leaver.membershipId] }
  const [created, suspended] = await queuedBehind(databaseUrl, memberRow, [
    () => as(leaver)(createApiKey, newKey(app)),
    () => suspend(leaver),
  ])
  expect([refusal(created), need(suspended).orphanedKeys]).toEqual([undefined, 1])
  const page = need(await as(acme.owner)(listApiKeys, { within: { appSlug: app.slug }, tab: 'orphaned' }))
  expect(page.rows).toHaveLength(1)
})
