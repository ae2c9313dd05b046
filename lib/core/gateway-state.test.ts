import { describe, expect, it } from 'vitest'
import { type InstanceState, instanceStateOf, isHeardOf } from '@/lib/core/gateway-state'

const NOW = new Date('2026-11-03T10:00:00Z')
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
const PORTAL = { headSeq: 40, renewSeconds: 5, now: NOW }

describe('a process of a gateway', () => {
  it.each<[string, Date | null, Date | null, number, InstanceState]>([
    ['renewed and up to date', at(-2), at(898), 40, 'serving'],
    ['has not applied the newest change yet', at(-2), at(898), 39, 'behind'],
    ['has missed two renewals', at(-15), at(885), 40, 'serving'],
    ['has missed a third', at(-15.001), at(885), 40, 'silent'],
    ['has a lease that ends now', at(-900), at(0), 40, 'refusing'],
    ['gave its lease back', at(-3), at(-1), 40, 'refusing'],
    ['never had a lease', null, null, 0, 'refusing'],
  ])('that %s', (_, renewedAt, leaseEndsAt, appliedSeq, state) => {
    expect(instanceStateOf({ renewedAt, leaseEndsAt, appliedSeq }, PORTAL)).toBe(state)
  })
})

describe('a gateway', () => {
  it.each<[readonly InstanceState[], boolean]>([
    [[], false],
    [['silent', 'refusing'], false],
    [['silent', 'behind'], true],
    [['serving', 'refusing'], true],
  ])('with processes that are %j is heard of: %s', (states, heard) => {
    expect(isHeardOf(states)).toBe(heard)
  })
})
