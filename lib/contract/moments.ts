import { tz } from '@date-fns/tz'
import { endOfDay, parseISO } from 'date-fns'

/** The last second of a calendar day (`YYYY-MM-DD`) in a time zone (IANA name), also on days that a change of clocks makes longer or shorter. */
export function endOfDayIn(day: string, timeZone: string): Date {
  const end = endOfDay(parseISO(day, { in: tz(timeZone) }), { in: tz(timeZone) })
  return new Date(Math.floor(end.getTime() / 1000) * 1000)
}

/** A time of day (`HH:MM`) on a calendar day in a time zone; no date at all for what is none. One that a change of clocks leaves out comes as much later. */
export function momentIn(day: string, time: string, timeZone: string): Date {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{2}:\d{2}$/.test(time)) return new Date(Number.NaN)
  return new Date(parseISO(`${day}T${time}`, { in: tz(timeZone) }).getTime())
}
