'use client'

import { formatDay, formatMoment, formatTime } from '@/components/ui/moment'
import { RelativeTime } from '@/components/ui/relative-time'
import { accountsWords } from '@/words/accounts'
import { useViewer } from './viewer'

export type MomentProps = {
  /** RFC 3339. */
  at: string
  /**
   * `day`: 9 Feb 2027. `time`: 9 Feb 2027, 14:05. `exact`: with seconds. `zoned`: with the zone.
   * Where the zone isn't in the words, it stands beside: see TimesNote.
   */
  look?: 'day' | 'time' | 'exact' | 'zoned'
}

/** A moment in the viewer's time zone. */
export function Moment({ at, look = 'time' }: MomentProps) {
  const { timeZone } = useViewer()
  return (
    <time
      dateTime={at}
      title={formatMoment(at, timeZone, 'seconds')}
      className={look === 'zoned' ? undefined : 'whitespace-nowrap'}
    >
      {wordsOf(at, timeZone, look)}
    </time>
  )
}

function wordsOf(at: string, timeZone: string, look: NonNullable<MomentProps['look']>): string {
  if (look === 'zoned') return formatMoment(at, timeZone)
  const day = formatDay(at, timeZone)
  return look === 'day' ? day : `${day}, ${formatTime(at, timeZone, look === 'exact' ? 'seconds' : 'minutes')}`
}

/** How far away a moment is, counted from the moment that the page was read. The absolute moment stands beside it. */
export function Distance({ at, now }: { at: string; now: string }) {
  const { timeZone } = useViewer()
  return <RelativeTime value={at} now={now} timeZone={timeZone} withoutTooltip />
}

/** Names the zone, once, for all the moments of a table. */
export function TimesNote() {
  const { timeZone } = useViewer()
  return <>{accountsWords.moment.timesIn(timeZone)}</>
}
