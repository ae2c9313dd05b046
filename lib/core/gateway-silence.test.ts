import { expect, it } from 'vitest'
import { SILENCE_MILLISECONDS, silenceOf } from '@/lib/core/gateway-silence'

const at = (milliseconds: number) => new Date(1_000_000_000 + milliseconds)
const facts = { isRetired: false, heardAt: at(0), silentSince: null }

it('falls silent when it was not heard of for the while that somebody listened', () => {
  expect(silenceOf(facts, at(-1), at(SILENCE_MILLISECONDS - 1))).toBeNull()
  expect(silenceOf(facts, at(-1), at(SILENCE_MILLISECONDS))).toBe('fell_silent')
  // The portal was off all night, and listens for a minute now.
  expect(silenceOf(facts, at(50_000_000), at(50_060_000))).toBeNull()
  expect(silenceOf(facts, at(50_000_000), at(50_000_000 + SILENCE_MILLISECONDS))).toBe('fell_silent')
})

it('is told of once, until it is heard of again', () => {
  expect(silenceOf({ ...facts, silentSince: at(0) }, at(-1), at(9_000_000))).toBeNull()
  expect(silenceOf({ ...facts, silentSince: at(0), heardAt: at(1) }, at(-1), at(9_000_000))).toBe('is_back')
})

it('is not expected of one that never called or was retired', () => {
  expect(silenceOf({ ...facts, heardAt: null }, at(-1), at(9_000_000))).toBeNull()
  expect(silenceOf({ ...facts, isRetired: true }, at(-1), at(9_000_000))).toBeNull()
  expect(silenceOf({ ...facts, isRetired: true, silentSince: at(0) }, at(-1), at(9_000_000))).toBe('is_retired')
})
