import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type EpochStatement, signEpochStatement, verifyEpochStatement } from '@/lib/crypto/epoch-statements'
import { newIdAt } from '@/lib/crypto/identifiers'
import { sign } from '@/lib/crypto/signatures'
import { type GeneratedSigningKey, generateSigningKey, importPrivateKey } from '@/lib/crypto/signing-keys'

const STATEMENT: EpochStatement = {
  iss: 'https://portal.example/o/acme',
  org: newIdAt(new Date('2026-11-03T10:00:00Z'))('organization'),
  epoch: 2,
  iat: 1_793_700_000,
}

let epochKey: GeneratedSigningKey & { privateKey: CryptoKey }
let otherKey: typeof epochKey
let statement: string

beforeAll(async () => {
  const imported = async (key: GeneratedSigningKey) => ({ ...key, privateKey: await importPrivateKey(key.privateJwk) })
  epochKey = await imported(await generateSigningKey())
  otherKey = await imported(await generateSigningKey())
  statement = await signEpochStatement(STATEMENT, epochKey.privateKey, epochKey.kid)
})

describe('an epoch statement', () => {
  it('is believed when the pinned key signed it', async () => {
    expect(await verifyEpochStatement(statement, epochKey.publicJwk)).toEqual(STATEMENT)
    expect(Buffer.from(statement.split('.')[0] as string, 'base64url').toString()).toBe(
      `{"typ":"aura-epoch+jwt","alg":"ES256","kid":"${epochKey.kid}"}`,
    )
  })

  it('is not believed from any other key, under whatever name', async () => {
    for (const kid of [epochKey.kid, otherKey.kid]) {
      expect(
        await verifyEpochStatement(await signEpochStatement(STATEMENT, otherKey.privateKey, kid), epochKey.publicJwk),
      ).toBeUndefined()
    }
    expect(
      await verifyEpochStatement(
        await signEpochStatement(STATEMENT, epochKey.privateKey, otherKey.kid),
        epochKey.publicJwk,
      ),
    ).toBeUndefined()
  })

  it('is not believed when something else was signed with that key', async () => {
    const header = { typ: 'aura-epoch+jwt', alg: 'ES256', kid: epochKey.kid } as const
    const signed = (payload: string, differing: object = {}) =>
      sign({ ...header, ...differing }, payload, epochKey.privateKey)
    const others = [
      await signed(JSON.stringify(STATEMENT), { typ: 'aura-key+jwt' }),
      await signed(JSON.stringify(STATEMENT), { extra: 1 }),
      await signed(JSON.stringify({ ...STATEMENT, epoch: 0 })),
      await signed(JSON.stringify({ ...STATEMENT, epoch: -1 })),
      await signed(JSON.stringify({ ...STATEMENT, epoch: 1.5 })),
      await signed(JSON.stringify({ ...STATEMENT, epoch: '2' })),
      await signed(JSON.stringify(STATEMENT).replace('"epoch":2', '"epoch":1e400')),
      await signed(JSON.stringify(STATEMENT).replace('"epoch":2', '"epoch":9,"epoch":2')),
      await signed(JSON.stringify({ ...STATEMENT, org: 'org_1' })),
      await signed(JSON.stringify({ ...STATEMENT, more: true })),
      await signed(`${JSON.stringify(STATEMENT)} `),
      await signed(`\ufeff${JSON.stringify(STATEMENT)}`),
      await signed('null'),
      await signed('{'),
    ]
    for (const other of others) expect(await verifyEpochStatement(other, epochKey.publicJwk)).toBeUndefined()
  })

  it('is not believed with padding, white space or any character changed', async () => {
    for (const spelling of [`${statement}==`, `${statement} `, `${statement}\n`, ` ${statement}`, `${statement}.`]) {
      expect(await verifyEpochStatement(spelling, epochKey.publicJwk)).toBeUndefined()
    }
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: statement.length - 1 }),
        fc.string({ minLength: 1, maxLength: 1 }),
        async (at, character) => {
          fc.pre(statement[at] !== character)
          const touched = statement.slice(0, at) + character + statement.slice(at + 1)
          expect(await verifyEpochStatement(touched, epochKey.publicJwk)).toBeUndefined()
        },
      ),
      { numRuns: 500 },
    )
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await verifyEpochStatement(text, epochKey.publicJwk)).toBeUndefined()
      }),
    )
  })
})
