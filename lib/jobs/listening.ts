/** A look that comes later than this after the one before was not kept up: the machine slept, or Postgres was away. In milliseconds. */
const BREAK_MILLISECONDS = 180_000

/** For how long, in seconds, this process has been looking without a break; asked at each look. `milliseconds` is a clock of the process. */
export function listening(milliseconds: () => number): () => number {
  let since = milliseconds()
  let last = since
  return () => {
    const now = milliseconds()
    if (now - last > BREAK_MILLISECONDS) since = now
    last = now
    return (now - since) / 1000
  }
}
