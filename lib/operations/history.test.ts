import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { UNSEEN } from '@/lib/core/impact'
import type { Result } from '@/lib/core/result'
import { addMember } from '@/lib/operations/add-member'
import { beginEpoch } from '@/lib/operations/begin-epoch'
import { changeApp } from '@/lib/operations/change-app'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createApp } from '@/lib/operations/create-app'
import { createSecret } from '@/lib/operations/create-secret'
import { deleteApp } from '@/lib/operations/delete-app'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { enableApiKey } from '@/lib/operations/enable-api-key'
import { endSession } from '@/lib/operations/end-session'
import { exportApiKeys } from '@/lib/operations/export-api-keys'
import { listEvents } from '@/lib/operations/list-events'
import { noteApiKey } from '@/lib/operations/note-api-key'
import { offerPasswordReset } from '@/lib/operations/offer-password-reset'
import { performForAccount } from '@/lib/operations/perform'
import { registerGateway } from '@/lib/operations/register-gateway'
import { removeMember } from '@/lib/operations/remove-member'
import { renameApiKey } from '@/lib/operations/rename-api-key'
import { retireGateway } from '@/lib/operations/retire-gateway'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { startSession } from '@/lib/operations/start-session'
import { switchProvider } from '@/lib/operations/switch-provider'
import { need, newKey, ORIGIN, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { viewApiKey } from '@/lib/operations/view-api-key'

const { platform, sql, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const agreed = true as const

const headOf = async (id: string) =>
  (
    await sql<{ seq: string; event_number: string; next_position: number }>(
      'select seq, event_number, next_position from organization_head where organization_id = $1',
      [id],
    )
  )[0]
const newestEvent = async (id: string) =>
  (
    await sql<{ type: string; body: string; actor_kind: string; membership_id: string | null }>(
      'select * from event where organization_id = $1 order by number desc limit 1',
      [id],
    )
  )[0]

/** Every row of every table, as one text for each table. */
async function everything(): Promise<Record<string, string>> {
  const tables = await sql<{ tablename: string }>(
    `select tablename from pg_tables where schemaname = 'public' and tablename not like '\\_%' order by 1`,
  )
  const rows: Record<string, string> = {}
  for (const { tablename } of tables)
    rows[tablename] = JSON.stringify((await sql(`select t::text from "${tablename}" t order by 1`)).map(Object.values))
  return rows
}

const appInput = (name: string): z.input<typeof createApp.input> => ({
  service: 'cloud_function',
  name,
  environment: 'production',
  upstream: 'http://a.test',
})
const app = await makeApp(acme.developer, { name: 'app' })
const kept = await makeApp(acme.otherDeveloper, { name: 'kept' })
const key = await makeKey(acme.developer, app, { name: 'key' })
const secret = need(await as(acme.developer)(createSecret, { name: 'SECRET', value: 'v' }))
const session = need(await performForAccount(platform, startSession, ORIGIN, { userId: acme.reader.userId }))
const gateway = need(await as(acme.owner)(registerGateway, { name: 'gateway' }))
const changedAt = async () =>
  (
    await sql<{ changed_at: Date }>('select changed_at from app where id = $1', [app.id])
  )[0]?.changed_at.toISOString() ?? ''

/** Every change there is, in an order in which each is possible; its event, and how many rows it adds to the log of the data plane. */
const CHANGES: readonly (readonly [event: string, rows: number, run: () => Promise<Result<unknown>>])[] = [
  ['app.created', 1, () => as(acme.developer)(createApp, appInput('another'))],
  [
    'app.changed',
    1,
    async () => as(acme.developer)(changeApp, { ...appInput('renamed'), appId: app.id, changedAt: await changedAt() }),
  ],
  [
    'app.provider_disabled',
    1,
    () => as(acme.developer)(switchProvider, { appId: app.id, enabled: false, impact: UNSEEN }),
  ],
  ['app.provider_enabled', 1, () => as(acme.developer)(switchProvider, { appId: app.id, enabled: true })],
  ['api_key.created', 1, () => as(acme.developer)(createApiKey, newKey(app))],
  ['api_key.disabled', 1, () => as(acme.developer)(disableApiKey, { apiKeyId: key.id })],
  ['api_key.enabled', 1, () => as(acme.developer)(enableApiKey, { apiKeyId: key.id })],
  ['api_key.renamed', 0, () => as(acme.developer)(renameApiKey, { apiKeyId: key.id, name: 'renamed' })],
  ['api_key.note_changed', 0, () => as(acme.developer)(noteApiKey, { apiKeyId: key.id, note: 'Ask Mara.' })],
  ['api_key.revoked', 1, () => as(acme.developer)(revokeApiKey, { apiKeyId: key.id, agreed, reason: 'why' })],
  ['api_key.list_exported', 0, () => as(acme.reader)(exportApiKeys, { within: { appSlug: app.slug } })],
  ['secret.created', 0, () => as(acme.developer)(createSecret, { name: 'ANOTHER', value: 'v' })],
  ['secret.revealed', 0, () => as(acme.developer)(revealSecret, { secretId: secret.id })],
  ['gateway.registered', 0, () => as(acme.owner)(registerGateway, { name: 'another' })],
  ['gateway.retired', 0, () => as(acme.owner)(retireGateway, { gatewayId: gateway.id })],
  [
    'member.added',
    0,
    () =>
      as(acme.operator)(addMember, {
        email: zenith.reader.email,
        name: 'x',
        role: 'reader',
        password: 'not used at all',
      }),
  ],
  ['app.deleted', 2, () => as(acme.developer)(deleteApp, { appId: app.id, confirmation: 'renamed', impact: UNSEEN })],
  [
    'member.removed',
    1,
    () => as(acme.owner)(removeMember, { membershipId: acme.developer.membershipId, impact: UNSEEN }),
  ],
  ['organization.epoch_begun', 2, () => as(acme.operator)(beginEpoch, {})],
  ['session.started', 0, () => performForAccount(platform, startSession, ORIGIN, { userId: acme.reader.userId })],
  ['session.ended', 0, () => performForAccount(platform, endSession, ORIGIN, { sessionId: session.sessionId })],
  [
    'password.reset_requested',
    0,
    () => performForAccount(platform, offerPasswordReset, ORIGIN, { email: acme.reader.email }),
  ],
]

/** Refusals of every sort; what each is remembered by, if it is. */
const REFUSALS: readonly (readonly [code: string, event: string | null, run: () => Promise<Result<unknown>>])[] = [
  ['not_permitted', null, () => as(acme.reader)(createApp, appInput('reader'))],
  ['invalid_input', null, () => as(acme.owner)(createApp, { ...appInput('x'), upstream: 'nonsense' })],
  ['app_name_taken', null, () => as(acme.owner)(createApp, appInput('app'))],
  ['api_key_already_revoked', null, () => as(acme.owner)(revokeApiKey, { apiKeyId: key.id, agreed })],
  ['app_deleted', null, () => as(acme.owner)(createApiKey, newKey(app))],
  ['provider_unchanged', null, () => as(acme.owner)(switchProvider, { appId: kept.id, enabled: true })],
  ['secret_name_taken', null, () => as(acme.owner)(createSecret, { name: 'SECRET', value: 'v' })],
  ['gateway_already_retired', null, () => as(acme.owner)(retireGateway, { gatewayId: gateway.id })],
  [
    'member_not_found',
    null,
    () => as(acme.owner)(removeMember, { membershipId: zenith.reader.membershipId, impact: UNSEEN }),
  ],
  ['not_permitted', 'secret.reveal_denied', () => as(acme.otherDeveloper)(revealSecret, { secretId: secret.id })],
  ['secret_not_found', null, () => as(zenith.owner)(revealSecret, { secretId: secret.id })],
]

describe.sequential('what happened', () => {
  test.each(CHANGES)(
    '%s is written down once, with %i rows for the data plane, in its own organization',
    async (type, rows, run) => {
      const [before, foreign] = [await headOf(acme.id), await headOf(zenith.id)]
      need(await run())
      const after = await headOf(acme.id)
      expect(Number(after?.event_number) - Number(before?.event_number)).toBe(1)
      expect(Number(after?.seq) - Number(before?.seq)).toBe(rows)
      expect(await headOf(zenith.id)).toEqual(foreign)
      const event = await newestEvent(acme.id)
      expect(event?.type).toBe(type)
      expect(JSON.parse(event?.body ?? '')).toMatchObject({
        type,
        organizationId: acme.id,
        number: Number(after?.event_number),
        origin: ORIGIN,
      })
    },
  )

  test.each(REFUSALS)(
    'a refusal (%s) leaves nothing behind but what is worth remembering: %s',
    async (code, event, run) => {
      const before = await everything()
      expect(refusal(await run())).toBe(code)
      const after = await everything()
      if (!event) return expect(after).toEqual(before)
      expect((await newestEvent(acme.id))?.type).toBe(event)
      expect(Object.keys(after).filter((table) => after[table] !== before[table])).toEqual([
        'event',
        'organization_head',
      ])
    },
  )

  test('who did it is the member and the role of that moment, or the operator', async () => {
    need(await as(acme.auraOwner)(createApp, appInput('by aura owner')))
    expect(await newestEvent(acme.id)).toMatchObject({
      actor_kind: 'member',
      membership_id: acme.auraOwner.membershipId,
    })
    expect(JSON.parse((await newestEvent(acme.id))?.body ?? '').by).toEqual({
      kind: 'member',
      id: acme.auraOwner.membershipId,
      role: 'aura_owner',
    })
    need(await as(acme.operator)(registerGateway, { name: 'by operator' }))
    expect(await newestEvent(acme.id)).toMatchObject({ actor_kind: 'operator', membership_id: null })
  })

  test('is a chain of hashes from the first row of each organization, which anyone can recompute', async () => {
    for (const { id } of [acme, zenith]) {
      const events = await sql<{ number: string; body: string; previous_hash: Buffer; hash: Buffer }>(
        'select * from event where organization_id = $1 order by number',
        [id],
      )
      expect(events.length).toBeGreaterThan(5)
      let previous = Buffer.alloc(32)
      for (const [index, event] of events.entries()) {
        expect(Number(event.number)).toBe(index + 1)
        expect(event.previous_hash).toEqual(previous)
        previous = createHash('sha256').update(previous).update(event.body, 'utf8').digest()
        expect(event.hash).toEqual(previous)
      }
      const [head] = await sql<{ event_hash: Buffer }>(
        'select event_hash from organization_head where organization_id = $1',
        [id],
      )
      expect(head?.event_hash).toEqual(previous)
    }
  })

  test('names no token, no secret value and no password, also not in what a request brought along', async () => {
    const issued = await makeKey(acme.owner, await makeApp(acme.owner))
    need(await as(acme.owner)(createSecret, { name: 'VALUE', value: 'a very particular value' }))
    const bodies = (await sql<{ body: string }>('select body from event')).map(({ body }) => body).join('\n')
    for (const text of [issued.key.reveal(), 'a very particular value', 'not used at all'])
      expect(bodies).not.toContain(text)
  })

  test('is shown with whether the chain holds; a row that someone wrote over past every trigger breaks it', async () => {
    expect(need(await as(acme.owner)(listEvents, {})).chainIntact).toBe(true)
    await sql('alter table event disable trigger event_append_only')
    const [{ body } = { body: '' }] = await sql<{ body: string }>(
      'select body from event where organization_id = $1 and number = (select max(number) from event where organization_id = $1)',
      [zenith.id],
    )
    await sql(
      `update event set body = replace(body, '"at"', '"At"') where organization_id = $1 and number = (select max(number) from event where organization_id = $1)`,
      [zenith.id],
    )
    expect(need(await as(zenith.owner)(listEvents, {})).chainIntact).toBe(false)
    expect(need(await as(acme.owner)(listEvents, {})).chainIntact).toBe(true)
    await sql(
      'update event set body = $2 where organization_id = $1 and number = (select max(number) from event where organization_id = $1)',
      [zenith.id, body],
    )
    await sql('alter table event enable trigger event_append_only')
  })

  test('offers a receipt of what may have stopped keys, and of nothing else', async () => {
    const { events } = need(await as(acme.owner)(listEvents, {}))
    const withReceipt = new Set(events.filter(({ seq }) => seq !== null).map(({ type }) => type))
    expect([...withReceipt].sort()).toEqual([
      'api_key.disabled',
      'api_key.revoked',
      'app.deleted',
      'app.provider_disabled',
      'member.removed',
      'organization.epoch_begun',
    ])
  })

  test('is paged back to the first event, each once', async () => {
    const numbers: number[] = []
    for (let before: number | undefined; ; ) {
      const page = need(await as(acme.administrator)(listEvents, before === undefined ? {} : { before }))
      numbers.push(...page.events.map(({ number }) => number))
      if (page.nextBefore === null) break
      before = page.nextBefore
    }
    const last = Number((await headOf(acme.id))?.event_number)
    expect(numbers).toEqual(Array.from({ length: last }, (_, index) => last - index))
  })

  test('shows addresses to those who may read the audit log, and to nobody else', async () => {
    const addresses = async (part: 'owner' | 'reader') =>
      need(await as(acme[part])(viewApiKey, { apiKeyId: key.id })).events.map(({ address }) => address)
    expect(new Set(await addresses('owner'))).toEqual(new Set([ORIGIN.address]))
    expect(new Set(await addresses('reader'))).toEqual(new Set([null]))
  })
})

describe('the database itself', () => {
  test.each([
    ['event', 'update event set body = body'],
    ['event', 'delete from event'],
    ['change', 'update change set kind = kind'],
    ['change', 'delete from change'],
    ['api_key', 'delete from api_key'],
  ])('refuses to rewrite %s rows: %s', async (_, statement) => {
    await expect(sql(statement)).rejects.toMatchObject({ code: '23514', constraint: 'history_is_append_only' })
  })

  test('refuses to take a revocation back, or to move it', async () => {
    for (const value of ['null', `revoked_at + interval '1 day'`]) {
      await expect(sql(`update api_key set revoked_at = ${value} where id = $1`, [key.id])).rejects.toMatchObject({
        constraint: 'api_key_revoked_is_final',
      })
    }
    await sql('update api_key set revoked_at = revoked_at where id = $1', [key.id])
  })

  test.each(['position = position + 100000', `subject = 'mem_x'`])(
    'refuses to change what a token says: %s',
    async (assignment) => {
      await expect(sql(`update api_key set ${assignment} where id = $1`, [key.id])).rejects.toMatchObject({
        constraint: 'api_key_token_facts_are_fixed',
      })
    },
  )

  test.each(['api_key', 'event', 'change'])(
    'that fails to write %s leaves nothing of a change: no key, no event, no position, no message',
    async (table) => {
      const ours = await makeApp(acme.owner)
      const before = await everything()
      // Not for the rows that are there: a disk that is full, a defect.
      await sql(`alter table "${table}" add constraint injected check (organization_id is null) not valid`)
      await expect(as(acme.owner)(createApiKey, newKey(ours))).rejects.toThrow(/injected/)
      await sql(`alter table "${table}" drop constraint injected`)
      expect(await everything()).toEqual(before)
      expect((await as(acme.owner)(createApiKey, newKey(ours))).ok).toBe(true)
    },
  )
})
