import { expect, it } from 'vitest'
import { createKeysWhileThePortalDies } from '@/e2e/processes/kill-the-portal'

it('loses no key that was handed out when the portal is killed, and hands out none that it has lost', async () => {
  const { acknowledged, unanswered, stored, killedAt } = await createKeysWhileThePortalDies({ keys: 100, kills: 2 })
  expect(acknowledged.length).toBeGreaterThanOrEqual(100)
  expect(killedAt).toHaveLength(2)
  expect(unanswered.length, 'some were under way when it was killed').toBeGreaterThan(0)
  expect(acknowledged.filter(({ answer }) => answer.status !== 200)).toEqual([])
  // Of the others some may have been stored, but nobody was ever sent them; none is there that nobody asked for.
  const handedOut = acknowledged.map(({ name }) => name)
  expect(new Set(stored)).toEqual(new Set([...handedOut, ...unanswered.filter((name) => stored.includes(name))]))
  expect(new Set(stored).size).toBe(stored.length)
}, 240_000)
