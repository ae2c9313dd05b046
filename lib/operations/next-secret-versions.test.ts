import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { fail, ok } from '@/lib/core/result'
import { lockApiKey } from '@/lib/db/api-keys'
import { createSecret } from '@/lib/operations/create-secret'
import { deleteSecret } from '@/lib/operations/delete-secret'
import { nextSecretVersions } from '@/lib/operations/next-secret-versions'
import { change } from '@/lib/operations/operation'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import { tablesThatHold } from '@/lib/operations/testing/stored-text'
import { type Member, need, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { updateSecret } from '@/lib/operations/update-secret'
import { viewSecret } from '@/lib/operations/view-secret'

const { sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()

/** Stands for a rotation: an operation that has its own event, and takes secrets along. */
const takeAlong = change({
  input: z.object({
    secretIds: z.array(idOf('secret')),
    replaced: idOf('apiKey'),
    apiKeyId: idOf('apiKey'),
    token: z.string(),
    thenFail: z.boolean().default(false),
  }),
  async run(context, { secretIds, thenFail, ...key }) {
    await lockApiKey(context.tx, context.actor.organizationId, key.replaced)
    const next = await nextSecretVersions(context, secretIds, key)
    if (!next.ok) return next
    if (thenFail) return fail('not_permitted')
    await context.commit({
      insert: { secretVersions: next.value },
      event: { type: 'api_key.limits_changed', apiKeyId: key.replaced },
      furtherEvents: next.value.map(({ event }) => event),
    })
    return ok({})
  },
})

let made = 0
async function hold(by: Member, value: string) {
  made += 1
  return need(await as(by)(createSecret, { name: `HELD_${made}`, value }))
}
async function rotation(by: Member = acme.developer) {
  const app = await makeApp(by)
  const [old, fresh] = [await makeKey(by, app), await makeKey(by, app)]
  return { old, fresh, key: { replaced: old.id, apiKeyId: fresh.id, token: fresh.key.reveal() } }
}
const versionOf = async (secret: { id: string }) =>
  (await sql<{ version: number }>('select version from secret where id = $1', [secret.id]))[0]?.version

describe('secrets that hold a key which is replaced', () => {
  test('hold the new one from then on, each with an event of its own in the chain, and the old version is read as before', async () => {
    const { old, fresh, key } = await rotation()
    const secrets = [await hold(acme.developer, old.key.reveal()), await hold(acme.developer, ` ${old.key.reveal()}`)]
    need(await as(acme.developer)(takeAlong, { secretIds: secrets.map(({ id }) => id), ...key }))
    for (const { id } of secrets) {
      const { secret, versions } = need(await as(acme.developer)(viewSecret, { secretId: id }))
      expect([secret.version, secret.holds?.id, versions.map(({ holds }) => holds?.id)]).toEqual([
        2,
        fresh.id,
        [fresh.id, old.id],
      ])
      expect(need(await as(acme.developer)(revealSecret, { secretId: id })).value).toBe(fresh.key.reveal())
      expect(need(await as(acme.developer)(revealSecret, { secretId: id, version: 1 })).value.trim()).toBe(
        old.key.reveal(),
      )
    }
    const events = await sql<{ type: string; secret_id: string | null }>(
      `select type, secret_id from event where organization_id = $1 and type in ('secret.updated', 'api_key.limits_changed') order by number`,
      [acme.id],
    )
    expect(events).toEqual([
      { type: 'api_key.limits_changed', secret_id: null },
      ...secrets.map(({ id }) => ({ type: 'secret.updated', secret_id: id })),
    ])
    const [{ intact } = { intact: false }] = await sql<{ intact: boolean }>(
      `select bool_and(hash = sha256(previous_hash || convert_to(body, 'UTF8')) and (before is null or before = previous_hash)) as intact
       from (select *, lag(hash) over (order by number) as before from event where organization_id = $1) as chain`,
      [acme.id],
    )
    expect(intact).toBe(true)
    expect(await tablesThatHold(sql, [fresh.key.reveal(), old.key.reveal()])).toEqual([])
  })

  test('change with the operation that takes them along, or not at all', async () => {
    const { old, key } = await rotation()
    const secret = await hold(acme.developer, old.key.reveal())
    const refused = await as(acme.developer)(takeAlong, { secretIds: [secret.id], ...key, thenFail: true })
    expect([refusal(refused), await versionOf(secret)]).toEqual(['not_permitted', 1])
  })

  test('are left as they are, all of them, when one is not the actor’s to manage, is deleted, holds something else, or is another organization’s', async () => {
    const { old, key } = await rotation()
    const own = await hold(acme.developer, old.key.reveal())
    const theirs = await hold(acme.otherDeveloper, old.key.reveal())
    const deleted = await hold(acme.developer, old.key.reveal())
    need(await as(acme.developer)(deleteSecret, { secretId: deleted.id, agreed: true }))
    const another = await hold(acme.developer, 'something else')
    const foreign = await hold(zenith.developer, old.key.reveal())
    for (const [secret, code] of [
      [theirs, 'not_permitted'],
      [deleted, 'secret_not_found'],
      [another, 'secret_holds_another'],
      [foreign, 'secret_not_found'],
    ] as const) {
      const asked = await as(acme.developer)(takeAlong, { secretIds: [own.id, secret.id], ...key })
      expect([refusal(asked), await versionOf(own), await versionOf(secret)]).toEqual([code, 1, 1])
    }
  })

  test('wait for nobody in a circle: whoever saves the key in the same secret meanwhile comes first or is told', async () => {
    const { old, fresh, key } = await rotation()
    const secret = await hold(acme.developer, old.key.reveal())
    const keyRow = { text: 'select 1 from api_key where id = $1 for update', values: [old.id] }
    const rotate = () => as(acme.developer)(takeAlong, { secretIds: [secret.id], ...key })
    const save = () => as(acme.owner)(updateSecret, { secretId: secret.id, version: 1, value: old.key.reveal() })
    expect((await queuedBehind(databaseUrl, keyRow, [rotate, save])).map(refusal)).toEqual([
      undefined,
      'secret_changed',
    ])
    expect(need(await as(acme.developer)(revealSecret, { secretId: secret.id })).value).toBe(fresh.key.reveal())

    const next = await rotation()
    const other = await hold(acme.developer, next.old.key.reveal())
    const outcomes = await queuedBehind(databaseUrl, { text: keyRow.text, values: [next.old.id] }, [
      () => as(acme.owner)(updateSecret, { secretId: other.id, version: 1, value: next.old.key.reveal() }),
      () => as(acme.developer)(takeAlong, { secretIds: [other.id], ...next.key }),
    ])
    expect(outcomes.map(refusal)).toEqual([undefined, undefined])
    expect(await versionOf(other)).toBe(3)
  })
})
