import { Moment } from '@/components/accounts/moment'
import { Callout } from '@/components/ui/callout'
import type { UsageSeries } from '@/lib/contract/usage'

const REASONS: Readonly<Record<string, string>> = {
  killed: 'a gateway ended without warning',
  disk_full: 'the disk of a gateway was full',
}

const SHOWN = 3

/** Times of which a gateway lost counts: what is shown is then less than what was. The newest first. */
export function UsageGaps({ gaps }: Pick<UsageSeries, 'gaps'>) {
  if (gaps.length === 0) return null
  return (
    <Callout tone="warn">
      {gaps
        .slice(-SHOWN)
        .toReversed()
        .map(({ begins, ends, reason }) => (
          <span key={`${begins}${ends}`} className="block">
            Not everything was counted from <Moment at={begins} look="exact" /> to <Moment at={ends} look="exact" />
            {REASONS[reason] && `: ${REASONS[reason]}`}.
          </span>
        ))}
      {gaps.length > SHOWN && (
        <span className="block">{`Nor at ${gaps.length - SHOWN} earlier ${gaps.length === SHOWN + 1 ? 'time' : 'times'}.`}</span>
      )}
    </Callout>
  )
}
