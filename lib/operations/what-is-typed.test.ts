import { expect, test } from 'vitest'
import type { z } from 'zod'
import { UNSEEN } from '@/lib/core/impact'
import { changeApp } from '@/lib/operations/change-app'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createApp } from '@/lib/operations/create-app'
import { createSecret } from '@/lib/operations/create-secret'
import { deleteApp } from '@/lib/operations/delete-app'
import { listApiKeys } from '@/lib/operations/list-api-keys'
import type { Operation, People } from '@/lib/operations/operation'
import { perform } from '@/lib/operations/perform'
import { registerGateway } from '@/lib/operations/register-gateway'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { newKey, ORIGIN, openTwoOrganizations, principalOf } from '@/lib/operations/testing/two-organizations'
import { viewApp } from '@/lib/operations/view-app'

const { platform, sql, acme, zenith, makeApp, makeKey } = await openTwoOrganizations()

const HOSTILE = [
  'a\u0000b',
  'http://app.internal/\u0000x',
  'http://app.internal/\nx',
  '\ud800',
  '\udfff\ud800',
  "'; drop table app; --",
  '%_\\',
  '{"a":1}',
  '$1',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '1e400',
  '2026-02-30',
  'x'.repeat(2_100),
  '𝔘'.repeat(100),
]
const NOT_TEXT: readonly unknown[] = [
  null,
  undefined,
  0,
  -1,
  Number.NaN,
  2 ** 53,
  true,
  [],
  {},
  [['a']],
  { toString: 'x' },
]

interface Case {
  readonly operation: Operation<z.ZodType, unknown, People>
  readonly input: () => Promise<Readonly<Record<string, unknown>>>
}

/** Every operation to which people send text of their own, with input that is good. */
const CASES: Readonly<Record<string, Case>> = {
  createApp: {
    operation: createApp,
    input: async () => ({
      service: 'cloud_function',
      name: `a${Math.random()}`,
      environment: 'production',
      upstream: 'http://a.test',
      scopes: ['x'],
    }),
  },
  changeApp: {
    operation: changeApp,
    input: async () => {
      const { id, name } = await makeApp(acme.owner)
      const [row] = await sql<{ changed_at: Date }>('select changed_at from app where id = $1', [id])
      return {
        appId: id,
        name,
        environment: 'production',
        upstream: 'http://a.test',
        scopes: ['x'],
        changedAt: row?.changed_at.toISOString(),
      }
    },
  },
  deleteApp: {
    operation: deleteApp,
    input: async () => makeApp(acme.owner).then(({ id, name }) => ({ appId: id, confirmation: name, impact: UNSEEN })),
  },
  viewApp: { operation: viewApp, input: async () => makeApp(acme.owner).then(({ slug }) => ({ slug })) },
  createApiKey: {
    operation: createApiKey,
    input: async () => ({ ...newKey(await makeApp(acme.owner)), expirationDay: '2030-01-01' }),
  },
  revokeApiKey: {
    operation: revokeApiKey,
    input: async () => ({
      apiKeyId: (await makeKey(acme.owner, await makeApp(acme.owner))).id,
      agreed: true,
      reason: 'why',
    }),
  },
  listApiKeys: {
    operation: listApiKeys,
    input: async () => ({
      within: { service: 'cloud_function' },
      tab: 'active',
      text: 'x',
      sort: 'name',
      descending: false,
      cursor: 'x',
    }),
  },
  createSecret: {
    operation: createSecret,
    input: async () => ({ name: `s_${Math.random().toString(36).slice(2)}`, value: 'v' }),
  },
  registerGateway: { operation: registerGateway, input: async () => ({ name: `g ${Math.random()}` }) },
}

test.each(Object.entries(CASES))(
  '%s answers whatever is sent to it: with success or with a sentence, and never with a defect',
  async (_, { operation, input }) => {
    const before = await sql('select number from event where organization_id = $1', [zenith.id])
    const good = await input()
    for (const field of Object.keys(good)) {
      const values = typeof good[field] === 'string' ? [...HOSTILE, ...NOT_TEXT] : NOT_TEXT
      for (const value of values) {
        const outcome = await perform(platform, operation, principalOf(acme.owner), ORIGIN, { ...good, [field]: value })
        if (!outcome.ok && outcome.failure.code === 'invalid_input')
          expect(Object.values(outcome.failure.fields ?? {}).join('')).not.toBe('')
      }
    }
    for (const value of [...NOT_TEXT, 'text'])
      expect(await perform(platform, operation, principalOf(acme.owner), ORIGIN, value)).toMatchObject({ ok: false })
    expect((await perform(platform, operation, principalOf(acme.owner), ORIGIN, await input())).ok).toBe(true)
    expect(await sql('select number from event where organization_id = $1', [zenith.id])).toEqual(before)
  },
)

test('a custom day that no calendar has, or that has passed, is refused beside its field', async () => {
  const app = await makeApp(acme.owner)
  const ask = (expirationDay: string) =>
    perform(
      platform,
      createApiKey,
      principalOf(acme.owner),
      ORIGIN,
      newKey(app, { expiration: 'custom', expirationDay }),
    )
  for (const day of ['2031-02-29', '2031-02-30', '2031-13-01', '2031-00-00', '31.12.2031', '', '9999-12-31']) {
    expect(await ask(day), day).toMatchObject({
      ok: false,
      failure: { code: 'invalid_input', fields: { expirationDay: expect.any(String) } },
    })
  }
  expect(await ask('2020-01-01')).toMatchObject({ ok: false, failure: { code: 'expiration_past' } })
  for (const day of ['2032-02-29', '9998-12-31']) expect((await ask(day)).ok, day).toBe(true)
})
