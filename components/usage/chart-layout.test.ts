import { describe, expect, it } from 'vitest'
import { layOutChart, roundTop } from './chart-layout'

const BOX = { width: 100, height: 100 }

/** The bars of a path, as they stand in the box. */
function barsOf(path: string) {
  return [...path.matchAll(/M(\S+) (\S+?)h(\S+?)v(\S+?)h(\S+?)z/g)].map(([, x, y, width, height]) => ({
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height: Number(height),
  }))
}

describe('the top of a chart', () => {
  it.each([
    [0, 2],
    [1, 2],
    [3, 4],
    [10, 10],
    [11, 20],
    [48_213, 60_000],
    [99_999, 100_000],
    [100_000, 100_000],
  ])('above %d is %d', (most, top) => {
    expect(roundTop(most)).toBe(top)
  })

  it('is never below the highest bar, and has a whole half', () => {
    for (let most = 0; most < 5_000; most += 7) {
      expect(roundTop(most)).toBeGreaterThanOrEqual(most)
      expect(Number.isInteger(roundTop(most) / 2)).toBe(true)
    }
  })
})

describe('a stacked bar', () => {
  it('stands on what is below it, to scale', () => {
    const { layers, top } = layOutChart([{ accepted: 30, revoked: 10 }], BOX)
    expect(top).toBe(40)
    expect(layers.map(({ verdict }) => verdict)).toEqual(['accepted', 'revoked'])
    expect(layers.map(({ path }) => barsOf(path)[0])).toEqual([
      { x: 15, y: 25, width: 70, height: 75 },
      { x: 15, y: 0, width: 70, height: 25 },
    ])
  })

  it('shows one refused request among a hundred thousand, and grows no higher by it', () => {
    const { layers } = layOutChart([{ accepted: 99_999, revoked: 1 }], BOX)
    const [accepted, revoked] = layers.map(({ path }) => barsOf(path)[0])
    expect(revoked?.height).toBe(2)
    expect(revoked?.y).toBe(0)
    expect(accepted?.height).toBe(98)
  })

  it('is left out where nothing was counted, and its place is kept', () => {
    const { layers, slots } = layOutChart([{}, { accepted: 1 }, {}, {}], BOX)
    expect(layers).toHaveLength(1)
    expect(barsOf(layers[0]?.path ?? '').map(({ x }) => x)).toEqual([28.75])
    expect(slots.map(({ x }) => x)).toEqual([0, 25, 50, 75])
  })

  it('stays in the box for a year of days', () => {
    const year = Array.from({ length: 365 }, (_, day) => ({
      accepted: (day * 37) % 101,
      expired: day % 3,
      wrong_app: day % 5,
    }))
    for (const { path } of layOutChart(year, BOX).layers) {
      for (const { x, y, width, height } of barsOf(path)) {
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x + width).toBeLessThanOrEqual(100.01)
        expect(y).toBeGreaterThanOrEqual(-0.01)
        expect(y + height).toBeLessThanOrEqual(100.01)
      }
    }
  })
})
