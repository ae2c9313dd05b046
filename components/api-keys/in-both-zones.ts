import { formatDay, formatTime } from '@/components/ui/moment'

/** A moment in the reader's zone and in UTC, so that nobody takes one for the other. */
export function inBothZones(at: string, timeZone: string): string {
  const here = `${formatDay(at, timeZone)}, ${formatTime(at, timeZone)} ${timeZone}`
  if (timeZone === 'UTC') return here
  const sameDay = formatDay(at, timeZone) === formatDay(at, 'UTC')
  const utc = sameDay ? formatTime(at, 'UTC') : `${formatDay(at, 'UTC')}, ${formatTime(at, 'UTC')}`
  return `${here} (${utc} UTC)`
}
