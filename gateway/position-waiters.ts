/** Longest wait for the feed: a new key may be faster than the change that gives its position out. */
const WAIT_MILLISECONDS = 250
/** A stolen signing key could make any number of positions; beyond this many waiting requests nobody waits. */
const MOST_WAITING = 1_000

/** Requests whose key has a position that was never given out, as far as is known yet. */
export class PositionWaiters {
  readonly #waiting = new Set<() => void>()

  /** Resolves when something new was learned that may concern the position, or after 250 ms. */
  async until(isIssued: () => boolean): Promise<void> {
    if (isIssued() || this.#waiting.size >= MOST_WAITING) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#waiting.delete(look)
        resolve()
      }
      const look = () => {
        if (isIssued()) done()
      }
      const timer = setTimeout(done, WAIT_MILLISECONDS)
      this.#waiting.add(look)
    })
  }

  /** To be called when something was applied. */
  wake(): void {
    for (const look of [...this.#waiting]) look()
  }
}
