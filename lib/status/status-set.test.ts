import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '@/lib/core/limits'
import { STATUS_LIST_BYTES, setStatusBits, statusBits } from '@/lib/core/status-bits'
import { STATUS_VALUES, type StatusValue } from '@/lib/core/status-value'
import { FeedFormatError } from '@/lib/status/feed-format-error'
import { decodeList, encodeList } from '@/lib/status/status-list-codec'
import { MAXIMUM_POSITIONS, StatusSet } from '@/lib/status/status-set'

const value = fc.constantFrom<StatusValue>(0, 1, 2, 3)
const near = fc.oneof(
  fc.nat(20),
  fc.integer({ min: LIMITS.statusListPositions - 3, max: LIMITS.statusListPositions + 3 }),
)
const steps = fc.array(fc.tuple(near, value), { maxLength: 60 })

function setOf(issuedBelow: number, written: readonly (readonly [number, StatusValue])[]): StatusSet {
  const set = new StatusSet()
  set.issue(issuedBelow)
  for (const [position, status] of written) set.set(position, status)
  return set
}

describe('a status set', () => {
  it('packs as the IETF Token Status List does: its example of two-bit statuses', () => {
    const bits = new Uint8Array(3)
    for (const [offset, status] of [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3].entries())
      setStatusBits(bits, offset, status as StatusValue)
    expect(Buffer.from(bits).toString('hex')).toBe('c944f9')
    expect(Array.from({ length: 12 }, (_, offset) => statusBits(bits, offset))).toEqual([
      1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3,
    ])
  })

  it('keeps every position as it was last set, and what was once revoked as revoked', () => {
    fc.assert(
      fc.property(steps, (written) => {
        const set = setOf(200_000, written)
        const expected = new Map<number, StatusValue>()
        for (const [position, status] of written)
          if (expected.get(position) !== STATUS_VALUES.revoked) expected.set(position, status)
        for (const [position, status] of expected) expect(set.get(position)).toBe(status)
        for (const position of [21, 70_000, 199_999]) expect(set.get(position)).toBe(STATUS_VALUES.valid)
      }),
    )
  })

  it('merged with whatever else, forgets no revocation and no position that was given out', () => {
    fc.assert(
      fc.property(steps, steps, fc.nat(140_000), fc.nat(140_000), (older, newer, below, newerBelow) => {
        const before = setOf(below, older)
        const incoming = setOf(newerBelow, newer)
        const merged = before.merge(incoming)
        expect(merged.issuedBelow).toBe(Math.max(below, newerBelow))
        const all = new StatusSet()
        all.issue(MAXIMUM_POSITIONS)
        const [was, is] = [all.merge(before), all.merge(incoming)]
        for (const position of [...older, ...newer].map(([at]) => at).filter((at) => at < merged.issuedBelow)) {
          const expected = was.get(position) === STATUS_VALUES.revoked ? STATUS_VALUES.revoked : is.get(position)
          expect(merged.get(position)).toBe(expected)
        }
      }),
    )
  })

  it('knows nothing of positions that were never given out, nor of what is none', () => {
    const set = setOf(10, [[12, 1]])
    for (const position of [10, 12, 1e15, Number.NaN, Number.POSITIVE_INFINITY])
      expect(set.get(position)).toBeUndefined()
    for (const position of [-1, 0.5, MAXIMUM_POSITIONS, Number.NaN])
      expect(() => set.set(position, 1)).toThrow(RangeError)
    set.issue(5)
    expect(set.issuedBelow).toBe(10)
  })
})

describe('a list on the wire', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(steps, (written) => {
        const bits = new Uint8Array(STATUS_LIST_BYTES)
        for (const [position, status] of written) setStatusBits(bits, position % LIMITS.statusListPositions, status)
        expect(decodeList(encodeList(bits))).toEqual(bits)
      }),
      { numRuns: 25 },
    )
  })

  it.each([
    ['nothing', ''],
    ['no base64', '?'],
    ['base64 in another spelling', `${encodeList(new Uint8Array(STATUS_LIST_BYTES))}\n`],
    ['no zlib', Buffer.from('plain').toString('base64')],
    ['a short list', encodeList(new Uint8Array(100))],
    ['a list that would inflate without end', encodeList(new Uint8Array(50_000_000))],
  ])('is refused when it is %s', (_name, encoded) => {
    expect(() => decodeList(encoded)).toThrow(FeedFormatError)
  })
})
