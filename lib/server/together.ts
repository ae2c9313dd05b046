/**
 * Does in one go what is asked for at the same time: the first at once and alone, and what comes while that is done together, at most `most`
 * of it. So one question waits for nothing, and a thousand cost a few transactions. When the work fails, it fails for all who share it.
 */
export function together<Asked, Answer>(
  most: number,
  work: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
): (asked: Asked) => Promise<Answer> {
  interface Waiting {
    readonly asked: Asked
    resolve(answer: Answer): void
    reject(error: unknown): void
  }
  const waiting: Waiting[] = []
  let working = false

  async function workOff(): Promise<void> {
    working = true
    while (waiting.length > 0) {
      const these = waiting.splice(0, most)
      try {
        const answers = await work(these.map(({ asked }) => asked))
        for (const [index, { resolve }] of these.entries()) resolve(answers[index] as Answer)
      } catch (error) {
        for (const { reject } of these) reject(error)
      }
    }
    working = false
  }

  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject })
      if (!working) void workOff()
    })
}
