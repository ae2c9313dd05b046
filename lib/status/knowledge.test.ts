import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from '@/lib/core/changes'
import { parseKnownState } from '@/lib/status/feed-format'
import { Knowledge } from '@/lib/status/knowledge'
import { anApp, aPublicKey, aSigningKey, aState } from '@/lib/status/testing/known-states'

const apps = [anApp(), anApp(), anApp()]
const kids = ['A', 'B'].map((letter) => letter.repeat(43))
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('issued' as const), below: fc.nat(200) }),
  fc.record({
    kind: fc.constant('status' as const),
    set: fc.array(
      fc.record({
        value: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
        runs: fc.array(fc.tuple(fc.nat(150), fc.integer({ min: 1, max: 5 })), { maxLength: 3 }),
      }),
      { maxLength: 3 },
    ),
  }),
  fc.record({
    kind: fc.constant('app' as const),
    app: fc
      .record({ at: fc.nat(2), deleted: fc.boolean(), providerEnabled: fc.boolean() })
      .map(({ at, ...rest }) => ({ ...(apps[at] ?? anApp()), ...rest })),
  }),
  fc.record({
    kind: fc.constant('key_limits' as const),
    set: fc.uniqueArray(
      fc.record({
        position: fc.nat(20),
        limits: fc.record({
          rate: fc.option(fc.constant({ requestsPerMinute: 60, burst: 1 })),
          addresses: fc.constantFrom([], ['10.0.0.0/8']),
        }),
      }),
      { maxLength: 3, selector: ({ position }) => position },
    ),
  }),
  fc.record({
    kind: fc.constant('key_endings' as const),
    set: fc.array(fc.record({ position: fc.nat(20), endsAt: fc.nat(50) }), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('signing_keys' as const),
    keys: fc.array(
      fc
        .record({ kid: fc.constantFrom(...kids), revoked: fc.boolean() })
        .map(({ kid, revoked }) => aSigningKey({ kid: kid ?? '', revoked })),
      { maxLength: 2 },
    ),
  }),
)
const history = fc.array(change, { maxLength: 12 })

function after(changes: readonly Change[], from = new Knowledge(aState())): Knowledge {
  for (const next of changes) from.apply({ seq: from.seq + 1, change: next })
  return from
}

/** Everything that an instance must never take back within an epoch. */
function finalFacts(knowledge: Knowledge) {
  return {
    revoked: Array.from({ length: 200 }, (_, position) => position).filter(
      (position) => knowledge.statusAt(position) === 1,
    ),
    deleted: apps.filter(({ id }) => knowledge.app(id)?.deleted).map(({ id }) => id),
    // A key that is revoked has ended for good; one without an ending goes on.
    endings: Array.from({ length: 21 }, (_, position) =>
      knowledge.statusAt(position) === 1 ? 0 : (knowledge.endingAt(position) ?? Number.POSITIVE_INFINITY),
    ),
    revokedKeys: kids.filter((kid) => knowledge.signingKey(kid)?.revoked),
  }
}

describe('what is known', () => {
  it('is the same after a journal has kept it', () => {
    fc.assert(
      fc.property(history, (changes) => {
        const knowledge = after(changes)
        const again = new Knowledge(parseKnownState(JSON.parse(JSON.stringify(knowledge.state()))))
        expect(again.state()).toEqual(knowledge.state())
      }),
      { numRuns: 50 },
    )
  })

  it('never takes back a revocation, a deletion or a position, nor puts off an ending, whatever changes and snapshots of its epoch say', () => {
    fc.assert(
      fc.property(history, history, history, (first, second, elsewhere) => {
        const knowledge = after(first)
        const before = finalFacts(knowledge)
        const below = knowledge.issuedBelow
        const merged = after(second, knowledge).mergedWith(after(elsewhere).state())
        const now = finalFacts(merged)
        expect(now.revoked).toEqual(expect.arrayContaining(before.revoked))
        expect(now.deleted).toEqual(expect.arrayContaining(before.deleted))
        expect(now.revokedKeys).toEqual(expect.arrayContaining(before.revokedKeys))
        for (const [position, endsAt] of before.endings.entries())
          expect(now.endings[position]).toBeLessThanOrEqual(endsAt)
        expect(merged.issuedBelow).toBeGreaterThanOrEqual(below)
      }),
      { numRuns: 60 },
    )
  })

  it('takes from a snapshot what is not final: a key that works again, an app that moved or vanished', () => {
    const [app] = apps
    if (!app) throw new Error('no app')
    const knowledge = after([
      { kind: 'status', set: [{ value: 2, runs: [[5, 1]] }] },
      { kind: 'app', app },
    ])
    const merged = knowledge.mergedWith(aState({ seq: 20, apps: [{ ...app, upstream: 'https://new.test' }] }))
    expect([merged.seq, merged.statusAt(5), merged.app(app.id)?.upstream, merged.appBySlug('sentiment')]).toEqual([
      20,
      0,
      'https://new.test',
      undefined,
    ])
    expect(knowledge.mergedWith(aState({ apps: [] })).app(app.id)).toBeUndefined()
  })

  it('keeps the pinned key, and the key behind a known name', () => {
    const knowledge = new Knowledge(aState())
    const merged = knowledge.mergedWith(
      aState({ epoch: { number: 1, statement: 'other', key: aPublicKey('X') }, signingKeys: [] }),
    )
    expect(merged.epoch.key).toEqual(aPublicKey('E'))
    knowledge.apply({ seq: 11, change: { kind: 'signing_keys', keys: [aSigningKey({ jwk: aPublicKey('X') })] } })
    expect(knowledge.signingKey('K'.repeat(43))?.jwk).toEqual(aPublicKey('A'))
  })

  it('applies only the change that follows', () => {
    const knowledge = new Knowledge(aState())
    for (const seq of [10, 12])
      expect(() => knowledge.apply({ seq, change: { kind: 'issued', below: 1 } })).toThrow(RangeError)
    expect(knowledge.apply({ seq: 11, change: { kind: 'status', set: [{ value: 1, runs: [[3, 2]] }] } })).toEqual({
      kind: 'positions',
      runs: [[3, 2]],
    })
  })

  it('has the limits of a key until they are taken away, and says whose responses to judge again', () => {
    const limits = { rate: null, addresses: ['10.0.0.0/8'] }
    const knowledge = new Knowledge(aState({ keyLimits: [{ position: 5, limits }] }))
    expect(knowledge.limitsAt(5)).toEqual(limits)
    expect(knowledge.limitsAt(6)).toBeUndefined()
    const set = [
      { position: 5, limits: { rate: null, addresses: [] } },
      { position: 6, limits },
    ]
    expect(knowledge.apply({ seq: knowledge.seq + 1, change: { kind: 'key_limits', set } })).toEqual({
      kind: 'positions',
      runs: [[5, 2]],
    })
    expect(knowledge.limitsAt(5)).toBeUndefined()
    expect(knowledge.limitsAt(6)).toEqual(limits)
  })

  it('has the ending of a key, only ever an earlier one, until it is revoked for good', () => {
    const knowledge = new Knowledge(aState({ keyEndings: [{ position: 5, endsAt: 1_000 }] }))
    const set = [
      { position: 5, endsAt: 2_000 },
      { position: 6, endsAt: 900 },
    ]
    expect(knowledge.apply({ seq: 11, change: { kind: 'key_endings', set } })).toEqual({
      kind: 'positions',
      runs: [[5, 2]],
    })
    expect([5, 6, 7].map((position) => knowledge.endingAt(position))).toEqual([1_000, 900, undefined])
    // A portal that has forgotten the rotation can't give the old key its time back.
    expect(knowledge.mergedWith(aState({ seq: 20, keyEndings: [] })).endingAt(5)).toBe(1_000)
    knowledge.apply({ seq: 12, change: { kind: 'status', set: [{ value: 1, runs: [[5, 1]] }] } })
    expect([knowledge.statusAt(5), knowledge.endingAt(5)]).toEqual([1, undefined])
    expect(knowledge.state().keyEndings).toEqual([{ position: 6, endsAt: 900 }])
  })
})
