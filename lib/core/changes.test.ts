import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Change, type DataPlaneApp, restricts, runsOf } from '@/lib/core/changes'
import { NO_LIMITS } from '@/lib/core/key-limits'

describe('runs of positions', () => {
  it.each([
    [[], []],
    [[5], [[5, 1]]],
    [[3, 1, 2], [[1, 3]]],
    [[1, 1, 2, 2], [[1, 2]]],
    [
      [10, 2, 1, 0, 11, 5],
      [
        [0, 3],
        [5, 1],
        [10, 2],
      ],
    ],
  ])('of %j are %j', (positions, runs) => {
    expect(runsOf(positions)).toEqual(runs)
  })

  it('name each position once, in order, in as few runs as there are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 200 })), (positions) => {
        const before = [...positions]
        const runs = runsOf(positions)
        expect(positions).toEqual(before)
        const named = runs.flatMap(([first, count]) => Array.from({ length: count }, (_, index) => first + index))
        expect(named).toEqual([...new Set(positions)].toSorted((a, b) => a - b))
        for (const [index, [first]] of runs.entries()) {
          const previous = runs[index - 1]
          if (previous) expect(previous[0] + previous[1]).toBeLessThan(first)
        }
      }),
    )
  })

  it('are one for ten thousand neighbours, in whatever order', () => {
    expect(runsOf(Array.from({ length: 10_000 }, (_, index) => 9_999 - index))).toEqual([[0, 10_000]])
  })
})

describe('a change that can stop a key that works now', () => {
  const app: DataPlaneApp = {
    id: 'app_1',
    slug: 'resize-image',
    environment: 'production',
    serverUserId: 'srv_1',
    upstream: 'http://127.0.0.1:9000',
    providerEnabled: true,
    scopeRules: [],
    corsOrigins: [],
    upstreamSecret: null,
    deleted: false,
  }
  const signingKey = { kid: 'kid', jwk: { kty: 'EC', crv: 'P-256', x: '', y: '' }, revoked: false } as const

  it.each<[string, boolean, Change]>([
    ['positions given out', false, { kind: 'issued', below: 3 }],
    ['keys enabled', false, { kind: 'status', set: [{ value: 0, runs: [[0, 1]] }] }],
    ['keys revoked', true, { kind: 'status', set: [{ value: 1, runs: [[0, 1]] }] }],
    ['keys disabled', true, { kind: 'status', set: [{ value: 2, runs: [[0, 1]] }] }],
    [
      'keys orphaned among others enabled',
      true,
      {
        kind: 'status',
        set: [
          { value: 0, runs: [[0, 1]] },
          { value: 3, runs: [[1, 1]] },
        ],
      },
    ],
    ['an app that takes keys', false, { kind: 'app', app }],
    ['an app whose provider is off', true, { kind: 'app', app: { ...app, providerEnabled: false } }],
    ['an app deleted', true, { kind: 'app', app: { ...app, deleted: true } }],
    [
      'an app with rules',
      true,
      { kind: 'app', app: { ...app, scopeRules: [{ methods: [], path: '/*', scope: 's' }] } },
    ],
    [
      'limits of a key',
      true,
      { kind: 'key_limits', set: [{ position: 0, limits: { rate: null, addresses: ['::/0'] } }] },
    ],
    ['limits of a key lifted', false, { kind: 'key_limits', set: [{ position: 0, limits: NO_LIMITS }] }],
    ['the ending of a key', true, { kind: 'key_endings', set: [{ position: 0, endsAt: 1_800_000_000 }] }],
    ['signing keys, none revoked', false, { kind: 'signing_keys', keys: [signingKey] }],
    ['signing keys, one revoked', true, { kind: 'signing_keys', keys: [signingKey, { ...signingKey, revoked: true }] }],
  ])('%s: %s', (_, expected, change) => {
    expect(restricts(change)).toBe(expected)
  })
})
