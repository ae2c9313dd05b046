import { describe, expect, test } from 'vitest'
import { UNSEEN } from '@/lib/core/impact'
import { createApiKey } from '@/lib/operations/create-api-key'
import { deleteApp } from '@/lib/operations/delete-app'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { noteApiKey } from '@/lib/operations/note-api-key'
import { renameApiKey } from '@/lib/operations/rename-api-key'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import { need, newKey, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { viewApiKey } from '@/lib/operations/view-api-key'

const { sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()

const keyAs = async (id: Awaited<ReturnType<typeof makeKey>>['id']) =>
  need(await as(acme.reader)(viewApiKey, { apiKeyId: id }))
const lastEvent = async (id: string) => {
  const [row] = await sql<{ body: string }>(
    'select body from event where api_key_id = $1 order by number desc limit 1',
    [id],
  )
  const { type, before, after } = JSON.parse(row?.body ?? '{}')
  return { type, before, after }
}

describe('a key that is renamed', () => {
  test('has its new name everywhere, and the log says what it was called', async () => {
    const key = await makeKey(acme.developer, await makeApp(acme.developer), { name: 'before' })
    need(await as(acme.developer)(renameApiKey, { apiKeyId: key.id, name: '  after   all ' }))
    expect((await keyAs(key.id)).key.name).toBe('after all')
    expect(await lastEvent(key.id)).toEqual({
      type: 'api_key.renamed',
      before: { name: 'before' },
      after: { name: 'after all' },
    })
  })

  test('takes no name that a live key of its app has, but one of another app, of a revoked or of an expired key', async () => {
    const [app, other] = [await makeApp(acme.developer), await makeApp(acme.developer)]
    const key = await makeKey(acme.developer, app, { name: 'mine' })
    await makeKey(acme.developer, app, { name: 'held' })
    await makeKey(acme.developer, other, { name: 'elsewhere' })
    const revoked = await makeKey(acme.developer, app, { name: 'revoked' })
    need(await as(acme.developer)(revokeApiKey, { apiKeyId: revoked.id, agreed: true }))
    const expired = await makeKey(acme.developer, app, { name: 'expired' })
    await sql(
      `begin; set local session_replication_role = replica;
       update api_key set expires_at = date_trunc('second', now()) where id = '${expired.id}'; commit`,
    )
    const to = (name: string) => as(acme.developer)(renameApiKey, { apiKeyId: key.id, name })
    const taken = await to('held')
    expect(taken).toMatchObject({ ok: false, failure: { code: 'api_key_name_taken', field: 'name' } })
    expect(refusal(await to('mine'))).toBe('api_key_name_unchanged')
    for (const free of ['elsewhere', 'revoked', 'expired']) expect(refusal(await to(free)), free).toBeUndefined()
  })

  test('leaves its old name to others', async () => {
    const app = await makeApp(acme.developer)
    const key = await makeKey(acme.developer, app, { name: 'first' })
    expect(refusal(await as(acme.developer)(createApiKey, newKey(app, { name: 'first' })))).toBe('api_key_name_taken')
    need(await as(acme.developer)(renameApiKey, { apiKeyId: key.id, name: 'second' }))
    need(await as(acme.developer)(createApiKey, newKey(app, { name: 'first' })))
  })

  test('is active or disabled: what is orphaned or dead keeps its name, whoever asks', async () => {
    const app = await makeApp(acme.developer)
    const [paused, revoked, left] = [
      await makeKey(acme.developer, app),
      await makeKey(acme.developer, app),
      await makeKey(acme.developer, app),
    ]
    need(await as(acme.developer)(disableApiKey, { apiKeyId: paused.id }))
    need(await as(acme.developer)(renameApiKey, { apiKeyId: paused.id, name: 'still here' }))
    need(await as(acme.developer)(revokeApiKey, { apiKeyId: revoked.id, agreed: true }))
    need(await as(acme.developer)(deleteApp, { appId: app.id, confirmation: app.name, impact: UNSEEN }))
    for (const { id } of [revoked, left])
      expect(refusal(await as(acme.owner)(renameApiKey, { apiKeyId: id, name: 'too late' }))).toBe(
        'api_key_not_renamable',
      )
  })

  test('does not get a name that another key is getting at the same time', async () => {
    const app = await makeApp(acme.developer)
    const keys = [await makeKey(acme.developer, app), await makeKey(acme.developer, app)]
    const row = { text: 'select 1 from app where id = $1 for update', values: [app.id] }
    const outcomes = await queuedBehind(
      databaseUrl,
      row,
      keys.map(
        ({ id }) =>
          () =>
            as(acme.developer)(renameApiKey, { apiKeyId: id, name: 'wanted' }),
      ),
    )
    expect(outcomes.map(refusal).sort()).toEqual(['api_key_name_taken', undefined])
  })

  test('of another organization is not there', async () => {
    const theirs = await makeKey(zenith.developer, await makeApp(zenith.developer))
    expect(refusal(await as(acme.owner)(renameApiKey, { apiKeyId: theirs.id, name: 'ours' }))).toBe('api_key_not_found')
    expect(refusal(await as(acme.owner)(noteApiKey, { apiKeyId: theirs.id, note: 'ours' }))).toBe('api_key_not_found')
  })
})

describe('a note', () => {
  test('is read by everyone who sees the key, is written of dead keys too, and goes when it is emptied', async () => {
    const key = await makeKey(acme.developer, await makeApp(acme.developer))
    const write = (note: string) => as(acme.developer)(noteApiKey, { apiKeyId: key.id, note })
    need(await write('Nightly build.\nAsk Mara.'))
    expect((await keyAs(key.id)).key.note).toBe('Nightly build.\nAsk Mara.')
    expect(refusal(await write(' Nightly build.\nAsk Mara. '))).toBe('note_unchanged')
    need(await as(acme.developer)(revokeApiKey, { apiKeyId: key.id, agreed: true }))
    need(await write('Was on the lost laptop.'))
    need(await write(''))
    expect((await keyAs(key.id)).key.note).toBeNull()
    expect(await lastEvent(key.id)).toEqual({
      type: 'api_key.note_changed',
      before: { note: 'Was on the lost laptop.' },
      after: { note: null },
    })
    expect(await write('x'.repeat(1_001))).toMatchObject({ ok: false, failure: { code: 'invalid_input' } })
    expect(await write('turned \u202eround')).toMatchObject({ ok: false, failure: { code: 'invalid_input' } })
  })
})
