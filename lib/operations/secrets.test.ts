import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readClaims } from '@/lib/core/claims'
import { signKey } from '@/lib/crypto/issue-key'
import { parseKeyEncryptionKeys } from '@/lib/crypto/sealing'
import { generateSigningKey, importPrivateKey } from '@/lib/crypto/signing-keys'
import { createSecret } from '@/lib/operations/create-secret'
import { listEvents } from '@/lib/operations/list-events'
import { listSecrets } from '@/lib/operations/list-secrets'
import { perform } from '@/lib/operations/perform'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import { storedFormsOf, tablesThatHold } from '@/lib/operations/testing/stored-text'
import {
  type Member,
  need,
  ORIGIN,
  openTwoOrganizations,
  principalOf,
  refusal,
} from '@/lib/operations/testing/two-organizations'
import { viewApiKey } from '@/lib/operations/view-api-key'

const { platform, sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const agreed = true as const

let made = 0
async function save(by: Member, value: string) {
  made += 1
  return need(await as(by)(createSecret, { name: `SECRET_${made}`, value }))
}
const reveal = (by: Member, { id }: { id: `sec_${string}` }) => as(by)(revealSecret, { secretId: id })
const heldBy = async ({ id }: { id: string }) =>
  need(await as(acme.owner)(listSecrets, {})).secrets.find((secret) => secret.id === id)?.holds

describe('a secret', () => {
  test.each(['v', 'two\nlines\t', '\u0000\u0001', '\ud83d\ude00 ünï', 'x'.repeat(65_536), ' spaces stay '])(
    'gives back what was put in, and stands in no table as it is (%#)',
    async (value) => {
      const secret = await save(acme.developer, value)
      expect(need(await reveal(acme.developer, secret)).value).toBe(value)
      if (value.length > 5)
        expect(
          await tablesThatHold(
            sql,
            storedFormsOf(value.slice(0, 1_000)).filter((form) => !form.includes('\u0000')),
          ),
        ).toEqual([])
    },
  )

  test('of 65,537 bytes is refused beside its field', async () => {
    const outcome = await as(acme.developer)(createSecret, { name: 'BIG', value: 'ü'.repeat(32_769) })
    expect(outcome).toMatchObject({
      ok: false,
      failure: { code: 'invalid_input', fields: { value: 'At most 64 KiB.' } },
    })
  })

  test.each(['a-b', 'a b', 'ä', '', 'x'.repeat(101), 'a\nb', "a';--"])(
    'has no name that its form does not allow: %j',
    async (name) => {
      expect(refusal(await as(acme.developer)(createSecret, { name, value: 'v' }))).toBe('invalid_input')
    },
  )

  test('has a name that is one secret’s in its organization, also when two ask together, and another’s in the next', async () => {
    const create = (by: Member) => () => as(by)(createSecret, { name: 'SHARED_NAME', value: 'v' })
    const lock = {
      text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
      values: [`secret names of ${acme.id}`],
    }
    const outcomes = await queuedBehind(databaseUrl, lock, [create(acme.developer), create(acme.otherDeveloper)])
    expect(outcomes.map(refusal)).toEqual([undefined, 'secret_name_taken'])
    expect((await create(zenith.developer)()).ok).toBe(true)
  })

  test('is not seen, by name or number, by who may not reveal it', async () => {
    const secret = await save(acme.developer, 'v')
    const sees = async (member: Member) => JSON.stringify(await as(member)(listSecrets, {})).includes(secret.id)
    const seen = []
    for (const part of ['owner', 'auraOwner', 'administrator', 'developer', 'otherDeveloper', 'reader'] as const)
      seen.push(await sees(acme[part]))
    expect(seen).toEqual([true, true, false, true, false, false])
    expect(await sees(zenith.owner)).toBe(false)
  })

  test('that is revealed is in the audit log, and so is an attempt that was denied: who, which, and never what', async () => {
    const secret = await save(acme.developer, 'a value to be seen')
    need(await reveal(acme.owner, secret))
    for (const member of [acme.otherDeveloper, acme.administrator, acme.reader])
      expect(refusal(await reveal(member, secret))).toBe('not_permitted')
    const { events } = need(await as(acme.administrator)(listEvents, {}))
    expect(events.slice(0, 4).map(({ type, actor, subject }) => [type, actor, subject])).toEqual([
      ['secret.reveal_denied', 'reader of acme', `SECRET_${made}`],
      ['secret.reveal_denied', 'administrator of acme', `SECRET_${made}`],
      ['secret.reveal_denied', 'otherDeveloper of acme', `SECRET_${made}`],
      ['secret.revealed', 'owner of acme', `SECRET_${made}`],
    ])
    expect(await tablesThatHold(sql, ['a value to be seen'])).toEqual([])
  })
})

describe('a sealed text', () => {
  const sealedOf = async ({ id }: { id: string }) =>
    (await sql<{ sealed: string }>('select sealed from secret_version where secret_id = $1', [id]))[0]?.sealed ?? ''
  const put = ({ id }: { id: string }, sealed: string) =>
    sql('update secret_version set sealed = $2 where secret_id = $1', [id, sealed])

  test('opens in its own row alone: not in another secret’s, nor in another organization’s', async () => {
    const [one, other, foreign] = [
      await save(acme.developer, 'one'),
      await save(acme.developer, 'other'),
      await save(zenith.developer, 'foreign'),
    ]
    const [ofOne, ofOther, ofForeign] = [await sealedOf(one), await sealedOf(other), await sealedOf(foreign)]
    await put(one, ofOther)
    await put(other, ofForeign)
    await put(foreign, ofOne)
    for (const [member, secret] of [
      [acme.developer, one],
      [acme.developer, other],
      [zenith.developer, foreign],
    ] as const) {
      expect(refusal(await reveal(member, secret))).toBe('secret_not_readable')
    }
    await put(one, ofOne)
    expect(need(await reveal(acme.developer, one)).value).toBe('one')
  })

  test('that was changed, cut short or replaced does not open, and the refusal is no defect', async () => {
    const secret = await save(acme.developer, 'kept')
    const sealed = await sealedOf(secret)
    const parts = sealed.split('.')
    const flipped = parts.with(3, `${parts[3]?.[0] === 'A' ? 'B' : 'A'}${parts[3]?.slice(1)}`).join('.')
    for (const text of [flipped, sealed.slice(0, -3), '', 'kept', '....', `${sealed}.x`]) {
      await put(secret, text)
      expect(refusal(await reveal(acme.developer, secret)), text.slice(0, 10)).toBe('secret_not_readable')
    }
  })

  test('does not open with another installation’s key-encryption key, of whatever name', async () => {
    const secret = await save(acme.developer, 'kept')
    for (const kid of ['test', 'another']) {
      const keks = parseKeyEncryptionKeys(
        JSON.stringify({ kty: 'oct', kid, k: createHash('sha256').update(kid).digest('base64url') }),
      )
      expect(
        refusal(
          await perform({ ...platform, keks }, revealSecret, principalOf(acme.developer), ORIGIN, {
            secretId: secret.id,
          }),
        ),
      ).toBe('secret_not_readable')
    }
  })
})

describe('a secret is linked to a key', () => {
  test('when its value verifies as that key, with spaces around it or not', async () => {
    const key = await makeKey(acme.developer, await makeApp(acme.developer), { name: 'held' })
    for (const value of [key.key.reveal(), `  ${key.key.reveal()}\n`]) {
      const secret = await save(acme.developer, value)
      expect(await heldBy(secret)).toMatchObject({ id: key.id, name: 'held', status: 'active' })
      expect(need(await reveal(acme.developer, secret)).value).toBe(value)
    }
    const shown = need(await as(acme.owner)(viewApiKey, { apiKeyId: key.id })).key
    expect(shown.secrets).toHaveLength(2)
    // Names of secrets are for who may reveal them.
    expect(need(await as(acme.reader)(viewApiKey, { apiKeyId: key.id })).key.secrets).toEqual([])
  })

  test('that is dead, and says so', async () => {
    const key = await makeKey(acme.developer, await makeApp(acme.developer))
    const before = await save(acme.developer, key.key.reveal())
    need(await as(acme.developer)(revokeApiKey, { apiKeyId: key.id, agreed }))
    const after = await save(acme.developer, key.key.reveal())
    for (const secret of [before, after]) expect((await heldBy(secret))?.status).toBe('revoked')
  })

  test('and to none for what only looks like one: another organization’s key, a forged one, one of a key that was never made, one among other text', async () => {
    const app = await makeApp(acme.developer)
    const key = await makeKey(acme.developer, app)
    const token = key.key.reveal()
    const foreign = (await makeKey(zenith.developer, await makeApp(zenith.developer))).key.reveal()
    const [header = '', payload = '', signature = ''] = token.split('.')
    const claims = readClaims(JSON.parse(Buffer.from(payload, 'base64url').toString()))
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString())
    if (!claims) throw new Error('The key has no claims')
    const thief = await generateSigningKey()
    const forged = need(await signKey(claims, { kid, privateKey: await importPrivateKey(thief.privateJwk) })).reveal()
    const ownKid = need(
      await signKey(claims, { kid: thief.kid, privateKey: await importPrivateKey(thief.privateJwk) }),
    ).reveal()
    const other = Buffer.from(JSON.stringify({ ...claims, scope: 'invoke admin' })).toString('base64url')
    for (const value of [
      foreign,
      forged,
      ownKid,
      `${header}.${other}.${signature}`,
      token.slice(0, -1),
      `Bearer ${token}`,
      `${token}${token}`,
      key.id,
    ]) {
      expect(await heldBy(await save(acme.developer, value))).toBeNull()
    }
  })
})
