import { expect, it } from 'vitest'
import { createKeysWhileThePortalDies } from '@/e2e/processes/kill-the-portal'

it('loses no key that was handed out, however often the portal is killed', async () => {
  const { acknowledged, unanswered, stored, killedAt } = await createKeysWhileThePortalDies({ keys: 600, kills: 30 })
  expect(killedAt).toHaveLength(30)
  expect(acknowledged.filter(({ answer }) => answer.status !== 200)).toEqual([])
  const handedOut = acknowledged.map(({ name }) => name)
  expect(new Set(stored)).toEqual(new Set([...handedOut, ...unanswered.filter((name) => stored.includes(name))]))
})
