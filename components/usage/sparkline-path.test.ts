import { describe, expect, it } from 'vitest'
import { sparklinePath } from './sparkline-path'

describe('a sparkline', () => {
  it('goes from the left edge to the right, the most at the top and none at the bottom', () => {
    expect(sparklinePath([0, 10, 5], 64, 16, 2)).toBe('M0 15L32 1L64 8')
  })

  it('is not drawn where there was nothing', () => {
    expect(sparklinePath([0, 0, 0], 64, 16, 2)).toBe('')
    expect(sparklinePath([], 64, 16, 2)).toBe('')
  })

  it('stays in its box whatever the numbers are', () => {
    const numbers = Array.from({ length: 24 }, (_, index) => (index * 7_919) % 1_000_003)
    const points = sparklinePath(numbers, 64, 16, 1.5).slice(1).split('L')
    expect(points).toHaveLength(24)
    for (const point of points) {
      const [x = -1, y = -1] = point.split(' ').map(Number)
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(64)
      expect(y).toBeGreaterThanOrEqual(0.7)
      expect(y).toBeLessThanOrEqual(15.3)
    }
  })
})
