import { setTimeout as sleep } from 'node:timers/promises'

type Falsy = false | 0 | '' | null | undefined

/** Asks again and again until the answer is a yes, and returns it; throws when that takes too long. */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  { milliseconds = 15_000, pauseMilliseconds = 20 } = {},
): Promise<Exclude<T, Falsy>> {
  const end = performance.now() + milliseconds
  let last: unknown
  for (;;) {
    try {
      const answer = await ask()
      if (answer) return answer as Exclude<T, Falsy>
      last = answer
    } catch (error) {
      last = error
    }
    if (performance.now() > end)
      throw new Error(`Waited ${milliseconds} ms in vain until ${what}; the last answer was: ${String(last)}`)
    await sleep(pauseMilliseconds)
  }
}
