import { endOfDayIn } from '@/lib/contract/moments'
import { EXPIRATION_DAYS } from '@/lib/core/expiration'
import { creationWords as words } from '@/words/key-dialogs'
import type { ExpirationChoice } from './expiration-choice'
import { inBothZones } from './in-both-zones'

const DAY_MILLISECONDS = 86_400_000

export type ExpirationMomentProps = { expiration: ExpirationChoice; day: string; timeZone: string; clock: Date }

/** The exact moment, in the reader's zone and in UTC, so that nobody takes one for the other. */
export function ExpirationMoment({ expiration, day, timeZone, clock }: ExpirationMomentProps) {
  if (expiration === 'none') return words.worksUntilRevoked
  const at = momentOf(expiration, day, timeZone, clock)
  if (!at) return words.chooseLastDay
  return words.stopsOn(inBothZones(at.toISOString(), timeZone))
}

function momentOf(
  expiration: Exclude<ExpirationChoice, 'none'>,
  day: string,
  timeZone: string,
  clock: Date,
): Date | null {
  if (expiration !== 'custom') return new Date(clock.getTime() + EXPIRATION_DAYS[expiration] * DAY_MILLISECONDS)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null
  const end = endOfDayIn(day, timeZone)
  return Number.isNaN(end.getTime()) ? null : end
}
