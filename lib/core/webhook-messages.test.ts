import { describe, expect, test } from 'vitest'
import type { HappeningFacts, ToldHappening } from '@/lib/core/happenings'
import { TYPE_OF_HAPPENING, webhookBody } from '@/lib/core/webhook-messages'

const AT = new Date('2026-11-21T12:00:00Z')
const organization = { id: 'org_1', name: 'Acme', slug: 'acme', issuer: 'not told' } as const
const app = { id: 'app_1', name: 'Resize', slug: 'resize', service: 'cloud_function', upstream: 'not told' } as const
const key = { id: 'key_1', name: 'ci', hint: 'x9Qw', type: 'server', app, token: 'not told' } as const
const keys = { listed: [key], total: 70 }
const member = { id: 'mem_1', name: 'Mara', email: 'not told' } as const
const gateway = { id: 'gwy_1', name: 'fra-1', token: 'not told' } as const

const FACTS: HappeningFacts = {
  keys_orphaned: { cause: 'removed', member, by: null, keys },
  keys_restored: { member, by: member, keys },
  api_keys_expiring: { days: 7, keys: { listed: [{ ...key, expiresAt: '2026-11-28T12:00:00.000Z' }], total: 1 } },
  api_key_created: { key, by: member },
  dead_keys_used: {
    keys: {
      listed: [
        {
          ...key,
          status: 'revoked',
          owner: 'Mara',
          at: '2026-11-21T11:00:00.000Z',
          address: '192.0.2.1',
          agent: 'curl',
        },
      ],
      total: 1,
    },
  },
  app_deleted: { app, by: member, keys },
  hand_over_offered: { by: member, keys, app: null, until: '2026-11-28T12:00:00.000Z' },
  hand_over_answered: { answer: 'declined', by: member, keys: { listed: [], total: 0 }, app },
  gateway_silent: { gateway, since: '2026-11-21T11:00:00.000Z' },
  gateway_back: { gateway, since: '2026-11-21T11:00:00.000Z', at: '2026-11-21T12:00:00.000Z' },
  delivery_failed: { channel: 'email', to: 'Mara', of: 'app_deleted', error: 'No answer' },
  webhook_disabled: { webhook: { id: 'whk_1', host: 'hooks.example.test' } },
}
const bodyOf = (kind: keyof HappeningFacts) =>
  webhookBody({ id: 'hap_1', at: AT, kind, facts: FACTS[kind] } as unknown as ToldHappening, organization)

describe('a message', () => {
  test('says what docs/webhooks.md promises: what happened, when, where, and the keys that it lists', () => {
    expect(JSON.parse(bodyOf('keys_orphaned'))).toEqual({
      type: 'keys.orphaned',
      timestamp: '2026-11-21T12:00:00.000Z',
      data: {
        organization: { id: 'org_1', name: 'Acme', slug: 'acme' },
        cause: 'removed',
        member: { id: 'mem_1', name: 'Mara' },
        by: null,
        keys: [
          {
            id: 'key_1',
            name: 'ci',
            hint: 'x9Qw',
            type: 'server',
            app: { id: 'app_1', name: 'Resize', slug: 'resize', service: 'cloud_function' },
          },
        ],
        total_keys: 70,
      },
    })
    expect(JSON.parse(bodyOf('dead_keys_used')).data.keys[0]).toMatchObject({
      status: 'revoked',
      last_attempt: { at: '2026-11-21T11:00:00.000Z', address: '192.0.2.1', agent: 'curl' },
    })
    expect(JSON.parse(bodyOf('api_keys_expiring')).data.keys[0]).toMatchObject({
      expires_at: '2026-11-28T12:00:00.000Z',
    })
  })

  test.each((Object.keys(FACTS) as (keyof HappeningFacts)[]).filter((kind) => TYPE_OF_HAPPENING[kind] !== null))(
    'of %s tells nothing that is known beside what it promises, and the same every time',
    (kind) => {
      expect(bodyOf(kind)).not.toContain('not told')
      expect(bodyOf(kind)).toBe(bodyOf(kind))
      expect(JSON.parse(bodyOf(kind))).toMatchObject({ type: TYPE_OF_HAPPENING[kind], timestamp: AT.toISOString() })
    },
  )
})
