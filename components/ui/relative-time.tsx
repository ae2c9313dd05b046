'use client'

import { formatMoment, formatRelative } from './moment'
import { Tooltip } from './tooltip'

export type RelativeTimeProps = {
  /** RFC 3339. */
  value: string
  /** IANA name. */
  timeZone: string
  /** The moment the page was made, so that the server and the browser write the same. */
  now: string
  /** Leave the tooltip out where the absolute moment stands beside it anyway. */
  withoutTooltip?: boolean | undefined
  className?: string | undefined
}

/** "in 81 days", and on hover or focus when exactly. */
export function RelativeTime({ value, timeZone, now, withoutTooltip, className }: RelativeTimeProps) {
  const words = formatRelative(value, now, timeZone)
  if (withoutTooltip) {
    return (
      <time dateTime={value} className={className}>
        {words}
      </time>
    )
  }
  const moment = formatMoment(value, timeZone)
  return (
    <Tooltip text={moment}>
      <time dateTime={value} tabIndex={0} className={className}>
        {words}
        <span className="sr-only">, {moment}</span>
      </time>
    </Tooltip>
  )
}
