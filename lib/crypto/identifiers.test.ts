import { describe, expect, it } from 'vitest'
import { ID_PREFIXES, type IdKind, isId } from '@/lib/core/identifiers'
import { newIdAt } from '@/lib/crypto/identifiers'

describe('an id', () => {
  it('is its kind’s prefix and a UUIDv7 of the moment, for every kind', () => {
    const now = new Date('2026-11-03T10:00:00.123Z')
    const newId = newIdAt(now)
    for (const kind of Object.keys(ID_PREFIXES) as IdKind[]) {
      const id = newId(kind)
      expect(isId(kind, id)).toBe(true)
      expect(Number.parseInt(id.slice(4).replace('-', '').slice(0, 12), 16)).toBe(now.getTime())
      for (const other of Object.keys(ID_PREFIXES) as IdKind[]) expect(isId(other, id)).toBe(other === kind)
    }
    expect(new Set(Object.values(ID_PREFIXES)).size).toBe(Object.keys(ID_PREFIXES).length)
  })

  it('sorts after the one made before it, ten thousand in one moment too', () => {
    const newId = newIdAt(new Date('2026-11-03T10:00:00Z'))
    const ids = Array.from({ length: 10_000 }, () => newId('event'))
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every((id) => isId('event', id))).toBe(true)
  })

  it('sorts by moment across pieces of work, and never meets one of the same moment', () => {
    const moment = new Date('2026-11-03T10:00:00Z')
    const same = Array.from({ length: 20_000 }, () => newIdAt(moment)('apiKey'))
    expect(new Set(same).size).toBe(same.length)
    const later = newIdAt(new Date(moment.getTime() + 1))('apiKey')
    expect(same.every((id) => id < later)).toBe(true)
  })

  it('is not made at a moment that is none', () => {
    for (const moment of [new Date(Number.NaN), new Date(-1)]) expect(() => newIdAt(moment)).toThrow(RangeError)
  })

  it('is told from what looks like one', () => {
    const id = newIdAt(new Date())('app')
    const lookalikes = [
      id.toUpperCase(),
      `${id} `,
      ` ${id}`,
      `${id}\n`,
      id.slice(0, -1),
      id.replace('app_', 'app-'),
      id.slice(4),
      '',
      null,
      7,
      [id],
    ]
    for (const text of lookalikes) expect(isId('app', text)).toBe(false)
    expect(isId('app', 'app_0199a8c0-0000-4000-8000-000000000000')).toBe(false)
  })
})
