import { describe, expect, it } from 'vitest'
import { counted, formFor, inNumbers } from './counted'

const keys = { one: 'key', other: 'keys' }

describe('a count in words', () => {
  it.each([
    [0, '0 keys'],
    [1, '1 key'],
    [2, '2 keys'],
    [1_204, '1,204 keys'],
  ])('of %i is "%s"', (count, words) => {
    expect(counted(count, keys)).toBe(words)
  })

  it('falls back on the form that every language has', () => {
    expect(formFor(1, { other: 'info' })).toBe('info')
  })

  it('groups what is long', () => {
    expect(inNumbers(1_000_000)).toBe('1,000,000')
  })
})
