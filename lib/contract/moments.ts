import { tz } from '@date-fns/tz'
import { endOfDay, parseISO } from 'date-fns'

/** The last second of a calendar day (`YYYY-MM-DD`) in a time zone (IANA name), also on days that a change of clocks makes longer or shorter. */
export function endOfDayIn(day: string, timeZone: string): Date {
  const end = endOfDay(parseISO(day, { in: tz(timeZone) }), { in: tz(timeZone) })
  return new Date(Math.floor(end.getTime() / 1000) * 1000)
}
