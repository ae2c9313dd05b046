import { uiWords } from '@/words/ui'

const words = uiWords.moment

/** "9 Feb 2027, 14:05 Europe/Berlin": as the pages write it, for whoever reads it in a mail. */
export function mailMoment(at: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(at))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? ''
  const day = words.day(Number(part('day')), words.months[Number(part('month')) - 1], Number(part('year')))
  return words.inZone(words.dayAndTime(day, `${part('hour')}:${part('minute')}`), timeZone)
}
