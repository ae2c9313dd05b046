/** How long before a key expires its owner is told, in days of 24 hours: the same for every time zone. */
export const EXPIRY_NOTICE_DAYS = [30, 14, 7, 1] as const
export type ExpiryNoticeDays = (typeof EXPIRY_NOTICE_DAYS)[number]

const DAY_MILLISECONDS = 86_400_000

/**
 * The notice that is due for a key: the nearest step that has come, if the key was there before it came, and its owner was told of no step
 * as near. So a key made for a week is not announced at once to end in a week, and after a time without a worker one notice is due and not three.
 */
export function expiryNoticeDue(
  key: { readonly createdAt: Date; readonly expiresAt: Date },
  /** The nearest step that was told. */
  told: number | null,
  now: Date,
): ExpiryNoticeDays | null {
  if (key.expiresAt <= now) return null
  const days = EXPIRY_NOTICE_DAYS.findLast((step) => stepMoment(key.expiresAt, step) <= now)
  if (days === undefined || (told !== null && told <= days)) return null
  return key.createdAt < stepMoment(key.expiresAt, days) ? days : null
}

const stepMoment = (expiresAt: Date, days: number) => new Date(expiresAt.getTime() - days * DAY_MILLISECONDS)
