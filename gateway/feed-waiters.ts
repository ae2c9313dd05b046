/** Longest wait for the feed: what was just made in the portal may be faster here than the change that tells of it. */
const WAIT_MILLISECONDS = 250
/** A stolen signing key could make any number of keys that wait; beyond this many requests nobody waits. */
const MOST_WAITING = 1_000

/** Requests with a good signature whose key, or whose app, was not heard of yet. */
export class FeedWaiters {
  readonly #waiting = new Set<() => void>()

  get size(): number {
    return this.#waiting.size
  }

  /** Resolves when it was heard of, or after 250 ms. */
  async until(isHeardOf: () => boolean): Promise<void> {
    if (isHeardOf() || this.#waiting.size >= MOST_WAITING) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#waiting.delete(look)
        resolve()
      }
      const look = () => {
        if (isHeardOf()) done()
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
