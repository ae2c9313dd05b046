import { describe, expect, test } from 'vitest'
import { together } from '@/lib/server/together'

/** Work that goes on when it is told to, and what it was given each time. */
function heldWork() {
  const given: (readonly number[])[] = []
  const goOn: (() => void)[] = []
  const ask = together(3, async (asked: readonly number[]) => {
    given.push(asked)
    await new Promise<void>((resolve) => goOn.push(resolve))
    if (asked.includes(13)) throw new Error('thirteen')
    return asked.map((number) => number * 2)
  })
  const finish = async () => {
    while (goOn.length === 0) await Promise.resolve()
    goOn.shift()?.()
  }
  return { ask, given, finish }
}

describe('what is asked for at the same time', () => {
  test('is done together: the first at once, what comes meanwhile in one go, and no more than is allowed', async () => {
    const { ask, given, finish } = heldWork()
    const answers = Promise.all([1, 2, 3, 4, 5].map(ask))
    expect(given).toEqual([[1]])
    for (let each = 0; each < 3; each += 1) await finish()
    expect(await answers).toEqual([2, 4, 6, 8, 10])
    expect(given).toEqual([[1], [2, 3, 4], [5]])
    const later = ask(6)
    expect(given.at(-1)).toEqual([6])
    await finish()
    expect(await later).toBe(12)
  })

  test('fails for all who share the work that fails, and for nobody after them', async () => {
    const { ask, finish } = heldWork()
    const answers = Promise.allSettled([1, 13, 3, 4, 5].map(ask))
    for (let each = 0; each < 3; each += 1) await finish()
    expect((await answers).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
      'fulfilled',
    ])
  })
})
