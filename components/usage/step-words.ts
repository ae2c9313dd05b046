import { formatDay, formatTime } from '@/components/ui/moment'

/** Hours are told in the reader's zone. Days are counted by UTC's midnights for everyone, so they are named as they are there. */
export function stepWords(at: string, unit: 'hour' | 'day', timeZone: string): string {
  return unit === 'day' ? formatDay(at, 'UTC') : `${formatDay(at, timeZone)}, ${formatTime(at, timeZone)}`
}
