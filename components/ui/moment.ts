import { uiWords } from '@/words/ui'

/*
 * Moments in words. The server and the browser must write the same letters or React refuses the page, and their
 * languages' tables differ ("Sep", "Sept"); so only the numbers come from Intl, and the words from the catalogue.
 */

const words = uiWords.moment

/** "9 Feb 2027" */
export function formatDay(at: string, timeZone: string): string {
  const { year, month, day } = numbersOf(at, timeZone)
  return words.day(day, words.months[month - 1], year)
}

/** "9 Feb 2027, 14:05 Europe/Berlin"; with seconds "14:05:01". */
export function formatMoment(at: string, timeZone: string, precision: 'minutes' | 'seconds' = 'minutes'): string {
  return words.inZone(words.dayAndTime(formatDay(at, timeZone), formatTime(at, timeZone, precision)), timeZone)
}

/** "14:05" */
export function formatTime(at: string, timeZone: string, precision: 'minutes' | 'seconds' = 'minutes'): string {
  const { hour, minute, second } = numbersOf(at, timeZone)
  return [hour, minute, ...(precision === 'seconds' ? [second] : [])].map((n) => String(n).padStart(2, '0')).join(':')
}

/** "12 s ago", "in 5 h", "yesterday", "in 81 days". From a day on, midnights are counted, as people do. */
export function formatRelative(at: string, now: string, timeZone: string): string {
  const milliseconds = Date.parse(at) - Date.parse(now)
  const toward = milliseconds > 0 ? words.ahead : words.ago

  const seconds = Math.floor(Math.abs(milliseconds) / 1000)
  if (seconds === 0) return words.now
  if (seconds < 60) return toward(words.seconds(seconds))
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return toward(words.minutes(minutes))
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return toward(words.hours(hours))

  const days = Math.abs(dayNumberOf(at, timeZone) - dayNumberOf(now, timeZone))
  if (days === 1) return milliseconds > 0 ? words.tomorrow : words.yesterday
  if (days < 730) return toward(words.days(days))
  return toward(words.years(Math.floor(days / 365.25)))
}

type Numbers = { year: number; month: number; day: number; hour: number; minute: number; second: number }

const formats = new Map<string, Intl.DateTimeFormat>()

function numbersOf(at: string, timeZone: string): Numbers {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(timeZone, format)
  }
  const numbers: Numbers = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
  for (const { type, value } of format.formatToParts(new Date(at))) {
    if (type in numbers) numbers[type as keyof Numbers] = Number(value)
  }
  return numbers
}

function dayNumberOf(at: string, timeZone: string): number {
  const { year, month, day } = numbersOf(at, timeZone)
  return Date.UTC(year, month - 1, day) / 86_400_000
}
