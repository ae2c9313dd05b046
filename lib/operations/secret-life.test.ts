import { describe, expect, test } from 'vitest'
import type { SecretId } from '@/lib/core/identifiers'
import { UNSEEN } from '@/lib/core/impact'
import { createSecret } from '@/lib/operations/create-secret'
import { deleteSecret } from '@/lib/operations/delete-secret'
import { eraseDeletedSecret } from '@/lib/operations/erase-deleted-secret'
import { listEvents } from '@/lib/operations/list-events'
import { listSecrets } from '@/lib/operations/list-secrets'
import { performForAccount } from '@/lib/operations/perform'
import { removeMember } from '@/lib/operations/remove-member'
import { renameSecret } from '@/lib/operations/rename-secret'
import { restoreSecret } from '@/lib/operations/restore-secret'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { shareSecret } from '@/lib/operations/share-secret'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import { tablesThatHold } from '@/lib/operations/testing/stored-text'
import { type Member, need, ORIGIN, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { unshareSecret } from '@/lib/operations/unshare-secret'
import { updateSecret } from '@/lib/operations/update-secret'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { viewSecret } from '@/lib/operations/view-secret'

const { platform, sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const agreed = true as const
const developer = as(acme.developer)

let made = 0
async function save(by: Member, value = 'first') {
  made += 1
  return need(await as(by)(createSecret, { name: `SECRET_${made}`, value }))
}
type Known = { readonly id: SecretId }
const reveal = (by: Member, { id }: Known, version?: number) =>
  as(by)(revealSecret, { secretId: id, ...(version ? { version } : {}) })
const shown = async (by: Member, secret: Known, version?: number) => need(await reveal(by, secret, version)).value
const update = (by: Member, { id }: Known, version: number, value: string) =>
  as(by)(updateSecret, { secretId: id, version, value })
const share = (by: Member, { id }: Known, member: Member, access: 'read' | 'manage') =>
  as(by)(shareSecret, { secretId: id, membershipId: member.membershipId, access })
const remove = async (by: Member, { id }: Known) => need(await as(by)(deleteSecret, { secretId: id, agreed }))
const secretRow = ({ id }: Known) => ({ text: 'select 1 from secret where id = $1 for update', values: [id] })
const namesOf = async (member: Member, tab: 'live' | 'deleted' = 'live', text = '') =>
  need(await as(member)(listSecrets, { tab, text })).secrets.map(({ name }) => name)
const newestEvents = async (count: number) =>
  need(await as(acme.owner)(listEvents, {}))
    .events.slice(0, count)
    .map(({ type, actor, subject }) => [type, actor, subject])

describe('a secret that is updated', () => {
  test('has the new value in force, and every older one for who may read it; each reading is written down with its version', async () => {
    const secret = await save(acme.developer)
    expect(need(await update(acme.developer, secret, 1, 'second')).version).toBe(2)
    expect(need(await update(acme.owner, secret, 2, 'third')).version).toBe(3)
    expect([await shown(acme.developer, secret), await shown(acme.developer, secret, 1)]).toEqual(['third', 'first'])
    const { versions } = need(await developer(viewSecret, { secretId: secret.id }))
    expect(versions.map(({ number, createdBy }) => [number, createdBy])).toEqual([
      [3, 'owner of acme'],
      [2, 'developer of acme'],
      [1, 'developer of acme'],
    ])
    const { events } = need(await developer(viewSecret, { secretId: secret.id }))
    expect(events.map(({ type, actor, address }) => [type, actor, address])).toEqual(
      ['revealed', 'revealed', 'updated', 'updated', 'created'].map((what, index) => [
        `secret.${what}`,
        index === 2 ? 'owner of acme' : 'developer of acme',
        null,
      ]),
    )
    const read = await sql<{ body: string }>(
      `select body from event where secret_id = $1 and type = 'secret.revealed' order by number`,
      [secret.id],
    )
    expect(read.map(({ body }) => JSON.parse(body).after)).toEqual([{ version: 3 }, { version: 1 }])
    expect(refusal(await reveal(acme.developer, secret, 4))).toBe('secret_version_not_found')
    expect(refusal(await reveal(acme.otherDeveloper, secret, 1))).toBe('not_permitted')
    expect(await tablesThatHold(sql, ['second', 'third'])).toEqual([])
  })

  test('by two at the same time tells the second by whom and when, keeps both values when they save all the same, and loses neither', async () => {
    const secret = await save(acme.developer)
    const [first, second] = await queuedBehind(databaseUrl, secretRow(secret), [
      () => update(acme.owner, secret, 1, 'of the owner'),
      () => update(acme.developer, secret, 1, 'of the developer'),
    ])
    expect(need(first).version).toBe(2)
    const { changedAt } = need(await developer(viewSecret, { secretId: secret.id })).secret
    expect(second).toEqual({
      ok: false,
      failure: { code: 'secret_changed', params: { who: 'owner of acme', version: 2, at: changedAt } },
    })
    expect(await shown(acme.developer, secret)).toBe('of the owner')
    expect(need(await update(acme.developer, secret, 2, 'of the developer')).version).toBe(3)
    expect([await shown(acme.owner, secret, 2), await shown(acme.owner, secret, 3)]).toEqual([
      'of the owner',
      'of the developer',
    ])
  })

  test('opens each version in its own place alone', async () => {
    const secret = await save(acme.developer)
    need(await update(acme.developer, secret, 1, 'second'))
    await sql(
      `update secret_version v set sealed = (select sealed from secret_version w where w.secret_id = v.secret_id and w.number = 1)
       where v.secret_id = $1 and v.number = 2`,
      [secret.id],
    )
    expect(refusal(await reveal(acme.developer, secret))).toBe('secret_not_readable')
    expect(await shown(acme.developer, secret, 1)).toBe('first')
  })

  test('holds what its newest value is: the key of an older one is not said to be held any more', async () => {
    const app = await makeApp(acme.developer)
    const [old, fresh] = [await makeKey(acme.developer, app), await makeKey(acme.developer, app)]
    const secret = await save(acme.developer, old.key.reveal())
    need(await update(acme.developer, secret, 1, fresh.key.reveal()))
    const view = need(await developer(viewSecret, { secretId: secret.id }))
    expect([view.secret.holds?.id, view.versions.map(({ holds }) => holds?.id)]).toEqual([fresh.id, [fresh.id, old.id]])
    const heldBy = async (key: { id: typeof old.id }) =>
      need(await developer(viewApiKey, { apiKeyId: key.id })).key.secrets
    expect(await heldBy(old)).toEqual([])
    expect(await heldBy(fresh)).toMatchObject([secret])
  })

  test('whose key was replaced by another says so, dead or not', async () => {
    const app = await makeApp(acme.developer)
    const [old, fresh] = [await makeKey(acme.developer, app), await makeKey(acme.developer, app)]
    const secret = await save(acme.developer, old.key.reveal())
    await sql('update api_key set successor_id = $2 where id = $1', [old.id, fresh.id])
    const { holds } = need(await developer(viewSecret, { secretId: secret.id })).secret
    expect(holds).toMatchObject({ id: old.id, status: 'active', replaced: true })
  })

  test('never loses a version, whoever writes to the database', async () => {
    const secret = await save(acme.developer)
    await expect(sql('delete from secret_version where secret_id = $1', [secret.id])).rejects.toThrow(/are kept/)
  })
})

describe('a secret’s name', () => {
  test('can be changed, to one that is free, and opens the same value', async () => {
    const [secret, other] = [await save(acme.developer, 'kept'), await save(acme.developer)]
    const rename = (name: string) => developer(renameSecret, { secretId: secret.id, name })
    expect(await rename(other.name)).toMatchObject({ ok: false, failure: { code: 'secret_name_taken', field: 'name' } })
    expect(refusal(await rename(secret.name))).toBe('secret_name_unchanged')
    const foreign = await save(zenith.developer)
    expect(refusal(await rename(foreign.name))).toBe(undefined)
    expect(await shown(acme.developer, secret)).toBe('kept')
  })

  test('is given to one of two who ask for it together', async () => {
    const [one, other] = [await save(acme.developer), await save(acme.developer)]
    const names = {
      text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
      values: [`secret names of ${acme.id}`],
    }
    const rename = ({ id }: Known) => developer(renameSecret, { secretId: id, name: 'WANTED_BY_TWO' })
    const outcomes = await queuedBehind(databaseUrl, names, [() => rename(one), () => rename(other)])
    expect(outcomes.map(refusal)).toEqual([undefined, 'secret_name_taken'])
  })
})

describe('a shared secret', () => {
  test('is read, or managed, by whom it is shared with, and by no other; the key’s page names it to them alone', async () => {
    const key = await makeKey(acme.developer, await makeApp(acme.developer))
    const secret = await save(acme.developer, key.key.reveal())
    const sees = async (member: Member) => (await namesOf(member)).includes(secret.name)
    expect([await sees(acme.reader), await sees(acme.otherDeveloper)]).toEqual([false, false])
    need(await share(acme.developer, secret, acme.reader, 'read'))
    expect([await sees(acme.reader), await sees(acme.otherDeveloper)]).toEqual([true, false])
    expect(await shown(acme.reader, secret)).toBe(key.key.reveal())
    const named = async (member: Member) => need(await as(member)(viewApiKey, { apiKeyId: key.id })).key.secrets.length
    expect([await named(acme.reader), await named(acme.otherDeveloper)]).toEqual([1, 0])
    // Whom else it is shared with, and who reads it, is for those who manage it.
    expect(need(await as(acme.reader)(viewSecret, { secretId: secret.id }))).toMatchObject({
      events: [],
      shares: [],
      shareable: [],
    })

    need(await share(acme.developer, secret, acme.otherDeveloper, 'read'))
    expect(refusal(await update(acme.otherDeveloper, secret, 1, 'x'))).toBe('not_permitted')
    need(await share(acme.developer, secret, acme.otherDeveloper, 'manage'))
    expect(need(await update(acme.otherDeveloper, secret, 1, 'x')).version).toBe(2)
    const { shares, shareable } = need(await developer(viewSecret, { secretId: secret.id }))
    expect(shares.map(({ member, access }) => [member.name, access])).toEqual([
      ['otherDeveloper of acme', 'manage'],
      ['reader of acme', 'read'],
    ])
    expect(shareable.map(({ name, accesses }) => [name, accesses])).toEqual([
      ['otherDeveloper of acme', ['read', 'manage']],
      ['reader of acme', ['read']],
    ])
  })

  test.each([
    ['a User Administrator', 'administrator', 'read', 'secret_share_not_possible'],
    ['a Reader, to manage', 'reader', 'manage', 'secret_share_not_possible'],
    ['its owner', 'developer', 'read', 'secret_share_not_possible'],
    ['an Owner, who has it', 'owner', 'read', 'secret_share_not_possible'],
    ['who has that access', 'otherDeveloper', 'read', 'secret_share_unchanged'],
  ] as const)('is not shared with %s', async (_, part, access, code) => {
    const secret = await save(acme.developer)
    need(await share(acme.developer, secret, acme.otherDeveloper, 'read'))
    expect(await share(acme.developer, secret, acme[part], access)).toMatchObject({
      ok: false,
      failure: { code, field: 'membershipId' },
    })
  })

  test('is no longer theirs once the sharing ends, and there is nothing to end twice', async () => {
    const secret = await save(acme.developer)
    need(await share(acme.developer, secret, acme.reader, 'read'))
    const end = () => developer(unshareSecret, { secretId: secret.id, membershipId: acme.reader.membershipId })
    need(await end())
    expect([refusal(await reveal(acme.reader, secret)), refusal(await end())]).toEqual([
      'not_permitted',
      'secret_share_not_found',
    ])
    expect(await newestEvents(3)).toEqual([
      ['secret.reveal_denied', 'reader of acme', secret.name],
      ['secret.unshared', 'developer of acme', secret.name],
      ['secret.shared', 'developer of acme', secret.name],
    ])
  })

  test('counts for nothing while its member is suspended or may read no secrets, and for what the role allows', async () => {
    const secret = await save(acme.developer)
    need(await share(acme.developer, secret, acme.otherDeveloper, 'manage'))
    const member = [acme.otherDeveloper.membershipId]
    await sql(`update membership set state = 'suspended' where id = $1`, member)
    expect(need(await developer(viewSecret, { secretId: secret.id }))).toMatchObject({
      secret: { shares: 0 },
      shares: [],
    })
    await sql(`update membership set state = 'active', role = 'user_administrator' where id = $1`, member)
    expect(refusal(await reveal(acme.otherDeveloper, secret))).toBe('not_permitted')
    await sql(`update membership set role = 'reader' where id = $1`, member)
    expect(await shown(acme.otherDeveloper, secret)).toBe('first')
    expect(refusal(await update(acme.otherDeveloper, secret, 1, 'x'))).toBe('not_permitted')
    await sql(`update membership set role = 'developer' where id = $1`, member)
    expect(need(await update(acme.otherDeveloper, secret, 1, 'x')).version).toBe(2)
  })

  test.each(['share', 'remove'] as const)(
    'leaves nothing to a member who is removed, when %s comes first; nor when they are active again',
    async (first) => {
      const secret = await save(zenith.developer)
      const leaver = zenith.otherDeveloper
      const give = () => share(zenith.developer, secret, leaver, 'read')
      const dismiss = () => as(zenith.owner)(removeMember, { membershipId: leaver.membershipId, impact: UNSEEN })
      const row = { text: 'select 1 from membership where id = $1 for update', values: [leaver.membershipId] }
      const outcomes = await queuedBehind(databaseUrl, row, first === 'share' ? [give, dismiss] : [dismiss, give])
      expect(outcomes.map(refusal)).toEqual([undefined, first === 'share' ? undefined : 'member_not_found'])
      await sql(`update membership set state = 'active' where id = $1`, [leaver.membershipId])
      expect(refusal(await reveal(leaver, secret))).toBe('not_permitted')
    },
  )
})

describe('a deleted secret', () => {
  test('is read by nobody, stands among the deleted ones for who may manage it, and its name is free', async () => {
    const key = await makeKey(acme.developer, await makeApp(acme.developer))
    const secret = await save(acme.developer, key.key.reveal())
    need(await share(acme.developer, secret, acme.reader, 'read'))
    await remove(acme.developer, secret)
    for (const member of [acme.developer, acme.owner, acme.reader]) {
      expect(refusal(await reveal(member, secret))).toBe('secret_deleted')
      expect(await namesOf(member)).not.toContain(secret.name)
      expect((await namesOf(member, 'deleted')).includes(secret.name)).toBe(member !== acme.reader)
    }
    expect(need(await developer(viewApiKey, { apiKeyId: key.id })).key.secrets).toEqual([])
    for (const refused of [
      await update(acme.developer, secret, 1, 'x'),
      await developer(renameSecret, { secretId: secret.id, name: 'OTHER_NAME' }),
      await share(acme.developer, secret, acme.otherDeveloper, 'read'),
      await developer(unshareSecret, { secretId: secret.id, membershipId: acme.reader.membershipId }),
      await developer(deleteSecret, { secretId: secret.id, agreed }),
    ])
      expect(refusal(refused)).toBe('secret_deleted')
    expect((await developer(createSecret, { name: secret.name, value: 'next holder' })).ok).toBe(true)
  })

  test('comes back whole: its versions, its shares, its key', async () => {
    const secret = await save(acme.developer)
    need(await update(acme.developer, secret, 1, 'second'))
    need(await share(acme.developer, secret, acme.reader, 'read'))
    await remove(acme.developer, secret)
    need(await developer(restoreSecret, { secretId: secret.id }))
    expect([await shown(acme.reader, secret), await shown(acme.reader, secret, 1)]).toEqual(['second', 'first'])
    expect(refusal(await developer(restoreSecret, { secretId: secret.id }))).toBe('secret_not_deleted')
    expect((await newestEvents(4)).map(([type]) => type)).toEqual([
      'secret.revealed',
      'secret.revealed',
      'secret.restored',
      'secret.deleted',
    ])
  })

  test('whose name has another holder comes back under another, and the holder keeps it', async () => {
    const secret = await save(acme.developer)
    await remove(acme.developer, secret)
    const holder = need(await developer(createSecret, { name: secret.name, value: 'of the holder' }))
    const restore = (name?: string) => developer(restoreSecret, { secretId: secret.id, ...(name ? { name } : {}) })
    expect(await restore()).toMatchObject({ ok: false, failure: { code: 'secret_name_taken', field: 'name' } })
    expect(need(await restore(`${secret.name}_BACK`)).name).toBe(`${secret.name}_BACK`)
    expect([await shown(acme.developer, secret), await shown(acme.developer, holder)]).toEqual([
      'first',
      'of the holder',
    ])
  })

  test('is restored while another takes its name: one of the two has it', async () => {
    const secret = await save(acme.developer)
    await remove(acme.developer, secret)
    const outcomes = await queuedBehind(databaseUrl, secretRow(secret), [
      () => developer(restoreSecret, { secretId: secret.id }),
      () => developer(createSecret, { name: secret.name, value: 'x' }),
    ])
    expect(outcomes.map(refusal)).toEqual([undefined, 'secret_name_taken'])
  })

  test('is gone for good after 30 days: nobody finds it at that moment, and the worker erases what was sealed, and no other’s', async () => {
    const [gone, kept, foreign] = [
      await save(acme.developer, 'erased'),
      await save(acme.developer),
      await save(zenith.developer),
    ]
    need(await update(acme.developer, gone, 1, 'erased too'))
    need(await share(acme.developer, gone, acme.reader, 'read'))
    for (const [member, secret] of [
      [acme.developer, gone],
      [acme.developer, kept],
      [zenith.developer, foreign],
    ] as const)
      await remove(member, secret)
    const deletedAgo = (secret: Known, ago: string) =>
      sql('update secret set deleted_at = clock_timestamp() - $2::interval where id = $1', [secret.id, ago])
    await deletedAgo(gone, '720 hours')
    await deletedAgo(kept, '719 hours 59 minutes')
    for (const refused of [
      await reveal(acme.owner, gone),
      await developer(restoreSecret, { secretId: gone.id }),
      await developer(viewSecret, { secretId: gone.id }),
    ])
      expect(refusal(refused)).toBe('secret_not_found')
    expect(await namesOf(acme.owner, 'deleted')).not.toContain(gone.name)

    const erase = async () => need(await performForAccount(platform, eraseDeletedSecret, ORIGIN, {})).erased
    expect([await erase(), await erase()]).toEqual([true, false])
    const left = (secret: Known) =>
      sql<{ versions: number; shares: number }>(
        `select (select count(*)::int from secret_version where secret_id = $1) as versions,
           (select count(*)::int from secret_share where secret_id = $1) as shares`,
        [secret.id],
      )
    expect([await left(gone), await left(kept), await left(foreign)]).toEqual([
      [{ versions: 0, shares: 0 }],
      [{ versions: 1, shares: 0 }],
      [{ versions: 1, shares: 0 }],
    ])
    expect(await newestEvents(1)).toEqual([['secret.erased', 'The portal', gone.name]])
    for (const [member, secret] of [
      [acme.developer, kept],
      [zenith.developer, foreign],
    ] as const)
      need(await as(member)(restoreSecret, { secretId: secret.id }))
  })
})

describe('the list of secrets', () => {
  test('comes in pages without gaps or repeats, found by a part of the name, and counted', async () => {
    const names = Array.from({ length: 53 }, (_, index) => `PAGED_${String(index).padStart(3, '0')}_X`)
    for (const name of names) need(await as(zenith.developer)(createSecret, { name, value: 'v' }))
    const list = (input: object) => as(zenith.developer)(listSecrets, input)
    const first = need(await list({ text: 'paged_' }))
    const second = need(await list({ text: 'paged_', cursor: first.nextCursor ?? '' }))
    expect([...first.secrets, ...second.secrets].map(({ name }) => name)).toEqual(names)
    expect([first.counts.live, second.nextCursor]).toEqual([53, null])
    expect(await namesOf(zenith.developer, 'live', '_052_')).toEqual(['PAGED_052_X'])
    // What LIKE would take for "any character" is a letter here.
    expect(await namesOf(zenith.developer, 'live', 'PAGED%')).toEqual([])

    const doomed = [...first.secrets, ...second.secrets]
    for (const secret of doomed) await remove(zenith.developer, secret)
    const deleted = need(await list({ tab: 'deleted', text: 'PAGED' }))
    const rest = need(await list({ tab: 'deleted', text: 'PAGED', cursor: deleted.nextCursor ?? '' }))
    expect([...deleted.secrets, ...rest.secrets].map(({ id }) => id).reverse()).toEqual(doomed.map(({ id }) => id))
  })

  test.each([
    'x',
    'W10',
    Buffer.from('["A","sec_1"]').toString('base64url'),
    Buffer.from('[1,2]').toString('base64url'),
  ])('begins anew for a place that is none: %s', async (cursor) => {
    for (const tab of ['live', 'deleted'] as const)
      expect(need(await developer(listSecrets, { tab, cursor })).secrets).toEqual(
        need(await developer(listSecrets, { tab })).secrets,
      )
  })
})
