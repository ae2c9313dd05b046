/** A gateway that is started anew, or whose network hiccups, is heard of again before this; in milliseconds. */
export const SILENCE_MILLISECONDS = 120_000

interface HeardFacts {
  readonly isRetired: boolean
  readonly heardAt: Date | null
  readonly silentSince: Date | null
}

/**
 * What is to be told of a gateway. `watchedSince` is since when somebody has been listening: after a night in which the portal was off,
 * no gateway could be heard of, and that tells nothing about gateways. One that was retired is not expected.
 */
export function silenceOf(
  { isRetired, heardAt, silentSince }: HeardFacts,
  watchedSince: Date,
  now: Date,
): 'fell_silent' | 'is_back' | 'is_retired' | null {
  if (silentSince) {
    if (isRetired) return 'is_retired'
    return heardAt && heardAt > silentSince ? 'is_back' : null
  }
  if (isRetired || !heardAt) return null
  const listeningFrom = Math.max(heardAt.getTime(), watchedSince.getTime())
  return now.getTime() - listeningFrom >= SILENCE_MILLISECONDS ? 'fell_silent' : null
}
