import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ImpactView } from '@/lib/contract/impact'
import type { KeyStatus } from '@/lib/core/api-key'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { type ImpactAction, UNSEEN } from '@/lib/core/impact'
import { insertingCopies, writableColumns } from '@/lib/db/testing/writable-columns'
import { changeMemberRole } from '@/lib/operations/change-member-role'
import { createSecret } from '@/lib/operations/create-secret'
import { deleteApp } from '@/lib/operations/delete-app'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { listEvents } from '@/lib/operations/list-events'
import { previewImpact } from '@/lib/operations/preview-impact'
import { removeMember } from '@/lib/operations/remove-member'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { rotateApiKey } from '@/lib/operations/rotate-api-key'
import { suspendMember } from '@/lib/operations/suspend-member'
import { switchProvider } from '@/lib/operations/switch-provider'
import { hire } from '@/lib/operations/testing/hire'
import { type Member, need, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { viewApiKey } from '@/lib/operations/view-api-key'

const bed = await openTwoOrganizations()
const { sql, acme, zenith, as, makeApp, makeKey } = bed
const agreed = true as const

const preview = async (action: ImpactAction, by: Member = acme.owner) => need(await as(by)(previewImpact, { action }))
const remove = (who: Member, impact: Parameters<typeof decide>[1], by: Member = acme.owner) =>
  as(by)(removeMember, { membershipId: who.membershipId, impact: decide(impact.digest, impact) })
const decide = (
  digest: string | null,
  more: { digest: string | null; rest?: 'orphan' | 'revoke' | object; choices?: readonly object[] },
) => ({ rest: 'orphan' as const, choices: [], ...more, digest }) as never
const statusOfKey = async (id: string, by: Member = acme.owner) =>
  need(await as(by)(viewApiKey, { apiKeyId: id as ApiKeyId })).key.status

async function leaverWithKeys() {
  const leaver = await hire(bed, acme)
  const app = await makeApp(leaver)
  const user = await makeKey(leaver, app)
  const server = await makeKey(leaver, app, { type: 'server' })
  const action = { kind: 'remove_member', membershipId: leaver.membershipId } as const
  return { leaver, app, user, server, action }
}

describe('what is shown before it is done', () => {
  test('has server keys first, who uses each, what holds it, which apps are left, and who may take over', async () => {
    const { leaver, app, user, server, action } = await leaverWithKeys()
    const busy = await makeKey(leaver, app)
    await sql(
      `insert into usage_hour (organization_id, api_key_id, app_id, hour, verdict, requests) values ($1, $2, $3, date_trunc('hour', now(), 'UTC'), 'accepted', 41)`,
      [acme.id, busy.id, app.id],
    )
    await sql(
      `insert into key_caller (organization_id, api_key_id, address, agent, first_seen_at, last_seen_at, requests, last_verdict)
       select $1, $2, '192.0.2.' || n, 'cron', now(), now() - make_interval(hours => n), 1, 'accepted' from generate_series(1, 30) n`,
      [acme.id, busy.id],
    )
    const held = need(await as(leaver)(createSecret, { name: 'HELD', value: user.key.reveal() }))
    const shown = await preview(action)
    expect(shown.keys.map(({ id }) => id)).toEqual([server.id, busy.id, user.id])
    expect(shown.total).toBe(3)
    expect(shown.keys[1]).toMatchObject({ requestsADay: 41, type: 'user', app: { slug: app.slug } })
    expect(shown.keys[1]?.callers.map(({ address }) => address)).toEqual([1, 2, 3, 4, 5].map((n) => `192.0.2.${n}`))
    expect(shown.keys[2]?.secrets).toEqual([{ id: held.id, name: 'HELD' }])
    expect(shown.apps).toEqual([expect.objectContaining({ id: app.id, slug: app.slug })])
    expect(shown.can).toEqual({ orphan: true, handOver: true, revoke: true })
    expect(shown.heirs.map(({ id }) => id)).toContain(acme.developer.membershipId)
    expect(shown.heirs.map(({ id }) => id)).not.toContain(leaver.membershipId)
    expect(shown.heirs.map(({ id }) => id)).not.toContain(acme.reader.membershipId)
    // A server key is for who manages its app: Owners and Aura Owners, now that its owner goes.
    expect(shown.keys[0]?.heirs).toContain(acme.auraOwner.membershipId)
    expect(shown.keys[0]?.heirs).not.toContain(acme.developer.membershipId)
    expect(shown.keys[1]?.heirs).toBeNull()
    // A User Administrator is told that something holds the key, and not what.
    const administrators = await preview(action, acme.administrator)
    expect(administrators.can).toEqual({ orphan: true, handOver: false, revoke: false })
    expect(administrators.keys[2]).toMatchObject({ secrets: [], otherSecrets: 1 })
    expect(administrators.digest).toBe(shown.digest)
    // Asking changes nothing, and a foreign member is not there.
    expect(await statusOfKey(user.id)).toBe('active')
    expect(refusal(await as(zenith.owner)(previewImpact, { action }))).toBe('member_not_found')
    expect(refusal(await as(acme.reader)(previewImpact, { action }))).toBe('not_permitted')
  })

  test('of a key that another took the place of: nobody can take it over, and all others can be handed over without it', async () => {
    const { leaver, user, action } = await leaverWithKeys()
    need(await as(leaver)(rotateApiKey, { apiKeyId: user.id, expiration: '30d', ending: '1h' }))
    const shown = await preview(action)
    expect(shown.total).toBe(3)
    expect(shown.keys.find(({ id }) => id === user.id)?.heirs).toEqual([])
    const rest = { toMembershipId: acme.auraOwner.membershipId, countdownHours: 0 }
    need(await remove(leaver, { digest: shown.digest, rest }))
    const offers = await sql('select 1 from offer where from_membership_id = $1 and answer is null', [
      leaver.membershipId,
    ])
    expect(offers).toHaveLength(2)
    expect(await statusOfKey(user.id)).toBe('orphaned')
  })

  test('of an app: foreign, deleted, switched off already, or not one’s own to manage', async () => {
    const app = await makeApp(acme.developer)
    const off = { kind: 'switch_provider_off', appId: app.id } as const
    expect(refusal(await as(zenith.owner)(previewImpact, { action: off }))).toBe('app_not_found')
    expect(refusal(await as(acme.otherDeveloper)(previewImpact, { action: off }))).toBe('not_permitted')
    need(await as(acme.developer)(switchProvider, { appId: app.id, enabled: false, impact: UNSEEN }))
    expect(refusal(await as(acme.developer)(previewImpact, { action: off }))).toBe('provider_unchanged')
    need(await as(acme.developer)(deleteApp, { appId: app.id, confirmation: app.name, impact: UNSEEN }))
    const end = { kind: 'delete_app', appId: app.id } as const
    expect(refusal(await as(acme.developer)(previewImpact, { action: end }))).toBe('app_deleted')
  })
})

async function copyKey(id: ApiKeyId, times: number) {
  await sql(
    `with head as (update organization_head set next_position = next_position + $3 where organization_id = $1 returning next_position - $3 as first)
     ${insertingCopies(
       'api_key',
       await sql(writableColumns('api_key')),
       `select copy.* from api_key model, head, generate_series(0, $3 - 1) number, lateral jsonb_populate_record(null::api_key, to_jsonb(model) ||
          jsonb_build_object('id', 'key_' || uuidv7(), 'name', 'row ' || (head.first + number), 'position', head.first + number)) copy where model.id = $2`,
     )}`,
    [acme.id, id, times],
  )
}

describe('what was confirmed is what happens', () => {
  const MEANWHILE: readonly (readonly [
    what: string,
    happen: (made: Awaited<ReturnType<typeof leaverWithKeys>>) => Promise<unknown>,
  ])[] = [
    ['a key was made', ({ leaver, app }) => makeKey(leaver, app)],
    ['a key was disabled', ({ user }) => as(acme.owner)(disableApiKey, { apiKeyId: user.id })],
    ['a key was revoked', ({ user }) => as(acme.owner)(revokeApiKey, { apiKeyId: user.id, agreed })],
    [
      'a key was saved in a secret',
      ({ leaver, user }) =>
        as(leaver)(createSecret, { name: `S${user.id.replaceAll('-', '')}`, value: user.key.reveal() }),
    ],
    ['an app was made', ({ leaver }) => makeApp(leaver)],
    [
      'the member was suspended',
      ({ leaver }) => as(acme.owner)(suspendMember, { membershipId: leaver.membershipId, impact: UNSEEN }),
    ],
    [
      'the member’s role was changed',
      ({ leaver }) => as(acme.owner)(changeMemberRole, { membershipId: leaver.membershipId, role: 'aura_owner' }),
    ],
  ]
  test.each(MEANWHILE)('or nothing: %s meanwhile', async (_, happen) => {
    const made = await leaverWithKeys()
    const { digest } = await preview(made.action)
    await happen(made)
    const events = await sql('select number from event where organization_id = $1', [acme.id])
    expect(refusal(await remove(made.leaver, { digest }))).toBe('impact_changed')
    expect(await sql('select number from event where organization_id = $1', [acme.id])).toHaveLength(events.length)
    // Looked at again, it is agreed to as it is now.
    need(await remove(made.leaver, await preview(made.action)))
  })

  test('although the keys were used meanwhile', async () => {
    const { leaver, app, user, action } = await leaverWithKeys()
    const { digest } = await preview(action)
    await sql(
      `insert into usage_hour (organization_id, api_key_id, app_id, hour, verdict, requests) values ($1, $2, $3, date_trunc('hour', now(), 'UTC'), 'accepted', 1)`,
      [acme.id, user.id, app.id],
    )
    need(await remove(leaver, { digest }))
  })

  test('key by key: one is revoked, one handed over, the rest orphaned; each choice by who has the right to it', async () => {
    const { leaver, app, user, server, action } = await leaverWithKeys()
    const third = await makeKey(leaver, app)
    const { digest } = await preview(action)
    const choices = [
      { apiKeyId: user.id, choice: 'revoke' },
      { apiKeyId: third.id, choice: 'hand_over', toMembershipId: acme.otherDeveloper.membershipId, countdownHours: 24 },
    ]
    expect(refusal(await remove(leaver, { digest, choices: choices.slice(0, 1) }, acme.administrator))).toBe(
      'not_permitted',
    )
    expect(refusal(await remove(leaver, { digest, choices: choices.slice(1) }, acme.administrator))).toBe(
      'not_permitted',
    )
    expect(refusal(await remove(leaver, { digest, rest: 'revoke' }, acme.administrator))).toBe('not_permitted')
    const foreign = await makeKey(zenith.developer, await makeApp(zenith.developer))
    const wrong = [{ apiKeyId: foreign.id, choice: 'revoke' }]
    expect(refusal(await remove(leaver, { digest, choices: wrong }))).toBe('impact_changed')
    expect(refusal(await remove(leaver, { digest, choices: [choices[0] as object, choices[0] as object] }))).toBe(
      'invalid_input',
    )
    expect(refusal(await remove(leaver, { digest: null, choices: choices.slice(0, 1) }))).toBe('invalid_input')
    expect(await statusOfKey(user.id)).toBe('active')
    expect(need(await remove(leaver, { digest, choices }))).toMatchObject({ orphanedKeys: 1, revokedKeys: 1 })
    expect([await statusOfKey(user.id), await statusOfKey(third.id), await statusOfKey(server.id)]).toEqual([
      'revoked',
      'active',
      'orphaned',
    ])
    const passedOn = need(await as(acme.owner)(viewApiKey, { apiKeyId: third.id })).key
    expect([passedOn.owner.id, passedOn.endsAt === null]).toEqual([acme.otherDeveloper.membershipId, false])
    const offers = await sql('select 1 from offer where api_key_id = $1 and answer is null', [third.id])
    expect(offers).toHaveLength(1)
    expect(await statusOfKey(foreign.id, zenith.owner)).toBe('active')
  })

  test('for all at once, also of hundreds: each has its event, and the chain holds', async () => {
    const { leaver, user, action } = await leaverWithKeys()
    await copyKey(user.id, 600)
    const shown = await preview(action)
    expect([shown.total, shown.keys.length]).toEqual([602, 200])
    const changes = await sql('select 1 from change where organization_id = $1', [acme.id])
    expect(need(await remove(leaver, { digest: shown.digest, rest: 'revoke' })).revokedKeys).toBe(602)
    expect(await sql('select 1 from change where organization_id = $1', [acme.id])).toHaveLength(changes.length + 1)
    const left = await sql('select 1 from api_key where owner_id = $1 and revoked_at is null', [leaver.membershipId])
    expect(left).toEqual([])
    const [last] = await sql<{ number: number; event_number: string; told: number }>(
      `select (select max(number)::int from event where organization_id = $1) as number, event_number,
         (select count(*)::int from event where organization_id = $1 and type = 'api_key.revoked' and api_key_id in (select id from api_key where owner_id = $2)) as told
       from organization_head where organization_id = $1`,
      [acme.id, leaver.membershipId],
    )
    expect([last?.number, last?.told]).toEqual([Number(last?.event_number), 602])
    let page = need(await as(acme.owner)(listEvents, {}))
    for (let pages = 0; pages < 4; pages += 1) {
      expect(page.chainIntact).toBe(true)
      page = need(await as(acme.owner)(listEvents, { before: page.events.at(-1)?.number }))
    }
  })

  test('handed over for all, those that were not listed go too: to one who can take each, and never a key that came meanwhile', async () => {
    const { leaver, user, server, action } = await leaverWithKeys()
    await copyKey(user.id, 205)
    need(await as(acme.owner)(disableApiKey, { apiKeyId: user.id }))
    // Not listed, since the busiest are listed first.
    const [late] = await sql<{ id: ApiKeyId }>('select max(id) as id from api_key where owner_id = $1', [
      leaver.membershipId,
    ])
    await sql(
      `begin; set local session_replication_role = replica; update api_key set disabled_at = now() where id = '${late?.id}'; commit`,
    )
    const shown = await preview(action)
    expect([shown.total, shown.keys.length, shown.keys.some(({ id }) => id === late?.id)]).toEqual([207, 200, false])
    expect(shown.unlisted).toEqual({ offerable: 7, active: 6, inUse: 0, heirs: null })
    const rest = (who: Member) => ({ toMembershipId: who.membershipId, countdownHours: 24 })
    const { digest } = shown
    // A User Administrator hands nothing over, nobody is offered what they could not take, and another organization's people are not there.
    expect(refusal(await remove(leaver, { digest, rest: rest(acme.auraOwner) }, acme.administrator))).toBe(
      'not_permitted',
    )
    expect(refusal(await remove(leaver, { digest, rest: rest(acme.otherDeveloper) }))).toBe(
      'offer_receiver_not_possible',
    )
    expect(refusal(await remove(leaver, { digest, rest: rest(zenith.owner) }))).toBe('member_not_found')
    expect(refusal(await remove(leaver, { digest: null, rest: rest(acme.auraOwner) }))).toBe('invalid_input')
    const came = await makeKey(leaver, await makeApp(acme.developer))
    expect(refusal(await remove(leaver, { digest, rest: rest(acme.auraOwner) }))).toBe('impact_changed')
    const again = await preview(action)
    const own = [{ apiKeyId: server.id, choice: 'revoke' }]
    const done = need(await remove(leaver, { digest: again.digest, rest: rest(acme.auraOwner), choices: own }))
    expect(done).toMatchObject({ orphanedKeys: 2, revokedKeys: 1 })
    // What is disabled works for nobody, and is offered without a countdown.
    const [left] = await sql<object>(
      `select count(*)::int as offered, count(*) filter (where k.owner_id = $2 and k.ends_at is not null)::int as going,
         count(*) filter (where k.owner_id = $1)::int as stopped from offer o join api_key k on k.id = o.api_key_id where o.from_membership_id = $1 and o.answer is null`,
      [leaver.membershipId, acme.auraOwner.membershipId],
    )
    expect(left).toEqual({ offered: 207, going: 205, stopped: 2 })
    expect([await statusOfKey(came.id), await statusOfKey(server.id)]).toEqual(['active', 'revoked'])
    expect(await statusOfKey(late?.id ?? '')).toBe('orphaned')
  })
})

test('in generated organizations each key becomes what was shown of it, whatever is done to whom, and no other key changes', async () => {
  const key = fc.record({
    by: fc.integer({ min: 0, max: 1 }),
    app: fc.integer({ min: 0, max: 1 }),
    type: fc.constantFrom('user' as const, 'server' as const),
    was: fc.constantFrom('active', 'active', 'disabled', 'revoked', 'expired', 'ended', 'app gone', 'owner left'),
  })
  const kind = fc.constantFrom('remove_member', 'suspend_member', 'change_role', 'delete_app', 'switch_provider_off')
  await fc.assert(
    fc.asyncProperty(
      fc.array(key, { minLength: 1, maxLength: 6 }),
      kind,
      fc.boolean(),
      async (wanted, what, revokes) => {
        const people = [await hire(bed, acme), await hire(bed, acme)] as const
        const apps = [await makeApp(people[0]), await makeApp(people[1])] as const
        const keys: ApiKeyId[] = []
        for (const { by, app, type, was } of wanted) {
          const owner = people[by] as Member
          const of = apps[type === 'server' ? by : app] as (typeof apps)[0]
          const { id } = await makeKey(owner, of, { type })
          keys.push(id)
          const sets: Record<string, string> = {
            disabled: 'disabled_at = now()',
            revoked: 'revoked_at = now()',
            expired: `expires_at = date_trunc('second', now()) - interval '1 hour'`,
            ended: `ends_at = date_trunc('second', now()) - interval '1 hour', handed_over_from_id = '${acme.developer.membershipId}'`,
            'app gone': 'app_deleted_at = now()',
            'owner left': `departure_id = (select id from departure where organization_id = organization_id limit 1)`,
          }
          if (sets[was])
            await sql(
              `begin; set local session_replication_role = replica; update api_key set ${sets[was]} where id = '${id}'; commit`,
            )
        }
        const before = new Map<ApiKeyId, KeyStatus>()
        for (const id of keys) before.set(id, await statusOfKey(id))
        const target = { membershipId: people[0].membershipId, appId: apps[0].id }
        const action = { kind: what, ...target, ...(what === 'change_role' ? { role: 'reader' } : {}) } as ImpactAction
        const shown: ImpactView = await preview(action)
        const impact = { digest: shown.digest, rest: revokes ? ('revoke' as const) : ('orphan' as const), choices: [] }
        const does = {
          remove_member: () => as(acme.owner)(removeMember, { ...target, impact }),
          suspend_member: () => as(acme.owner)(suspendMember, { ...target, impact }),
          change_role: () => as(acme.owner)(changeMemberRole, { ...target, role: 'reader', impact }),
          delete_app: () => as(acme.owner)(deleteApp, { ...target, confirmation: apps[0].name, impact }),
          switch_provider_off: () => as(acme.owner)(switchProvider, { ...target, enabled: false, impact }),
        }
        expect((await does[what as keyof typeof does]()).ok).toBe(true)
        const stopping = new Set(shown.keys.map(({ id }) => id))
        expect(shown.total).toBe(stopping.size)
        for (const id of keys) {
          const was = before.get(id) as KeyStatus
          const now = await statusOfKey(id)
          if (stopping.has(id)) {
            expect(['active', 'disabled']).toContain(was)
            const stopped = what === 'switch_provider_off' ? was : 'orphaned'
            expect(now).toBe(revokes ? 'revoked' : stopped)
          } else if (was === 'expired') expect(['expired', 'orphaned']).toContain(now)
          else expect(now).toBe(was)
        }
      },
    ),
    { numRuns: 6 },
  )
})
