import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from '@/lib/core/changes'
import {
  encodeChangeEvent,
  FEED_VERSION,
  parseChangeEvent,
  parseKnownState,
  parseLeaseAnswer,
  parseNumberedChange,
  parseSnapshot,
} from '@/lib/status/feed-format'
import { FeedFormatError } from '@/lib/status/feed-format-error'
import { anApp, aSigningKey, aState } from '@/lib/status/testing/known-states'

const snapshot = {
  version: FEED_VERSION,
  ...aState({ keyEndings: [{ position: 3, endsAt: 1_800_000_000 }] }),
  stalenessSeconds: 900,
  renewSeconds: 5,
}
const lease = {
  version: FEED_VERSION,
  epoch: 1,
  seq: 3,
  now: 1_700_000_000_000,
  stalenessSeconds: 900,
  renewSeconds: 5,
}
const changes: Change[] = [
  { kind: 'issued', below: 12 },
  {
    kind: 'status',
    set: [
      {
        value: 1,
        runs: [
          [0, 3],
          [9, 1],
        ],
      },
      { value: 0, runs: [] },
    ],
  },
  {
    kind: 'app',
    app: anApp({
      scopeRules: [{ methods: ['GET'], path: '/admin/*', scope: 'admin' }],
      corsOrigins: ['https://pages.example'],
      upstreamSecret: 'aus_secret',
    }),
  },
  {
    kind: 'key_limits',
    set: [
      {
        position: 3,
        limits: { rate: { requestsPerMinute: 60, burst: 10 }, addresses: ['10.0.0.0/8', '2001:db8::/32'] },
      },
      { position: 4, limits: { rate: null, addresses: [] } },
    ],
  },
  { kind: 'key_endings', set: [{ position: 5, endsAt: 1_800_000_000 }] },
  { kind: 'signing_keys', keys: [aSigningKey()] },
]

const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (error instanceof FeedFormatError) return error.code
    throw error
  }
  return 'accepted'
}

/** Every way to leave out, add, or spoil one member, at any depth. */
function* spoiled(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) {
    for (const other of [null, {}, [], typeof value === 'string' ? 5 : 'text', -1, 1.5, 1e300])
      if (other !== value) yield other
    return
  }
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) for (const bad of spoiled(item)) yield value.with(at, bad)
    yield {}
    return
  }
  yield { ...value, surplus: 1 }
  for (const [name, member] of Object.entries(value)) {
    const { [name]: _, ...rest } = value as Record<string, unknown>
    yield rest
    for (const bad of spoiled(member)) yield { ...value, [name]: bad }
  }
}

describe('the wire', () => {
  it('is read as it is written', () => {
    expect(parseSnapshot(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot)
    expect(parseKnownState(JSON.parse(JSON.stringify(aState())))).toEqual(aState())
    expect(parseLeaseAnswer(JSON.parse(JSON.stringify(lease)))).toEqual(lease)
    for (const [at, change] of changes.entries()) {
      const text = new TextDecoder().decode(encodeChangeEvent({ seq: at + 1, change }))
      const [event, id, data] = text.split('\n')
      expect([event, id]).toEqual(['event: change', `id: ${at + 1}`])
      expect(text.endsWith('\n\n')).toBe(true)
      expect(parseChangeEvent(data?.slice('data: '.length) ?? '')).toEqual({ seq: at + 1, change })
    }
  })

  it('is refused when any member is missing, surplus or of another type', () => {
    let tried = 0
    for (const [parse, good] of [
      [parseSnapshot, snapshot],
      [parseLeaseAnswer, lease],
      ...changes.map((change) => [parseNumberedChange, { seq: 1, change }] as const),
    ] as [(value: unknown) => unknown, object][]) {
      for (const bad of spoiled(good)) {
        tried += 1
        let read: unknown
        try {
          read = parse(bad)
        } catch (error) {
          expect(error, JSON.stringify(bad)).toBeInstanceOf(FeedFormatError)
          continue
        }
        // A few spoiled values are good ones of another meaning, such as another slug; nothing may be lost on the way.
        expect(read).toEqual(bad)
      }
    }
    expect(tried).toBeGreaterThan(300)
  })

  it('never throws anything but its own error, whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const parse of [parseSnapshot, parseLeaseAnswer, parseNumberedChange, parseKnownState])
          expect(codeOf(() => parse(value))).toMatch(/malformed|unknown_kind|unsupported_version/)
      }),
    )
  })

  it('tells an unknown version and an unknown kind from nonsense', () => {
    expect(codeOf(() => parseSnapshot({ version: FEED_VERSION + 1, anything: 'else' }))).toBe('unsupported_version')
    expect(codeOf(() => parseLeaseAnswer({ ...lease, version: 0 }))).toBe('unsupported_version')
    expect(codeOf(() => parseNumberedChange({ seq: 1, change: { kind: 'quota', of: 5 } }))).toBe('unknown_kind')
    expect(codeOf(() => parseNumberedChange({ seq: 1, change: { kind: '__proto__' } }))).toBe('unknown_kind')
    expect(codeOf(() => parseChangeEvent('{'))).toBe('malformed')
  })

  it.each([
    [
      'a position beyond all lists',
      { seq: 1, change: { kind: 'status', set: [{ value: 1, runs: [[0, 2_000_000_000]] }] } },
    ],
    ['a run of nothing', { seq: 1, change: { kind: 'status', set: [{ value: 1, runs: [[5, 0]] }] } }],
    ['a value of three bits', { seq: 1, change: { kind: 'status', set: [{ value: 4, runs: [[5, 1]] }] } }],
    [
      'an upstream that is no web address',
      { seq: 1, change: { kind: 'app', app: { ...anApp(), upstream: 'file:///etc/passwd' } } },
    ],
    ['a slug that is a path', { seq: 1, change: { kind: 'app', app: { ...anApp(), slug: '../x' } } }],
  ])('refuses %s', (_name, value) => {
    expect(codeOf(() => parseNumberedChange(value))).toBe('malformed')
  })

  it('refuses a snapshot with the same app, address, ending or signing key twice', () => {
    const app = anApp()
    expect(codeOf(() => parseSnapshot({ ...snapshot, apps: [app, app] }))).toBe('malformed')
    expect(codeOf(() => parseSnapshot({ ...snapshot, apps: [app, anApp({ slug: app.slug })] }))).toBe('malformed')
    const ending = { position: 3, endsAt: 1 }
    expect(codeOf(() => parseSnapshot({ ...snapshot, keyEndings: [ending, ending] }))).toBe('malformed')
    expect(codeOf(() => parseSnapshot({ ...snapshot, signingKeys: [aSigningKey(), aSigningKey()] }))).toBe('malformed')
  })
})
