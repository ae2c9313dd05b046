import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ApiKey, holdsPlace, statusOf, stopsAt } from '@/lib/core/api-key'
import { NO_LIMITS } from '@/lib/core/key-limits'
import {
  type Ending,
  end,
  endingOf,
  OVERLAP_MILLISECONDS,
  replace,
  rotatable,
  successorOf,
  type WantedEnding,
} from '@/lib/core/key-rotation'
import type { Result } from '@/lib/core/result'

const NOW = new Date('2026-11-21T12:00:00.400Z')
const later = (seconds: number) => new Date(Math.floor(NOW.getTime() / 1000 + seconds) * 1000)
const BY = { kind: 'member', organizationId: 'org_1', membershipId: 'mem_2', userId: 'usr_2', role: 'owner' } as const
const KEY: ApiKey = {
  id: 'key_1',
  organizationId: 'org_1',
  appId: 'app_1',
  ownerId: 'mem_1',
  type: 'user',
  subject: 'mem_1',
  name: 'ci',
  note: 'the nightly build',
  scopes: ['invoke', 'read'],
  limits: { rate: { requestsPerMinute: 60, burst: 5 }, addresses: ['10.0.0.0/8'] },
  position: 7,
  signingKeyId: 'kid',
  hint: 'abcd',
  createdAt: new Date('2026-10-01T00:00:00Z'),
  createdById: 'mem_1',
  expiresAt: later(30 * 86_400),
  endsAt: null,
  disabledAt: null,
  disabledById: null,
  revokedAt: null,
  revokedById: null,
  revocationReason: null,
  departureId: null,
  appDeletedAt: null,
  expiryRecordedAt: null,
  successorId: null,
  handedOverFromId: null,
}
const FRESH = { id: 'key_2', position: 8, signingKeyId: 'kid', hint: 'wxyz', expiresAt: later(90 * 86_400) } as const
const need = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.failure.code)

describe('the ending of the old key', () => {
  it.each<[string, WantedEnding, Date | null, Date | null, boolean]>([
    ['at once', { ending: 'now' }, later(3_600), null, false],
    ['in an hour', { ending: '1h' }, later(7_200), later(3_600), false],
    ['in a day, of a key that never expires', { ending: '24h' }, null, later(86_400), false],
    ['in a week, of a key with three days to live', { ending: '7d' }, later(3 * 86_400), later(3 * 86_400), true],
    ['in a week, of a key with exactly that to live', { ending: '7d' }, later(604_800), later(604_800), false],
    ['at a moment', { ending: 'moment', at: new Date(NOW.getTime() + 90_500) }, null, later(90), false],
  ])('%s', (_, wanted, expiresAt, at, byExpiry) => {
    expect(need(endingOf(wanted, { expiresAt }, NOW))).toEqual({ at, byExpiry })
  })

  it.each([
    ['the moment that is now', NOW],
    ['a moment that has passed', new Date(NOW.getTime() - 1)],
    ['no moment at all', new Date(Number.NaN)],
  ])('is not %s', (_, at) => {
    expect(codeOf(endingOf({ ending: 'moment', at }, KEY, NOW))).toBe('rotation_ending_past')
  })

  it('is ahead, on a whole second, and never past the expiry, whatever is asked for', () => {
    const wanted = fc.oneof(
      fc
        .constantFrom(...(Object.keys(OVERLAP_MILLISECONDS) as (keyof typeof OVERLAP_MILLISECONDS)[]))
        .map((ending): WantedEnding => ({ ending })),
      fc
        .integer({ min: 1, max: 1e11 })
        .map((after): WantedEnding => ({ ending: 'moment', at: new Date(NOW.getTime() + after) })),
    )
    fc.assert(
      fc.property(wanted, fc.option(fc.integer({ min: 1, max: 1e8 }).map(later)), (asked, expiresAt) => {
        const ending = endingOf(asked, { expiresAt }, NOW)
        if (!ending.ok) {
          expect(ending.failure.code).toBe('rotation_ending_past')
          return
        }
        const { at } = ending.value
        expect(at && at > NOW && at.getTime() % 1_000 === 0 && (!expiresAt || at <= expiresAt)).toBe(true)
      }),
    )
  })
})

describe('a rotation', () => {
  const both = (ending: Ending) => ({
    old: need(replace(KEY, FRESH.id, ending, BY, NOW)),
    fresh: successorOf(KEY, FRESH, BY, NOW),
  })

  it('gives the new key all that the old one was, and nothing that was done to it', () => {
    const { key, event } = successorOf({ ...KEY, expiryRecordedAt: NOW }, FRESH, BY, NOW)
    const { appId, ownerId, subject, type, name, note, scopes, limits } = KEY
    expect(key).toMatchObject({ appId, ownerId, subject, type, name, note, scopes, limits, ...FRESH })
    expect([key.createdById, key.createdAt, holdsPlace(key), statusOf(key, NOW)]).toEqual([
      'mem_2',
      NOW,
      true,
      'active',
    ])
    expect(event.after).toMatchObject({ rotatedFrom: 'key_1', position: 8 })
  })

  it('takes the old key’s name and place at once, and lets it work until its ending', () => {
    const at = later(3_600)
    const { old } = both({ at, byExpiry: false })
    expect([holdsPlace(old.next), stopsAt(old.next)]).toEqual([false, at])
    expect([statusOf(old.next, new Date(at.getTime() - 1)), statusOf(old.next, at)]).toEqual(['active', 'revoked'])
    expect(old.event).toMatchObject({ type: 'api_key.rotated', after: { successorId: 'key_2', endsAt: at } })
  })

  it('revokes the old key when it is to stop at once', () => {
    const { old } = both({ at: null, byExpiry: false })
    expect([statusOf(old.next, NOW), old.next.revokedById, old.next.endsAt]).toEqual(['revoked', 'mem_2', null])
  })

  it.each<[string, Partial<ApiKey>, string]>([
    ['that works', {}, 'ok'],
    ['that was rotated', { successorId: 'key_9', endsAt: later(60) }, 'api_key_already_rotated'],
    ['whose ending has come', { successorId: 'key_9', endsAt: later(0) }, 'api_key_not_rotatable'],
    ['that was revoked', { revokedAt: NOW }, 'api_key_not_rotatable'],
    ['that is disabled', { disabledAt: NOW }, 'api_key_not_rotatable'],
    ['that has expired', { expiresAt: later(0) }, 'api_key_not_rotatable'],
    ['whose owner has gone', { departureId: 'dep_1' }, 'api_key_not_rotatable'],
    ['whose app is gone', { appDeletedAt: NOW }, 'api_key_not_rotatable'],
  ])('of a key %s: %s', (_, facts, code) => {
    const key = { ...KEY, ...facts }
    expect(codeOf(rotatable(key, NOW))).toBe(code)
    expect(codeOf(replace(key, 'key_2', { at: null, byExpiry: false }, BY, NOW))).toBe(code)
  })
})

describe('stamping what has ended', () => {
  const ended = { ...KEY, limits: NO_LIMITS, successorId: 'key_2', endsAt: later(-60) } as const

  it('says since when, and changes no status', () => {
    const stamped = end({ ...ended, disabledAt: NOW }, NOW)
    expect(stamped?.next.revokedAt).toEqual(ended.endsAt)
    expect(stamped?.event).toMatchObject({ type: 'api_key.ended', before: { status: 'disabled' } })
    expect([statusOf(ended, NOW), stamped && statusOf(stamped.next, NOW)]).toEqual(['revoked', 'revoked'])
  })

  it.each<[string, Partial<ApiKey>]>([
    ['was stamped already', { revokedAt: later(-60) }],
    ['goes on for a while', { endsAt: later(60) }],
    ['has no ending', { endsAt: null, successorId: null }],
  ])('passes over a key that %s', (_, facts) => {
    expect(end({ ...ended, ...facts }, NOW)).toBeNull()
  })
})
