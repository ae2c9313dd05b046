const FIRST_MILLISECONDS = 100
const LONGEST_MILLISECONDS = 5_000

/**
 * How long to wait before trying again: the first time at most 100 ms, so that a restarted portal is found at once, then
 * doubling up to 5 s. Random, so that a thousand gateways do not come back in step.
 */
export function retryDelay(failures: number, random: () => number): number {
  if (failures <= 1) return random() * FIRST_MILLISECONDS
  const longest = Math.min(LONGEST_MILLISECONDS, FIRST_MILLISECONDS * 2 ** (failures - 1))
  return longest * (0.5 + random() / 2)
}
