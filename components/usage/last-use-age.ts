const WEEK_MILLISECONDS = 7 * 86_400_000

/** Whether something is likely to still need the key. */
export const usedWithinWeek = (usedAt: string, now: string): boolean =>
  Date.parse(now) - Date.parse(usedAt) <= WEEK_MILLISECONDS
