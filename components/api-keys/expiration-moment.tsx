import { formatDay, formatTime } from '@/components/ui/moment'
import { endOfDayIn } from '@/lib/contract/moments'
import { EXPIRATION_DAYS } from '@/lib/core/expiration'
import type { ExpirationChoice } from './expiration-choice'

const DAY_MILLISECONDS = 86_400_000

export type ExpirationMomentProps = { expiration: ExpirationChoice; day: string; timeZone: string; clock: Date }

/** The exact moment, in the reader's zone and in UTC, so that nobody takes one for the other. */
export function ExpirationMoment({ expiration, day, timeZone, clock }: ExpirationMomentProps) {
  if (expiration === 'none') return 'Works until someone revokes it.'
  const at = momentOf(expiration, day, timeZone, clock)
  if (!at) return 'Choose the last day on which the key works.'
  const iso = at.toISOString()
  const here = `${formatDay(iso, timeZone)}, ${formatTime(iso, timeZone)} ${timeZone}`
  if (timeZone === 'UTC') return `Stops working on ${here}.`
  const sameDay = formatDay(iso, timeZone) === formatDay(iso, 'UTC')
  const utc = sameDay ? formatTime(iso, 'UTC') : `${formatDay(iso, 'UTC')}, ${formatTime(iso, 'UTC')}`
  return `Stops working on ${here} (${utc} UTC).`
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
