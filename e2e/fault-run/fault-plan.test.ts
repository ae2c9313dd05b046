import { expect, it } from 'vitest'
import { planFaults } from '@/e2e/fault-run/fault-plan'
import { seededRandom } from '@/e2e/fault-run/seeded-random'

const TARGETS = { gateway: 4, portal: 2, worker: 1, postgres: 1 }
const plan = (seed: number) =>
  planFaults(seededRandom(seed), [1_000, 101_000], TARGETS, [
    { kind: 'gateway_killed', times: 10, lastsMilliseconds: [0, 2_000] },
    { kind: 'database_cut', times: 2, lastsMilliseconds: [5_000, 5_000] },
  ])

it('plans the same faults for the same seed, and others for another', () => {
  expect(plan(7)).toEqual(plan(7))
  expect(plan(8)).not.toEqual(plan(7))
})

it('inflicts each fault as often as asked, within the run, in order, and on every target', () => {
  const faults = plan(7)
  expect(faults).toHaveLength(12)
  expect(faults.map(({ atMilliseconds }) => atMilliseconds)).toEqual(
    faults.map(({ atMilliseconds }) => atMilliseconds).sort((a, b) => a - b),
  )
  for (const { atMilliseconds } of faults) {
    expect(atMilliseconds).toBeGreaterThanOrEqual(1_000)
    expect(atMilliseconds).toBeLessThanOrEqual(101_000)
  }
  const killed = faults.filter(({ kind }) => kind === 'gateway_killed')
  expect(new Set(killed.map(({ target }) => target))).toEqual(new Set([0, 1, 2, 3]))
  for (const { lastsMilliseconds } of killed) expect(lastsMilliseconds).toBeLessThanOrEqual(2_000)
  expect(new Set(faults.filter(({ kind }) => kind === 'database_cut').map(({ target }) => target)).size).toBe(2)
})
